import type { Limits } from '../core/limits/admission.ts';
import type { RateLimits } from '../core/limits/command-rates.ts';
import type { Bucket } from '../core/pictures/bucket.ts';
import type { RetentionLimits } from '../core/retention-sweep.ts';
import type { Allowed, Database, PlatformId } from './formats.ts';

/** The checked configuration. */
export interface Config {
  /** Undefined when Discord is off. */
  readonly discord: DiscordConfig | undefined;
  /** Undefined when Telegram is off. */
  readonly telegram: TelegramConfig | undefined;
  /** Undefined when the playground is off. */
  readonly playground: PlaygroundConfig | undefined;
  readonly runware: RunwareConfig | 'sandbox';
  /** Paths of the JSON files that extend or restrict the models and the styles on offer. */
  readonly modelsFile: string | undefined;
  readonly stylesFile: string | undefined;
  /** Path of the JSON file that says what is done about words. */
  readonly wordsFile: string | undefined;
  readonly limits: Limits;
  readonly rates: RateLimits;
  /** IANA name of the zone in which the days and months of spending begin and end. */
  readonly timeZone: string;
  readonly allowed: Allowed;
  readonly adminIds: readonly PlatformId[];
  readonly database: Database;
  readonly pictures: PicturesConfig;
  readonly retention: RetentionLimits;
  /** What this process does, where several share a database. */
  readonly role: Role;
  /** Port 0 asks for a free one. */
  readonly http: { readonly host: string; readonly port: number };
  /** Undefined when there is no page for the operator. */
  readonly operatorPassword: string | undefined;
  readonly logLevel: LogLevel;
  /** Whether what people ask for is logged. */
  readonly logsPrompts: boolean;
  /** Every secret value in this configuration, for the log to hide. */
  readonly secrets: readonly string[];
}

/** `gateway` accepts and shows, `worker` calls and delivers. */
type Role = 'all' | 'gateway' | 'worker';

export interface DiscordConfig {
  readonly token: string;
  readonly apiUrl: string;
  readonly cdnUrl: string;
  /** Whether messages are read, so that words which reply to a result change it. */
  readonly readsReplies: boolean;
  /** Which shards this process connects; undefined: all that Discord recommends. */
  readonly shards: Shards | undefined;
}

interface Shards {
  readonly numbers: readonly number[];
  readonly count: number;
}

export interface TelegramConfig {
  readonly token: string;
  readonly apiUrl: string;
  readonly directMessageText: 'ask' | 'paint' | 'off';
  /** Undefined: updates are asked for. */
  readonly webhook: { readonly url: string; readonly secret: string } | undefined;
}

export interface PlaygroundConfig {
  /** Undefined where only this machine reaches it. */
  readonly password: string | undefined;
}

export type PicturesConfig =
  | { readonly kind: 'folder'; readonly path: string }
  | ({ readonly kind: 'bucket' } & Bucket);

interface RunwareConfig {
  readonly key: string;
  readonly url: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
