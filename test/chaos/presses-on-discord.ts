import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Control, Message } from '../fakes/discord/message.ts';
import type { AskedOnDiscord } from './asked.ts';
import { markersIn, tellsProgress } from './asked.ts';
import { type ButtonKey, buttonKeysIn } from './button-key.ts';
import { chooseButton, deletedBy, type Press } from './press.ts';
import type { PlatformPresses, PressesOptions } from './presses.ts';
import { insistEveryMs } from './presses.ts';

type Pressable = ButtonKey & Control;

interface OpenForm {
  readonly handle: InteractionHandle;
  readonly person: Person;
  readonly message: Message;
  readonly of: AskedOnDiscord;
}

/** People look at what was said last. */
const looksBack = 30;
const otherShare = 0.15;
const twiceShare = 0.25;
const unfinishedShare = 0.35;

/** Buttons and forms on Discord. */
export class PressesOnDiscord implements PlatformPresses {
  readonly #options: PressesOptions & { readonly people: readonly Person[] };
  readonly #lastInsistedMs = new Map<string, number>();
  #forms: OpenForm[] = [];
  readonly made: Press[] = [];

  constructor(options: PressesOptions & { readonly people: readonly Person[] }) {
    this.#options = options;
  }

  press(): void {
    const { people, random } = this.#options;
    const all = this.#messages().slice(-looksBack);
    const unfinished = all.filter(({ text }) => tellsProgress(text));
    const messages = unfinished.length > 0 && random.happens(unfinishedShare) ? unfinished : all;
    if (messages.length === 0) return;
    const message = random.pick(messages);
    const of = this.#askedIn(message);
    if (of === undefined) return;
    const isByOther = random.happens(otherShare);
    const person = isByOther ? random.pick(people.filter((one) => one !== of.person)) : of.person;
    if (!person.sees(message)) return;
    const button = chooseButton(buttonsOf(message), { isByOther, random });
    if (button === undefined) return;
    const times = random.happens(twiceShare) ? 2 : 1;
    for (let time = 0; time < times; time += 1) this.#press(button, { person, of });
  }

  fillIn(): void {
    const { asked, newWords } = this.#options;
    const opened = this.#forms.filter(({ handle }) => handle.interaction.answer !== undefined);
    this.#forms = this.#forms.filter((form) => !opened.includes(form));
    for (const { handle, message, of, person } of opened) {
      const { answer } = handle.interaction;
      if (answer?.kind !== 'modal') continue;
      const words = newWords(person.name, of);
      const form = { modal: answer.modal, openedBy: handle.interaction };
      const sent = person.submitModal(form, { prompt: words.prompt });
      const { count, isPrivate } = of;
      const { channel } = message;
      asked.push({ platform: 'discord', ...words, count, isPrivate, person, channel, handle: sent });
    }
  }

  insistOnDeleting(): void {
    const deleted = deletedBy(this.made);
    for (const message of this.#messages()) {
      const button = buttonsOf(message).find(({ action }) => action === 'remove');
      const of = this.#askedIn(message);
      if (button === undefined || of === undefined || !deleted.has(button.generationId)) continue;
      const lastMs = this.#lastInsistedMs.get(message.id) ?? 0;
      if (Date.now() - lastMs < insistEveryMs || !of.person.sees(message)) continue;
      this.#lastInsistedMs.set(message.id, Date.now());
      this.#press(button, { person: of.person, of });
    }
  }

  #press(button: Pressable, { of, person }: { person: Person; of: AskedOnDiscord }): void {
    const handle = person.press(button);
    const { action, generationId, message } = button;
    this.made.push({
      platform: 'discord',
      action,
      generationId,
      number: of.number,
      isByOther: person !== of.person,
      isHeard: () => handle.interaction.answer !== undefined,
    });
    if (action === 'change') this.#forms.push({ handle, person, message, of });
  }

  /** What can be pressed, oldest first. */
  #messages(): readonly Message[] {
    const { people, world } = this.#options;
    const places = [...world.channels, ...people.map(({ direct }) => direct)];
    return places
      .flatMap((place) => world.discord.messagesIn(place))
      .filter(({ author, buttons, deleted }) => author.bot && !deleted && buttons.length > 0)
      .toSorted((one, other) => one.createdAtMs - other.createdAtMs);
  }

  #askedIn({ text }: Message): AskedOnDiscord | undefined {
    const [number = 0] = markersIn(text);
    const one = this.#options.asked.find((each) => each.number === number);
    return one?.platform === 'discord' ? one : undefined;
  }
}

function buttonsOf(message: Message): readonly Pressable[] {
  return message.buttons.flatMap((control) => {
    const [key] = buttonKeysIn(control.component.custom_id ?? '');
    return key === undefined ? [] : [{ ...key, ...control }];
  });
}
