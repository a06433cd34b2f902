import { RecentCounts } from './recent-counts.ts';

/** How much is taken within ten seconds. */
export interface RateLimits {
  readonly commandsPerPerson: number;
  readonly commandsPerPlace: number;
  readonly suggestionsPerPerson: number;
}

/** The limit that was met: of one person's commands, of a place's, or of what one person is suggested while typing. */
export type RateLimit = (typeof rateLimits)[number];

export const rateLimits = ['person', 'place', 'typing'] as const;

/** Something that a person does. */
export interface Doing {
  /** `command` is whatever is answered; while somebody is `typing`, each key asks for suggestions. */
  readonly kind: 'command' | 'typing';
  /** `platform:id`. */
  readonly personId: string;
  /** `platform:id` of the server, group or private chat. */
  readonly placeId: string;
  /** There is nobody else, so that it does not count as a place. */
  readonly isPrivateChat: boolean;
  /** What waited while nobody listened is no flood. */
  readonly sentAtMs: number;
}

export type RateVerdict =
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'refused';
      readonly limit: RateLimit;
      /** At least 1, at most the ten seconds. */
      readonly retryAfterSeconds: number;
    };

/** What was turned away. */
export type TooFast = Extract<RateVerdict, { readonly kind: 'refused' }>;

export interface CommandRatesOptions {
  readonly limits: RateLimits;
  /** Who runs the bot, as `platform:id`: nobody else's haste keeps them out. */
  readonly adminIds: readonly string[];
  readonly now: () => number;
  readonly onRefused?: (platform: string, limit: RateLimit) => void;
  /** Most people, and most places, that are counted at once. */
  readonly most?: number;
}

const windowMs = 10_000;

/**
 * Says of everything that people do whether it comes too fast. It asks nobody and stores nothing, so that saying no
 * costs next to nothing, and it counts for this process alone.
 */
export class CommandRates {
  readonly #options: CommandRatesOptions;
  readonly #commands: RecentCounts;
  readonly #places: RecentCounts;
  readonly #typing: RecentCounts;
  readonly #told: RecentCounts;

  constructor(options: CommandRatesOptions) {
    this.#options = options;
    const counts = () => new RecentCounts({ most: options.most ?? 10_000, forgetAfterMs: windowMs });
    this.#commands = counts();
    this.#places = counts();
    this.#typing = counts();
    this.#told = counts();
  }

  async take(doing: Doing): Promise<RateVerdict> {
    const limit = await this.#limitMetBy(doing);
    if (limit === undefined) return { kind: 'taken' };
    const { now, onRefused } = this.#options;
    const { personId, sentAtMs } = doing;
    onRefused?.(platformOf(personId), limit);
    const restMs = (windowOf(sentAtMs) + 1) * windowMs - now();
    return {
      kind: 'refused',
      limit,
      retryAfterSeconds: Math.ceil(Math.min(Math.max(restMs, 1), windowMs) / 1_000),
    };
  }

  /** Whether nobody was told of the limit in these ten seconds: the person, in that place, or the place. Now they are. */
  async isNews(
    { limit }: TooFast,
    { personId, placeId }: Pick<Doing, 'personId' | 'placeId'>,
  ): Promise<boolean> {
    const toWhom = limit === 'place' ? placeId : `${personId} ${placeId}`;
    return (await this.#told.add(`${toWhom} ${windowOf(this.#options.now())}`)) === 1;
  }

  /** What a person is refused counts for nobody else: one who hurries cannot use up what a place has. */
  async #limitMetBy({
    isPrivateChat,
    kind,
    personId,
    placeId,
    sentAtMs,
  }: Doing): Promise<RateLimit | undefined> {
    const { adminIds, limits } = this.#options;
    const window = windowOf(sentAtMs);
    const person = `${personId} ${window}`;
    if (kind === 'typing')
      return (await this.#typing.add(person)) > limits.suggestionsPerPerson ? 'typing' : undefined;
    if ((await this.#commands.add(person)) > limits.commandsPerPerson) return 'person';
    if (isPrivateChat || adminIds.includes(personId)) return undefined;
    return (await this.#places.add(`${placeId} ${window}`)) > limits.commandsPerPlace ? 'place' : undefined;
  }
}

function windowOf(atMs: number): number {
  return Math.floor(atMs / windowMs);
}

function platformOf(personId: string): string {
  return personId.slice(0, personId.indexOf(':'));
}
