import type { Asked } from './asked.ts';
import type { ChaosWorld } from './chaos-world.ts';
import { deletedBy, type Press } from './press.ts';
import { PressesOnDiscord } from './presses-on-discord.ts';
import { PressesOnTelegram } from './presses-on-telegram.ts';
import type { Random } from './random.ts';

/** What a request that comes of a button has of its own. */
type NewWords = (person: string, of: Asked) => Pick<Asked, 'number' | 'prompt' | 'atMs'>;

export interface PressesOptions {
  readonly world: ChaosWorld;
  readonly random: Random;
  /** Everything asked so far; requests with words of their own are added. */
  readonly asked: Asked[];
  readonly newWords: NewWords;
}

/** What one platform lets people do with buttons. */
export interface PlatformPresses {
  readonly made: readonly Press[];
  /** Presses something. */
  press(): void;
  /** Writes the words that buttons asked for. */
  fillIn(): void;
  /** Presses `Delete` once more wherever something is still shown that its person wanted deleted. */
  insistOnDeleting(): void;
}

/** Whoever sees that something is still there does not press again at once. */
export const insistEveryMs = 2_000;

/** The buttons that people press, on both platforms. */
export class Presses {
  readonly #random: Random;
  readonly #platforms: readonly PlatformPresses[];

  constructor(
    options: PressesOptions & {
      readonly people: ConstructorParameters<typeof PressesOnDiscord>[0]['people'];
      readonly chats: ConstructorParameters<typeof PressesOnTelegram>[0]['chats'];
    },
  ) {
    this.#random = options.random;
    this.#platforms = [new PressesOnDiscord(options), new PressesOnTelegram(options)];
  }

  get made(): readonly Press[] {
    return this.#platforms.flatMap(({ made }) => made);
  }

  press(): void {
    this.#random.pick(this.#platforms).press();
  }

  fillIn(): void {
    for (const platform of this.#platforms) platform.fillIn();
  }

  insistOnDeleting(): void {
    for (const platform of this.#platforms) platform.insistOnDeleting();
  }

  /** The generations whose person pressed `Delete`. */
  get deleted(): ReadonlySet<string> {
    return deletedBy(this.made);
  }
}
