import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { Allowed, Database, PlatformId } from './config-formats.ts';
import { environmentSchema, variableDocumentation } from './config-variables.ts';
import type { Limits } from './core/limits/admission.ts';
import type { Amount } from './core/limits/budget.ts';
import type { RateLimits } from './core/limits/command-rates.ts';
import type { Bucket } from './core/pictures/bucket.ts';
import type { RetentionLimits } from './core/retention-sweep.ts';

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
  /** Port 0 asks for a free one. */
  /** What this process does, where several share a database. */
  readonly role: Role;
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

/** In place of a key, in whatever case people write it: a word is never a key. */
const sandbox = 'sandbox';

/** One thing that is wrong with the configuration, in words that hold no value of any variable. */
export interface Fault {
  readonly variable: string;
  readonly problem: string;
}

/** The configuration cannot be used. `faults` holds everything that is wrong with it at once. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  /** EX_CONFIG of https://man.openbsd.org/sysexits.3 */
  readonly exitCode = 78;
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ variable, problem }) => `${variable}: ${problem}`).join('; '));
    this.faults = faults;
  }
}

/** The faults of a configuration as a few lines for a terminal. */
export function formatFaults({ faults }: ConfigurationError): string {
  const headline = faults.length === 1 ? 'One setting is wrong' : `${faults.length} settings are wrong`;
  const lines = faults.map(({ variable, problem }) => `  ${variable}: ${problem}`);
  return [`${headline}:`, ...lines, 'Every setting is explained in docs/configuration.md.'].join('\n');
}

type Environment = Readonly<Record<string, string | undefined>>;
type Variable = keyof typeof environmentSchema.shape;
type Values = z.output<typeof environmentSchema>;
type Texts = { [Name in Variable]?: string | undefined };

/**
 * Reads the configuration from environment variables. An empty variable counts as missing. A secret may stand in a file
 * instead, which is read with `readFile`.
 *
 * @throws ConfigurationError with all faults at once.
 */
