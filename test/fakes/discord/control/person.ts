import { createHash } from 'node:crypto';
import { ApplicationCommandType, ComponentType, GatewayIntentBits } from 'discord-api-types/v10';
import type { Channel, User } from '../entities.ts';
import { type Interaction, InteractionKind } from '../interaction.ts';
import type { Control, Message } from '../message.ts';
import { toApiMember, toApiMessage } from '../render.ts';
import { transcriptOf } from '../transcript.ts';
import { waitForChange } from '../waiting.ts';
import type { World } from '../world.ts';
import { availableCommand, isUserInstallOnly } from './available-command.ts';
import {
  addUser,
  fillOptions,
  type OptionValues,
  type PickedFile,
  type Resolved,
} from './command-options.ts';
import { InteractionHandle, type ShownModal } from './interaction-handle.ts';
import { toInteractionPayload } from './interaction-payload.ts';
import { fillModal, type ModalAnswers } from './modal-answers.ts';

/** Where something happens; a person's own chat with the bot is `direct`. */
export type Place = Channel | 'direct';

export interface SlashCommand {
  /** The name; subcommands follow after spaces, as in `limits set`. */
  readonly command: string;
  readonly options?: OptionValues;
  readonly in?: Place;
}

/** Someone who uses the platform; acts only as its client would allow. */
export class Person {
  readonly user: User;
  readonly #world: World;
  readonly #home: Channel;

  constructor(details: { world: World; user: User; home: Channel }) {
    this.#world = details.world;
    this.user = details.user;
    this.#home = details.home;
  }

  get id(): string {
    return this.user.id;
  }

  get name(): string {
    return this.user.name;
  }

  /** The chat with the bot. */
  get direct(): Channel {
    return this.#world.directChannel(this.user);
  }

  /** Lets the bot write in private, or not (then it gets 50007). */
  acceptDirectMessages(isWanted: boolean): void {
    this.user.acceptsDirectMessages = isWanted;
  }

  /** Shows a PNG as the avatar: everywhere, or in one server only. */
  setAvatar(png: Uint8Array, { guild }: { guild?: { readonly id: string } } = {}): void {
    const hash = createHash('md5').update(png).digest('hex');
    this.#world.avatars.set(hash, Buffer.from(png));
    if (guild) this.user.serverAvatars.set(guild.id, hash);
    else this.user.avatar = hash;
  }

  /** Runs a slash command. Without `in` it happens in the general channel of the home server. */
  slash(details: SlashCommand): InteractionHandle {
    return this.#command(details, { type: InteractionKind.command, focused: undefined });
  }

  /** Types into an option that has autocomplete; its value is what has been typed so far. */
  autocomplete(details: SlashCommand & { readonly focused: string }): InteractionHandle {
    return this.#command(details, { type: InteractionKind.autocomplete, focused: details.focused });
  }

