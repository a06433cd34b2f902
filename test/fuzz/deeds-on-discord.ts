import { ApplicationCommandType, ComponentType } from 'discord-api-types/v10';
import type { Random } from '../chaos/random.ts';
import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person, Place } from '../fakes/discord/control/person.ts';
import type { Channel, Command } from '../fakes/discord/entities.ts';
import type { FakeDiscord } from '../fakes/discord/fake-discord.ts';
import { InteractionKind } from '../fakes/discord/interaction.ts';
import type { Message } from '../fakes/discord/message.ts';
import type { Bystander } from './bystanders.ts';
import type { Deed } from './deed.ts';
import { detailOf, patienceMs } from './deed.ts';
import { misappropriated } from './odd-buttons.ts';
import type { OddFiles } from './odd-files.ts';
import { OddOptions } from './odd-options.ts';
import type { OddWords } from './odd-words.ts';

export interface DiscordDeedsTools {
  readonly discord: FakeDiscord;
  readonly random: Random;
  readonly words: OddWords;
  readonly files: OddFiles;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  /** Whose messages are for nobody else to change. */
  readonly bystanders: readonly Bystander[];
}

const mostRecent = 30;
const { command: COMMAND, autocomplete: AUTOCOMPLETE, component: COMPONENT, modal: MODAL } = InteractionKind;

/** What people do on Discord, with its own clients and with clients of their own. */
export class DeedsOnDiscord {
  readonly #tools: DiscordDeedsTools;
  readonly #options: OddOptions;
  /** Ids of buttons that were seen anywhere. */
  readonly #seenIds: string[] = [];

  constructor(tools: DiscordDeedsTools) {
    this.#tools = tools;
    this.#options = new OddOptions(tools);
  }

  /** Undefined when there is nothing to be done that way just now. */
  act(person: Person): Deed | undefined {
    const { random } = this.#tools;
    const kinds = [
      ...Array.from({ length: 6 }, () => this.#slash),
      ...Array.from({ length: 5 }, () => this.#press),
      ...Array.from({ length: 4 }, () => this.#forgePress),
      ...Array.from({ length: 2 }, () => this.#attemptAdmin),
      ...Array.from({ length: 2 }, () => this.#forgeSlash),
      ...Array.from({ length: 2 }, () => this.#type),
      ...Array.from({ length: 2 }, () => this.#forgeForm),
      this.#forgeTyping,
      this.#menu,
      this.#reply,
    ];
    return random.pick(kinds).call(this, person);
  }

  #slash(person: Person): Deed {
    return this.#use(person, this.#tools.random.pick(this.#commands(ApplicationCommandType.ChatInput)));
  }

  #attemptAdmin(person: Person): Deed | undefined {
    const forModerators = this.#commands(ApplicationCommandType.ChatInput).filter(
      (command) => command.default_member_permissions !== null,
    );
    if (forModerators.length === 0) return undefined;
    const command = this.#tools.random.pick(forModerators);
    // A server can show such a command to everybody; who may use it is for the bot to know.
    this.#tools.discord.openCommand(command.name);
    return this.#use(person, command);
  }

  #use(person: Person, command: Command): Deed {
    const use = this.#options.use(command);
    const handle = person.slash({ command: use.command, options: use.values, in: this.#place() });
    return this.#deed(`/${use.command}`, handle, person, Object.keys(use.values));
  }

  #forgeSlash(person: Person): Deed {
    const command = this.#tools.random.pick(this.#commands(ApplicationCommandType.ChatInput));
    const data = this.#options.forged(command);
    return this.#deed(
      'forged command',
      person.forge({ type: COMMAND, data, in: this.#place() }),
      person,
      data,
    );
  }

  #type(person: Person): Deed | undefined {
    const { random, words } = this.#tools;
    const use = this.#options.use(random.pick(this.#commands(ApplicationCommandType.ChatInput)));
    const option = use.options.find(({ autocomplete }) => autocomplete === true);
    if (option === undefined) return undefined;
    const options = { [option.name]: words.within(0, 100) };
    const handle = person.autocomplete({ command: use.command, options, focused: option.name });
    return this.#deed('typing', handle, person, options);
  }

  #forgeTyping(person: Person): Deed {
    const { words } = this.#tools;
    const data = {
      id: '1',
      name: words.id(20) || 'x',
      type: 1,
      options: [{ name: words.id(20) || 'x', type: 3, value: words.within(0, 200), focused: true }],
    };
    const handle = person.forge({ type: AUTOCOMPLETE, data, in: this.#place() });
    return this.#deed('forged typing', handle, person, data);
  }

  #press(person: Person): Deed | undefined {
    const { random } = this.#tools;
    const message = this.#messageWithButtons(person);
    const usable =
      message?.buttons.filter(({ component }) => component.custom_id && !component.disabled) ?? [];
    if (usable.length === 0) return undefined;
    const control = random.pick(usable);
    const id = control.component.custom_id ?? '';
    this.#seenIds.push(id);
    const isOwn = message?.origin?.user.id === person.id;
    return this.#deed(isOwn ? 'press' : 'press of another', person.press(control), person, id);
  }

  #forgePress(person: Person): Deed | undefined {
    const { random } = this.#tools;
    const source = this.#messageWithButtons(person);
    if (source === undefined) return undefined;
    const customId = this.#madeUpId();
    const isSelect = random.happens(0.1);
    const component = isSelect
      ? { component_type: ComponentType.StringSelect, values: [customId.slice(0, 100)] }
      : { component_type: ComponentType.Button };
    const handle = person.forge({
      type: COMPONENT,
      source,
      data: { custom_id: customId, id: 1, ...component },
    });
    return this.#deed('forged press', handle, person, customId);
  }

  #forgeForm(person: Person): Deed {
    const { random, words } = this.#tools;
    const field = random.pick(['prompt', 'words', words.id(10)]);
    const text = { type: ComponentType.TextInput, id: 2, custom_id: field, value: words.within(0, 4_000) };
    const components = random.pick([
      [],
      [{ type: ComponentType.Label, id: 1, component: text }],
      [{ type: ComponentType.ActionRow, id: 1, components: [text] }],
    ]);
    const data = { custom_id: this.#madeUpId(), components };
    const source = random.happens(0.5) ? this.#messageWithButtons(person) : undefined;
    const where = source === undefined ? { in: this.#place() } : { source };
    return this.#deed('forged form', person.forge({ type: MODAL, data, ...where }), person, data);
  }

  #menu(person: Person): Deed | undefined {
    const { people, random } = this.#tools;
    const menus = this.#commands(ApplicationCommandType.Message);
    const message = this.#recent(person)[0];
    if (random.happens(0.3) || message === undefined) {
      const [menu] = this.#commands(ApplicationCommandType.User);
      if (menu === undefined) return undefined;
      const handle = person.useUserCommand({
        command: menu.name,
        target: random.pick(people),
        in: this.#channel(),
      });
      return this.#deed('menu of a person', handle, person, menu.name);
    }
    if (menus.length === 0) return undefined;
    const menu = random.pick(menus);
    const handle = person.useMessageCommand({ command: menu.name, message });
    return this.#deed('menu of a message', handle, person, menu.name);
  }

  #reply(person: Person): Deed | undefined {
    const { files, random, words } = this.#tools;
    const replyTo = this.#recent(person).find(({ ephemeral }) => !ephemeral);
    if (replyTo === undefined) return undefined;
    const content = words.within(0, 2_000);
    person.say({ content, replyTo, files: random.happens(0.3) ? [files.any()] : [] });
    return {
      kind: 'reply',
      detail: detailOf(person.name, content),
      isToBeAnswered: false,
      answered: async () => undefined,
    };
  }

  /** Waits for the answer, and fills in the form that may be it. */
  #deed(kind: string, handle: InteractionHandle, person: Person, what: unknown): Deed {
    return {
      kind,
      detail: detailOf('Discord', person.name, kind, what, handle.id),
      isToBeAnswered: true,
      answered: async () => {
        const answer = await handle.acknowledged(patienceMs);
        if (answer.kind === 'deferred-message')
          await handle.waitForMessage(({ loading }) => !loading, 'what was promised', patienceMs);
        if (answer.kind === 'modal') await this.#fillIn(person, handle);
      },
    };
  }

  async #fillIn(person: Person, handle: InteractionHandle): Promise<void> {
    const { random, words } = this.#tools;
    if (random.happens(0.3)) return;
    const form = await handle.modal();
    const [input] = form.modal.components.flatMap(
      ({ component, components = [] }) => component ?? components,
    );
    if (input?.type !== ComponentType.TextInput || input.custom_id === undefined) return;
    const text = words.within(input.min_length ?? 1, input.max_length ?? 4_000);
    await person.submitModal(form, { [input.custom_id]: text }).acknowledged(patienceMs);
  }

