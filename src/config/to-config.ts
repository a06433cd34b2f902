import type { Amount } from '../core/limits/budget.ts';
import type { Config, PicturesConfig } from './config.ts';
import type { EnvironmentTexts } from './environment-texts.ts';
import { secretsIn } from './secrets.ts';
import type { Values } from './variables.ts';
import { sandbox } from './variables.ts';

/** @param texts of the variables, for what no log may show */
export function toConfig(values: Values, texts: EnvironmentTexts): Config {
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
    secrets: secretsIn(texts),
  };
}

function shardsIn({ DISCORD_SHARD_COUNT: count, DISCORD_SHARDS: numbers }: Values) {
  return numbers === undefined || count === undefined ? undefined : { numbers, count };
}

function webhookIn({ TELEGRAM_WEBHOOK_SECRET: secret, TELEGRAM_WEBHOOK_URL: url }: Values) {
  return url === undefined || secret === undefined ? undefined : { url, secret };
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

/** Also where nothing else is on. */
export function opensPlayground({ DISCORD_TOKEN, PLAYGROUND, TELEGRAM_TOKEN }: Values): boolean {
  return PLAYGROUND === 'on' || (PLAYGROUND === undefined && (DISCORD_TOKEN ?? TELEGRAM_TOKEN) === undefined);
}

/** An empty variable sets no limit. */
function amount(
  micros: number = Number.POSITIVE_INFINITY,
  pictures: number = Number.POSITIVE_INFINITY,
): Amount {
  return { micros, pictures };
}