  /** Picks an entry from the context menu of a message. */
  useMessageCommand({ command: name, message }: { command: string; message: Message }): InteractionHandle {
    this.#requireSight(message);
    const { user, channel } = { user: this.user, channel: message.channel };
    const command = availableCommand(this.#world, {
      name,
      type: ApplicationCommandType.Message,
      user,
      channel,
    });
    return this.#start({ type: InteractionKind.command, channel, command, source: undefined }, () => ({
      id: command.id,
      name: command.name,
      type: command.type,
      target_id: message.id,
      resolved: { messages: { [message.id]: toApiMessage(this.#world, message) } },
    }));
  }

  /** Picks an entry from the context menu of a person. */
  useUserCommand({
    command: name,
    target,
    in: place,
  }: {
    command: string;
    target: Person;
    in?: Place;
  }): InteractionHandle {
    const channel = this.#channel(place);
    const command = availableCommand(this.#world, {
      name,
      type: ApplicationCommandType.User,
      user: this.user,
      channel,
    });
    const resolved: Resolved = {};
    addUser({ channel }, resolved, target.user);
    return this.#start({ type: InteractionKind.command, channel, command, source: undefined }, () => ({
      id: command.id,
      name: command.name,
      type: command.type,
      target_id: target.id,
      resolved,
    }));
  }

  /** Presses a button: `person.press(message.button('Again'))`. */
  press({ message, component }: Control): InteractionHandle {
    if (component.custom_id === undefined)
      throw new Error('Expected a button with a custom_id; this one opens a link');
    this.#requireUsable({ message, component });
    return this.#start(
      { type: InteractionKind.component, channel: message.channel, command: undefined, source: message },
      () => ({
        custom_id: component.custom_id,
        component_type: ComponentType.Button,
        id: component.id ?? 1,
      }),
    );
  }

  /** Chooses in a select menu: `person.choose(message.select('model'), ['flux'])`. */
  choose({ message, component }: Control, values: readonly string[]): InteractionHandle {
    this.#requireUsable({ message, component });
    const known = component.options?.map((option) => option.value);
    const strange = values.filter((value) => known && !known.includes(value));
    if (strange.length > 0)
      throw new Error(`The menu has no ${strange.join(', ')}; there are: ${known?.join(', ')}`);
    return this.#start(
      { type: InteractionKind.component, channel: message.channel, command: undefined, source: message },
      () => ({
        custom_id: component.custom_id,
        component_type: component.type,
        id: component.id ?? 1,
        values,
      }),
    );
  }

  /** Fills in and sends a form: `person.submitModal(await handle.modal(), { prompt: 'a fox' })`. */
  submitModal({ modal, openedBy }: ShownModal, answers: ModalAnswers): InteractionHandle {
    if (openedBy.user !== this.user) throw new Error(`The form was opened for ${openedBy.user.name}`);
    const channel = openedBy.channel;
    const { components, resolved } = fillModal({ world: this.#world, modal, answers, channel });
    return this.#start(
      { type: InteractionKind.modal, channel, command: openedBy.command, source: openedBy.source },
      () => ({ custom_id: modal.custom_id, components, resolved }),
    );
  }

  /**
   * Sends what no client of the platform offers: a command in the shape of an earlier registration, a made-up custom_id,
   * a form that nobody opened. The platform passes on whatever it does not check.
   */
  forge({
    data,
    in: place,
    source,
    type,
  }: {
    type: (typeof InteractionKind)[keyof typeof InteractionKind];
    data: Record<string, unknown>;
    in?: Place;
    source?: Message;
  }): InteractionHandle {
    const channel = source?.channel ?? this.#channel(place);
    return this.#start({ type, channel, command: undefined, source }, () => data);
  }

  /** Writes an ordinary message, for instance one whose picture is to be edited; a reply stands where the other does. */
  say({
    content = '',
    files = [],
    in: place,
    replyTo,
    notifies = true,
  }: {
    content?: string;
    files?: readonly PickedFile[];
    in?: Place;
    replyTo?: Message;
    /** Whether a reply notifies the author of what it replies to, as it does unless somebody turns that off. */
    notifies?: boolean;
  }): Message {
    if (replyTo !== undefined) this.#requireRepliable(replyTo);
    const channel = replyTo?.channel ?? this.#channel(place);
    const message = this.#world.addMessage({
      channel,
      author: this.user,
      origin: undefined,
      repliesTo: replyTo?.id,
    });
    message.content = content;
    if (replyTo !== undefined && notifies) message.pings = [replyTo.author.id];
    message.attachments = files.map((file) =>
      this.#world.addAttachment({
        filename: file.filename,
        contentType: file.contentType,
        bytes: Buffer.from(file.bytes),
        ephemeral: false,
        channelId: channel.id,
        description: undefined,
        spoiler: false,
      }),
    );
    const intent = channel.guild ? GatewayIntentBits.GuildMessages : GatewayIntentBits.DirectMessages;
    this.#world.dispatch('MESSAGE_CREATE', this.#asDispatched(message), {
      guildId: channel.guild?.id,
      intent,
    });
    this.#world.changed();
    return message;
  }

  /** Deletes a message, as its author or a moderator can. */
  remove(message: Message): void {
    this.#requireSight(message);
    message.deleted = true;
    this.#world.changed();
  }

  sees(message: Message): boolean {
    return message.visibleTo(this.user);
  }

  /** A message of the bot in a place, posted outside an interaction or within, once one satisfies the predicate. */
  waitForMessage(details: {
    in?: Place;
    predicate: (message: Message) => boolean;
    description: string;
    timeoutMs?: number;
  }): Promise<Message> {
    const channel = this.#channel(details.in);
    return waitForChange({
      world: this.#world,
      find: () =>
        this.#world
          .messagesIn(channel)
          .find((message) => message.author.bot && this.sees(message) && details.predicate(message)),
      describe: () => `${details.description}. What was said:\n${transcriptOf(this.#world, channel)}`,
      ...(details.timeoutMs === undefined ? {} : { timeoutMs: details.timeoutMs }),
    });
  }

  /** https://discord.com/developers/docs/events/gateway-events#message-create */
  #asDispatched(message: Message): Record<string, unknown> {
    const { guild } = message.channel;
    const { user: _, permissions: __, ...member } = toApiMember(this.user, guild);
    const replied = message.repliesTo === undefined ? undefined : this.#world.messages.get(message.repliesTo);
    return {
      ...this.#asSeenByBot(message),
      ...(guild ? { guild_id: guild.id, member } : {}),
      ...(replied ? { referenced_message: replied.deleted ? null : this.#asSeenByBot(replied) } : {}),
    };
  }

  /** https://discord.com/developers/docs/events/gateway#message-content-intent */
  #asSeenByBot(message: Message): Record<string, unknown> {
    const { bot, options } = this.#world;
    const isGranted = (options.privilegedIntents & GatewayIntentBits.MessageContent) !== 0;
    const isOwn = message.author === bot;
    const isAddressed = message.pings.includes(bot.id) || message.content.includes(`<@${bot.id}>`);
    const payload = toApiMessage(this.#world, message);
    return isGranted || isOwn || isAddressed || !message.channel.guild
      ? payload
      : { ...payload, content: '', attachments: [], embeds: [], components: [] };
  }

  #command(details: SlashCommand, kind: { type: number; focused: string | undefined }): InteractionHandle {
    const [name = '', ...subcommands] = details.command.replace(/^\//, '').split(' ');
    const channel = this.#channel(details.in);
    const command = availableCommand(this.#world, {
      name,
      type: ApplicationCommandType.ChatInput,
      user: this.user,
      channel,
    });
    const { options, resolved } = fillOptions({
      world: this.#world,
      command,
      subcommands,
      values: details.options ?? {},
      channel,
      focused: kind.focused,
    });
    return this.#start({ type: kind.type, channel, command, source: undefined }, () => ({
      id: command.id,
      name: command.name,
      type: command.type,
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
      options,
      ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
    }));
  }

  #start(
    details: Pick<Interaction, 'type' | 'channel' | 'command' | 'source'>,
    data: () => Record<string, unknown>,
  ): InteractionHandle {
    const world = this.#world;
    const userInstallOnly = isUserInstallOnly(this.user, details.channel);
    const interaction = world.addInteraction({ ...details, user: this.user, userInstallOnly });
    const guildId = details.channel.guild?.id;
    world.dispatch('INTERACTION_CREATE', toInteractionPayload(world, interaction, data()), { guildId });
    return new InteractionHandle(world, interaction);
  }

  #channel(place: Place | undefined): Channel {
    return place === 'direct' ? this.direct : (place ?? this.#home);
  }

  #requireSight(message: Message): void {
    if (!this.sees(message)) throw new Error(`${this.name} cannot see that message`);
  }

  /** The client offers no reply to a message that only one person sees. */
  #requireRepliable(message: Message): void {
    this.#requireSight(message);
    if (message.ephemeral) throw new Error('Nobody can reply to an ephemeral message');
  }

  #requireUsable({ message, component }: Control): void {
    this.#requireSight(message);
    const controls = [...message.buttons, ...message.selects].map((control) => control.component);
    if (!controls.includes(component))
      throw new Error('The message has changed: that control is no longer on it');
    if (component.disabled)
      throw new Error(`The control ${component.label ?? component.custom_id} is disabled`);
  }
}
