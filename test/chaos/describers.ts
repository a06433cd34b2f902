import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { Message } from '../fakes/discord/message.ts';
import { tellsProgress } from './asked.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** One picture that somebody wants described. */
interface Description {
  readonly place: string;
  readonly isHeard: () => boolean;
  /** The interaction is over, and nothing was ever said. */
  readonly isMissed: () => boolean;
  /** What the bot said since, apart from what it had said before. */
  readonly said: () => readonly string[];
}

/** What became of the pictures that were to be described. */
export interface DescribedReport {
  readonly asked: number;
  readonly accepted: number;
  readonly answered: number;
  /** Heard, and never answered in words. */
  readonly silent: readonly string[];
}

/**
 * One person on each platform who only asks what pictures show, in private and one after the other: descriptions have
 * no words of their asker's, so only what comes next can be the answer.
 */
export class Describers {
  readonly #world: ChaosWorld;
  readonly #unheardAfterMs: number;
  readonly #made: Description[] = [];
  readonly #seats: readonly (() => Description | undefined)[];
  readonly #last = new Map<number, Description>();

  constructor(world: ChaosWorld, { unheardAfterMs }: { readonly unheardAfterMs: number }) {
    this.#world = world;
    this.#unheardAfterMs = unheardAfterMs;
    this.#seats = [this.#seatOnDiscord(), this.#seatOnTelegram()];
  }

  /** Whoever has an answer, or knows that none will come, asks again. */
  act(): void {
    this.#seats.forEach((ask, seat) => {
      const last = this.#last.get(seat);
      if (last !== undefined && !isOver(last)) return;
      const next = ask();
      if (next === undefined) return;
      this.#made.push(next);
      this.#last.set(seat, next);
    });
  }

  get open(): number {
    return this.#made.filter((one) => !isOver(one)).length;
  }

  report(): DescribedReport {
    const accepted = this.#made.filter((one) => one.isHeard());
    const answered = accepted.filter(isAnswered);
    const silent = accepted
      .filter((one) => !isAnswered(one))
      .map((one) => `a description ${one.place}: ${one.said().join(' | ')}`);
    return { asked: this.#made.length, accepted: accepted.length, answered: answered.length, silent };
  }

  #seatOnDiscord(): () => Description | undefined {
    const { discord, reference } = this.#world;
    const person = discord.person({ name: 'looker', locale: 'en-US' });
    const image = { filename: 'what.png', bytes: reference, contentType: 'image/png' };
    const messages = () =>
      discord.messagesIn(person.direct).filter(({ author, deleted }) => author.bot && !deleted);
    return () => {
      if (discord.registeredCommands().length === 0) return undefined;
      const before = textsOf(messages());
      const atMs = Date.now();
      const handle = person.slash({ command: 'describe', options: { image }, in: person.direct });
      return {
        place: 'on Discord',
        isHeard: () => handle.interaction.answer !== undefined,
        isMissed: () => isMissed(handle, atMs + this.#unheardAfterMs),
        said: () => textsOf(messages()).filter((text) => !before.includes(text)),
      };
    };
  }

  #seatOnTelegram(): () => Description {
    const { reference, telegram } = this.#world;
    const chat = telegram.person({ name: 'looker', languageCode: 'en', startedBot: true }).privateChat();
    const texts = () => chat.botMessages().map(({ message_id: id, text = '' }) => `${id}: ${text}`);
    return () => {
      const before = texts();
      const { update } = chat.sendPhoto(reference, { caption: '/describe' });
      if (update === undefined) throw new Error('Expected the picture to reach the bot');
      return {
        place: 'on Telegram',
        isHeard: () => telegram.isConfirmed(update.update_id),
        isMissed: () => false,
        said: () => texts().filter((text) => !before.includes(text)),
      };
    };
  }
}

function isOver(one: Description): boolean {
  return one.isMissed() || (one.isHeard() && isAnswered(one));
}

function isAnswered(one: Description): boolean {
  return one.said().some((text) => !tellsProgress(text));
}

function isMissed({ interaction }: InteractionHandle, afterMs: number): boolean {
  return interaction.answer === undefined && Date.now() > afterMs;
}

function textsOf(messages: readonly Message[]): readonly string[] {
  return messages.map(({ id, text }) => `${id}: ${text}`);
}