  #madeUpId(): string {
    const { bystanders, random, words } = this.#tools;
    const seen = this.#seenIds.length === 0 ? words.id(40) : random.pick(this.#seenIds);
    const others = bystanders.flatMap(({ buttonIds }) => buttonIds());
    const id = random.pick([
      words.id(100),
      words.mutated(seen),
      seen,
      `e1:${words.id(30)}`,
      misappropriated(seen, random),
      ...others.map((other) => (random.happens(0.3) ? misappropriated(other, random) : other)),
    ]);
    return id === '' ? 'x' : id.slice(0, 100);
  }

  #messageWithButtons(person: Person): Message | undefined {
    const { bystanders, random } = this.#tools;
    const ofOthers = bystanders
      .flatMap(({ discordMessages }) => discordMessages())
      .filter((one) => person.sees(one));
    if (ofOthers.length > 0 && random.happens(0.2)) return random.pick(ofOthers);
    const shown = this.#recent(person).filter(({ buttons }) => buttons.length > 0);
    return shown.length === 0 ? undefined : random.pick(shown);
  }

  /** The bot's last messages in one place, in any order. */
  #recent(person: Person): Message[] {
    const { discord, random } = this.#tools;
    const place = random.happens(0.3) ? person.direct : this.#channel();
    const shown = discord.messagesIn(place).filter((one) => one.author.bot && person.sees(one));
    return random.shuffled(shown.slice(-mostRecent));
  }

  #place(): Place {
    return this.#tools.random.happens(0.3) ? 'direct' : this.#channel();
  }

  #channel(): Channel {
    return this.#tools.random.pick(this.#tools.channels);
  }

  #commands(type: number): readonly Command[] {
    return this.#tools.discord.commandDefinitions().filter((command) => command.type === type);
  }
}
