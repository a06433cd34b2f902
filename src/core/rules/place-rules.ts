import { z } from 'zod';
import { strictnessLevels } from '../moderation/strictness.ts';

/** `platform:id`, and on Telegram `telegram:<chat>/<topic>` for a topic. */
const ids = z.array(z.string().regex(/^[a-z]+:\S+$/));

const anywhere = {
  /** AIR identifiers of the only models that paint; tools such as `/upscale` are not meant. */
  models: z.array(z.string().min(1)).min(1),
  /** Of one request. */
  mostPictures: z.int().min(1).max(4),
  /** Answers come for the person alone, whatever they ask for. */
  privateOnly: z.boolean(),
  /** Pictures are covered until somebody uncovers them. */
  spoilersAlways: z.boolean(),
  /** How much is let pass of what is not for everybody. */
  strictness: z.enum(strictnessLevels),
  /** Where moderators are told of reports: a channel or chat, as `platform:id`. */
  moderatorsChannel: z.string().regex(/^[a-z]+:\S+$/),
  /** BCP 47 language for whoever has chosen none. */
  language: z.string().min(2),
};

const placeRulesSchema = z
  .object({
    /** The only ones in which pictures may be asked for, and those in which they may not. Threads go with their channel. */
    allowedChannels: ids,
    deniedChannels: ids,
    /** One of these is needed, and none of those may be had. */
    allowedRoles: ids,
    deniedRoles: ids,
    /** Names of rules here that those who run the bot decided: the place's moderators do not change them. */
    byOperator: z.array(z.string().min(1)),
    ...anywhere,
  })
  .partial()
  .readonly();

const botRulesSchema = z
  .object({
    /** By any of these ids (a person, server, group, channel or role) somebody gets in; without the list everybody does. */
    allowed: ids,
    /** By any of these ids somebody is kept out, whatever lets them in. */
    denied: ids,
    /** Nothing is claimed and nothing accepted. */
    isPaused: z.boolean(),
    /** Since when. */
    pausedAtMs: z.int(),
    ...anywhere,
  })
  .partial()
  .readonly();

/** What a place's own moderators decided about it, or those who run the bot for it. What is left out is not restricted. */
export type PlaceRules = z.output<typeof placeRulesSchema>;

/** What those who run the bot decided about all of it. What is left out is not restricted. */
export type BotRules = z.output<typeof botRulesSchema>;

/** What holds for a request: in its place, and everywhere. */
export interface StandingRules {
  readonly bot: BotRules;
  readonly place: PlaceRules;
}

/** What a rule becomes; `undefined` takes it back. */
export type ChangeOf<Rules> = { readonly [Name in keyof Rules]?: Rules[Name] | undefined };

/** @throws z.ZodError for what is no rule. */
export function parsePlaceRules(rules: unknown): PlaceRules {
  return placeRulesSchema.parse(rules);
}

/** @throws z.ZodError for what is no rule. */
export function parseBotRules(rules: unknown): BotRules {
  return botRulesSchema.parse(rules);
}
