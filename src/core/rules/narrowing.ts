import type { Strictness } from '../moderation/strictness.ts';
import { stricter } from '../moderation/strictness.ts';
import type { StandingRules } from './place-rules.ts';

/** What rules leave of a request; the stricter of both scopes holds. */
export interface Narrowing {
  /** AIR identifiers; undefined = every model. May be empty. */
  readonly models: readonly string[] | undefined;
  /** Infinity where nothing was decided. */
  readonly mostPictures: number;
  readonly privateOnly: boolean;
  readonly spoilersAlways: boolean;
  /** Undefined where nothing was decided. */
  readonly strictness: Strictness | undefined;
  /** What those who run the bot decided for all of it, which holds among adults, too. */
  readonly leastStrictness: Strictness | undefined;
  /** The place's word goes before the bot's. */
  readonly language: string | undefined;
}

/** Puts together what holds in a place and everywhere. */
export function narrow({ bot, place }: StandingRules): Narrowing {
  const { models = bot.models } = place;
  return {
    models: models?.filter((air) => bot.models?.includes(air) ?? true),
    mostPictures: Math.min(place.mostPictures ?? Infinity, bot.mostPictures ?? Infinity),
    privateOnly: place.privateOnly === true || bot.privateOnly === true,
    spoilersAlways: place.spoilersAlways === true || bot.spoilersAlways === true,
    strictness: stricter(place.strictness, bot.strictness),
    leastStrictness: bot.strictness,
    language: place.language ?? bot.language,
  };
}