export function parseConfig(
  env: Environment,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Config {
  const { texts, faults } = collectTexts(env, readFile);
  if (lacksKey(env)) {
    faults.push({
      variable: 'RUNWARE_API_KEY',
      problem: 'expected a key from https://runware.ai, or the word sandbox, because a platform token is set',
    });
  }
  const result = environmentSchema.safeParse(texts);
  if (!result.success) faults.push(...result.error.issues.map((issue) => toFault(issue, env)));
  if (result.success && hasOddShards(result.data)) {
    faults.push({
      variable: 'DISCORD_SHARDS',
      problem: 'expected numbers below DISCORD_SHARD_COUNT, and both of them or neither',
    });
  }
  if (result.success && hasOddWebhook(result.data)) {
    faults.push({
      variable: 'TELEGRAM_WEBHOOK_URL',
      problem: 'expected it together with TELEGRAM_WEBHOOK_SECRET, or neither of them',
    });
  }
  if (result.success && isPartOfNothing(result.data)) {
    faults.push({
      variable: 'ROLE',
      problem:
        'expected all, because only a PostgreSQL database (DATABASE_URL) can be shared by several processes',
    });
  }
  if (result.success && lacksBucketKeys(result.data)) {
    faults.push({
      variable: 'PICTURES_URL',
      problem:
        'expected the path of a folder, or PICTURES_ACCESS_KEY_ID and PICTURES_SECRET_ACCESS_KEY beside it, because a bucket opens to both alone',
    });
  }
  if (result.success && lacksPassword(result.data)) {
    faults.push({
      variable: 'PLAYGROUND_PASSWORD',
      problem:
        'expected a password, because HTTP_HOST lets others reach the playground, where anybody can spend what painting costs. The playground is open when PLAYGROUND is on, or when neither DISCORD_TOKEN nor TELEGRAM_TOKEN is set',
    });
  }
  if (!result.success || faults.length > 0) throw new ConfigurationError(faults);
  return toConfig(result.data, texts);
}

/** The name of the variable that holds the path of the file with the value of `variable`. */
export function fileVariable(variable: string): string {
  return `${variable}_FILE`;
}

function collectTexts(env: Environment, readFile: (path: string) => string) {
  const texts: Texts = {};
  const faults: Fault[] = [];
  for (const variable of variables()) {
    const text = textOf(env, variable);
    const path = isSecret(variable) ? textOf(env, fileVariable(variable)) : undefined;
    texts[variable] = text;
    if (path === undefined) continue;
    if (text !== undefined) {
      faults.push({
        variable,
        problem: `expected either ${variable} or ${fileVariable(variable)}, not both`,
      });
      continue;
    }
    texts[variable] = readSecretFile(path, readFile);
    if (texts[variable] !== undefined) continue;
    faults.push({
      variable: fileVariable(variable),
      problem: 'expected the path of a readable file that is not empty',
    });
  }
  return { texts, faults };
}

function textOf(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

function readSecretFile(path: string, readFile: (path: string) => string): string | undefined {
  try {
    return readFile(path).trim() || undefined;
  } catch {
    // Whatever the reason, the remedy is the same, and the fault names the variable.
    return undefined;
  }
}

// A community must never get sandbox pictures because a secret went missing.
function lacksKey(env: Environment): boolean {
  const hasPlatform = isGiven(env, 'DISCORD_TOKEN') || isGiven(env, 'TELEGRAM_TOKEN');
  return hasPlatform && !isGiven(env, 'RUNWARE_API_KEY');
}

function hasOddShards({ DISCORD_SHARD_COUNT, DISCORD_SHARDS }: z.output<typeof environmentSchema>): boolean {
  if (DISCORD_SHARDS === undefined || DISCORD_SHARD_COUNT === undefined)
    return DISCORD_SHARDS !== DISCORD_SHARD_COUNT;
  return DISCORD_SHARDS.some((number) => number >= DISCORD_SHARD_COUNT);
}

function shardsIn({
  DISCORD_SHARD_COUNT: count,
  DISCORD_SHARDS: numbers,
}: z.output<typeof environmentSchema>) {
  return numbers === undefined || count === undefined ? undefined : { numbers, count };
}

function hasOddWebhook({ TELEGRAM_WEBHOOK_SECRET, TELEGRAM_WEBHOOK_URL }: Values): boolean {
  return (TELEGRAM_WEBHOOK_SECRET === undefined) !== (TELEGRAM_WEBHOOK_URL === undefined);
}

function webhookIn({ TELEGRAM_WEBHOOK_SECRET: secret, TELEGRAM_WEBHOOK_URL: url }: Values) {
  return url === undefined || secret === undefined ? undefined : { url, secret };
}

function isPartOfNothing({ DATABASE_URL, ROLE }: z.output<typeof environmentSchema>): boolean {
  return ROLE !== 'all' && DATABASE_URL.kind === 'sqlite';
}

function lacksBucketKeys(values: Values): boolean {
  const { PICTURES_ACCESS_KEY_ID: id, PICTURES_SECRET_ACCESS_KEY: key, PICTURES_URL: place } = values;
  return place.kind === 'bucket' && (id === undefined || key === undefined);
}

function picturesIn(values: Values): PicturesConfig {
  const { PICTURES_ENDPOINT, PICTURES_REGION: region, PICTURES_URL: place } = values;
  if (place.kind === 'folder') return place;
  return {
    ...place,
    region,
    endpoint: PICTURES_ENDPOINT ?? `https://s3.${region}.amazonaws.com`,
    accessKeyId: values.PICTURES_ACCESS_KEY_ID ?? '',
    secretAccessKey: values.PICTURES_SECRET_ACCESS_KEY ?? '',
  };
}

function isGiven(env: Environment, variable: Variable): boolean {
  return textOf(env, variable) !== undefined || textOf(env, fileVariable(variable)) !== undefined;
}

function opensPlayground({ DISCORD_TOKEN, PLAYGROUND, TELEGRAM_TOKEN }: Values): boolean {
  return PLAYGROUND === 'on' || (PLAYGROUND === undefined && (DISCORD_TOKEN ?? TELEGRAM_TOKEN) === undefined);
}

function lacksPassword(values: Values): boolean {
  return opensPlayground(values) && values.PLAYGROUND_PASSWORD === undefined && !isLoopback(values.HTTP_HOST);
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}

function toFault(issue: z.core.$ZodIssue, env: Environment): Fault {
  const variable = issue.path.join('.');
  const isFromFile = textOf(env, variable) === undefined;
  return { variable: isFromFile ? fileVariable(variable) : variable, problem: issue.message };
}

function toConfig(values: Values, texts: Texts): Config {
  const { DISCORD_TOKEN, TELEGRAM_TOKEN, RUNWARE_API_KEY = sandbox } = values;
  return {
    discord:
      DISCORD_TOKEN === undefined
        ? undefined
        : {
            token: DISCORD_TOKEN,
            apiUrl: values.DISCORD_API_URL,
            cdnUrl: values.DISCORD_CDN_URL,
            readsReplies: values.DISCORD_READ_REPLIES === 'on',
            shards: shardsIn(values),
          },
    telegram:
      TELEGRAM_TOKEN === undefined
        ? undefined
        : {
            token: TELEGRAM_TOKEN,
            apiUrl: values.TELEGRAM_API_URL,
            directMessageText: values.TELEGRAM_DM_TEXT,
            webhook: webhookIn(values),
          },
    playground: opensPlayground(values) ? { password: values.PLAYGROUND_PASSWORD } : undefined,
    runware:
      RUNWARE_API_KEY.toLowerCase() === sandbox
        ? sandbox
        : { key: RUNWARE_API_KEY, url: values.RUNWARE_API_URL },
    modelsFile: values.MODELS_FILE,
    stylesFile: values.STYLES_FILE,
    wordsFile: values.WORDS_FILE,
    limits: {
      maxRunningPerUser: values.MAX_RUNNING_PER_USER,
      maxQueuedPerUser: values.MAX_QUEUED_PER_USER,
      maxRunning: values.MAX_RUNNING,
      maxWaitMs: values.MAX_WAIT_MINUTES * 60_000,
      budgets: {
        bot: {
          day: amount(values.MAX_SPEND_PER_DAY_USD, values.MAX_PICTURES_PER_DAY),
          month: amount(values.MAX_SPEND_PER_MONTH_USD, values.MAX_PICTURES_PER_MONTH),
        },
        place: {
          day: amount(values.MAX_SPEND_PER_PLACE_PER_DAY_USD, values.MAX_PICTURES_PER_PLACE_PER_DAY),
          month: amount(values.MAX_SPEND_PER_PLACE_PER_MONTH_USD, values.MAX_PICTURES_PER_PLACE_PER_MONTH),
        },
        person: {
          day: amount(values.MAX_SPEND_PER_USER_PER_DAY_USD, values.MAX_PICTURES_PER_USER_PER_DAY),
          month: amount(values.MAX_SPEND_PER_USER_PER_MONTH_USD, values.MAX_PICTURES_PER_USER_PER_MONTH),
        },
      },
    },
    rates: {
      commandsPerPerson: values.MAX_COMMANDS_PER_USER,
      commandsPerPlace: values.MAX_COMMANDS_PER_PLACE,
      suggestionsPerPerson: values.MAX_SUGGESTIONS_PER_USER,
    },
    timeZone: values.TIMEZONE,
    allowed: values.ALLOWED,
    adminIds: values.ADMIN_IDS ?? [],
    database: values.DATABASE_URL,
    pictures: picturesIn(values),
    retention: {
      maxAgeMs: values.RETENTION_DAYS === 0 ? undefined : values.RETENTION_DAYS * 24 * 60 * 60_000,
      maxBytes: values.MAX_PICTURES_GB && values.MAX_PICTURES_GB * 1e9,
    },
    role: values.ROLE,
    http: { host: values.HTTP_HOST, port: values.HTTP_PORT },
    operatorPassword: values.OPERATOR_PASSWORD,
    logLevel: values.LOG_LEVEL,
    logsPrompts: values.LOG_PROMPTS === 'on',
    secrets: variables().flatMap((variable) => secretsIn(variable, texts[variable])),
  };
}

/** An empty variable sets no limit. */
function amount(
  micros: number = Number.POSITIVE_INFINITY,
  pictures: number = Number.POSITIVE_INFINITY,
): Amount {
  return { micros, pictures };
}

function secretsIn(variable: Variable, text: string | undefined): readonly string[] {
  if (text === undefined || text.toLowerCase() === sandbox) return [];
  switch (variableDocumentation.get(environmentSchema.shape[variable])?.secret) {
    case 'value':
      return [text];
    case 'password':
      return passwordsIn(text);
    case undefined:
      return [];
  }
}

function passwordsIn(address: string): readonly string[] {
  const password = URL.parse(address)?.password ?? '';
  return password === '' ? [] : [password, decode(password)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function isSecret(variable: Variable): boolean {
  return variableDocumentation.get(environmentSchema.shape[variable])?.secret !== undefined;
}

function variables(): readonly Variable[] {
  return environmentSchema.keyof().options;
}
