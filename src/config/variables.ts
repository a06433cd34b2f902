import { z } from 'zod';
import {
  allowed,
  database,
  dollars,
  hostName,
  oneOf,
  password,
  path,
  picturePlace,
  platformIds,
  regionName,
  secret,
  shardNumbers,
  telegramToken,
  timeZone,
  webAddress,
  webhookAddress,
  webhookSecret,
  wholeNumber,
} from './formats.ts';

/** What people are told about a variable. */
export interface VariableDocumentation {
  readonly section: 'Chat platforms' | 'Image service' | 'Limits' | 'Access' | 'Storage' | 'Operation';
  readonly description: string;
  readonly example?: string;
  /** Set when the value, or the password in it, must never be shown. Such a variable can be read from a file, too. */
  readonly secret?: 'value' | 'password';
}

/** The documentation of each variable of `environmentSchema`, by its schema. */
export const variableDocumentation = z.registry<VariableDocumentation>();

/** A limit in dollars that nobody has to set. */
function spendLimit(description: string, example: string) {
  return dollars()
    .optional()
    .register(variableDocumentation, {
      section: 'Limits',
      description: `${description} Empty: no limit.`,
      example,
    });
}

/** The same in pictures. */
function pictureLimit(description: string, example: string) {
  return wholeNumber({ min: 0, max: 1_000_000 })
    .optional()
    .register(variableDocumentation, {
      section: 'Limits',
      description: `${description} Empty: no limit.`,
      example,
    });
}

/**
 * Every variable that Easel reads: how it is checked, its default and what it means. The configuration page and
 * `.env.example` are generated from this table.
 */
export const environmentSchema = z.object({
  DISCORD_TOKEN: secret('the bot token from the Discord developer portal')
    .optional()
    .register(variableDocumentation, {
      section: 'Chat platforms',
      description: 'Token of the Discord bot. Empty: Discord is off.',
      secret: 'value',
    }),
  TELEGRAM_TOKEN: telegramToken().optional().register(variableDocumentation, {
    section: 'Chat platforms',
    description: 'Token of the Telegram bot, from @BotFather. Empty: Telegram is off.',
    example: '123456:letters-and-digits',
    secret: 'value',
  }),
  TELEGRAM_DM_TEXT: oneOf(['ask', 'paint', 'off']).prefault('ask').register(variableDocumentation, {
    section: 'Chat platforms',
    description:
      'What plain text in a private Telegram chat does: `ask` answers with a button that paints it, `paint` paints it at once, `off` ignores it.',
    example: 'paint',
  }),
  TELEGRAM_WEBHOOK_URL: webhookAddress().optional().register(variableDocumentation, {
    section: 'Chat platforms',
    description:
      'Address under which Telegram reaches this server, through a proxy with TLS, to bring updates; its path is answered beside health and metrics. Every gateway may be behind it. Empty: updates are asked for, and nothing has to be reached from outside.',
  }),
  TELEGRAM_WEBHOOK_SECRET: webhookSecret().optional().register(variableDocumentation, {
    section: 'Chat platforms',
    description: 'What Telegram has to know to bring updates; goes with TELEGRAM_WEBHOOK_URL. Make one up.',
    secret: 'value',
  }),
  DISCORD_READ_REPLIES: oneOf(['on', 'off']).prefault('off').register(variableDocumentation, {
    section: 'Chat platforms',
    description:
      'Whether words that reply to a picture on Discord change that picture. `on` reads messages, so the Message Content Intent has to be on in the developer portal as well, on the page Bot.',
    example: 'on',
  }),
  // Not SHARDS and SHARD_COUNT: the library reads those itself, and takes an empty one for 0.
  DISCORD_SHARDS: shardNumbers().optional().register(variableDocumentation, {
    section: 'Chat platforms',
    description:
      "Which of Discord's shards this process connects, of DISCORD_SHARD_COUNT, where several gateways share them; as in `0-3` or `0,2,5`. Empty: as many as Discord recommends, all of them.",
  }),
  DISCORD_SHARD_COUNT: wholeNumber({ min: 1, max: 16_384 }).optional().register(variableDocumentation, {
    section: 'Chat platforms',
    description: 'How many shards there are in all, the same in every process; goes with DISCORD_SHARDS.',
  }),
  PLAYGROUND: oneOf(['on', 'off']).optional().register(variableDocumentation, {
    section: 'Chat platforms',
    description:
      'Whether Easel can be tried in a browser, at the address of `HTTP_HOST` and `HTTP_PORT`. Empty: only as long as neither `DISCORD_TOKEN` nor `TELEGRAM_TOKEN` is set.',
    example: 'on',
  }),
  PLAYGROUND_PASSWORD: password().optional().register(variableDocumentation, {
    section: 'Chat platforms',
    description:
      'What a browser has to know before it may paint in the playground. It has to be set where `HTTP_HOST` lets other machines in; put TLS in front of it there.',
    example: 'a-long-sentence-of-your-own',
    secret: 'value',
  }),
  DISCORD_API_URL: webAddress().prefault('https://discord.com/api').register(variableDocumentation, {
    section: 'Chat platforms',
    description: 'Address of the Discord API; change it only for a proxy.',
  }),
  DISCORD_CDN_URL: webAddress().prefault('https://cdn.discordapp.com').register(variableDocumentation, {
    section: 'Chat platforms',
    description:
      'Where Discord keeps attachments; change it only for a proxy. Pictures that people send are fetched from there and from the hosts that Discord itself uses.',
  }),
  TELEGRAM_API_URL: webAddress().prefault('https://api.telegram.org').register(variableDocumentation, {
    section: 'Chat platforms',
    description: 'Address of the Telegram Bot API; change it for a local Bot API server or a proxy.',
    example: 'http://127.0.0.1:8081',
  }),

  RUNWARE_API_KEY: secret('an API key from Runware, or sandbox').optional().register(variableDocumentation, {
    section: 'Image service',
    description:
      'Key of the Runware API, which paints and costs money. `sandbox` paints with the built-in sandbox instead: free, and no real model. Empty means the sandbox as long as no platform token is set; with one it is a fault, so that no community gets sandbox pictures by accident.',
    example: 'sandbox',
    secret: 'value',
  }),
  RUNWARE_API_URL: webAddress()
    .prefault('https://api.runware.ai/v1/image/generate')
    .register(variableDocumentation, {
      section: 'Image service',
      description: 'Address of the Runware API.',
    }),
  MODELS_FILE: path('a JSON file').optional().register(variableDocumentation, {
    section: 'Image service',
    description:
      'JSON file that extends or restricts the models on offer, and puts /upscale, /cutout, /describe and /enhance on offer by their prices. Empty: the built-in catalogue.',
    example: 'models.json',
  }),
  STYLES_FILE: path('a JSON file').optional().register(variableDocumentation, {
    section: 'Image service',
    description: 'JSON file that extends or restricts the styles on offer. Empty: the built-in ones.',
    example: 'styles.json',
  }),

  MAX_RUNNING_PER_USER: wholeNumber({ min: 1, max: 100 }).prefault('2').register(variableDocumentation, {
    section: 'Limits',
    description: 'How many generations of one person may run at once.',
  }),
  MAX_QUEUED_PER_USER: wholeNumber({ min: 1, max: 1000 }).prefault('5').register(variableDocumentation, {
    section: 'Limits',
    description: 'How many more of one person may wait.',
  }),
  MAX_RUNNING: wholeNumber({ min: 1, max: 1000 }).prefault('4').register(variableDocumentation, {
    section: 'Limits',
    description: 'How many generations may run at once in all.',
  }),
  MAX_WAIT_MINUTES: wholeNumber({ min: 1, max: 1440 }).prefault('60').register(variableDocumentation, {
    section: 'Limits',
    description: 'What has waited longer ends as expired, and nothing is charged.',
  }),
  MAX_SPEND_PER_DAY_USD: dollars().prefault('10').register(variableDocumentation, {
    section: 'Limits',
    description: 'What the image service may cost per day in all. 0 stops painting.',
    example: '2.50',
  }),
  MAX_SPEND_PER_MONTH_USD: spendLimit('What the image service may cost per calendar month in all.', '100'),
  MAX_PICTURES_PER_DAY: pictureLimit('How many pictures may be painted per day in all.', '200'),
  MAX_PICTURES_PER_MONTH: pictureLimit('How many pictures may be painted per calendar month in all.', '3000'),
  MAX_SPEND_PER_PLACE_PER_DAY_USD: spendLimit(
    'What one server or group may cost per day. Private chats belong to none.',
    '3',
  ),
  MAX_SPEND_PER_PLACE_PER_MONTH_USD: spendLimit(
    'What one server or group may cost per calendar month.',
    '50',
  ),
  MAX_PICTURES_PER_PLACE_PER_DAY: pictureLimit(
    'How many pictures one server or group may have per day.',
    '100',
  ),
  MAX_PICTURES_PER_PLACE_PER_MONTH: pictureLimit(
    'How many pictures one server or group may have per calendar month.',
    '1500',
  ),
  MAX_SPEND_PER_USER_PER_DAY_USD: dollars().prefault('1').register(variableDocumentation, {
    section: 'Limits',
    description: 'What one person may cost per day. 0 stops painting.',
    example: '0.25',
  }),
  MAX_SPEND_PER_USER_PER_MONTH_USD: spendLimit('What one person may cost per calendar month.', '5'),
  MAX_PICTURES_PER_USER_PER_DAY: pictureLimit('How many pictures one person may have per day.', '20'),
  MAX_PICTURES_PER_USER_PER_MONTH: pictureLimit(
    'How many pictures one person may have per calendar month.',
    '200',
  ),
  MAX_COMMANDS_PER_USER: wholeNumber({ min: 1, max: 1_000_000 })
    .prefault('20')
    .register(variableDocumentation, {
      section: 'Limits',
      description:
        'How many commands, messages and presses of one person are taken within ten seconds. What is more is turned away before it costs anything.',
      example: '10',
    }),
  MAX_COMMANDS_PER_PLACE: wholeNumber({ min: 1, max: 1_000_000 })
    .prefault('150')
    .register(variableDocumentation, {
      section: 'Limits',
      description:
        'The same of all people in one server or group together. Those in ADMIN_IDS are not held back by it.',
      example: '50',
    }),
  MAX_SUGGESTIONS_PER_USER: wholeNumber({ min: 1, max: 1_000_000 })
    .prefault('60')
    .register(variableDocumentation, {
      section: 'Limits',
      description:
        'How often within ten seconds one person gets suggestions while typing. What is more is answered with none.',
      example: '30',
    }),
  TIMEZONE: timeZone().prefault('UTC').register(variableDocumentation, {
    section: 'Limits',
    description: 'Time zone in which the days and months of spending begin and end.',
    example: 'Europe/Berlin',
  }),

  ALLOWED: allowed().prefault('*').register(variableDocumentation, {
    section: 'Access',
    description:
      'Who may paint, and where: `*` is everyone everywhere; otherwise a list of `discord:<server or user id>` and `telegram:<chat or user id>`.',
    example: 'discord:80351110224678912,telegram:-1001234567890',
  }),
  WORDS_FILE: path('a JSON file').optional().register(variableDocumentation, {
    section: 'Access',
    description:
      'JSON file that says which words are refused, hidden or reported to moderators. Empty: the built-in list, at the strictness `standard`.',
    example: 'words.json',
  }),
  ADMIN_IDS: platformIds().optional().register(variableDocumentation, {
    section: 'Access',
    description: 'The people who run the bot, as a list of `discord:<user id>` and `telegram:<user id>`.',
    example: 'discord:80351110224678912,telegram:123456789',
  }),

  DATABASE_URL: database().prefault('data/easel.sqlite').register(variableDocumentation, {
    section: 'Storage',
    description:
      'The database file, which is created when it is missing; or the address of a PostgreSQL database, with which any number of processes may work.',
    example: 'postgres://easel:word@127.0.0.1/easel',
    secret: 'password',
  }),
  PICTURES_URL: picturePlace().prefault('data/pictures').register(variableDocumentation, {
    section: 'Storage',
    description:
      'Where pictures are kept: a folder, which is created when it is missing; or a bucket of a service that speaks S3, as in `s3://my-bucket/easel`, which any number of machines may share.',
    example: '/srv/easel/pictures',
  }),
  PICTURES_ENDPOINT: webAddress().optional().register(variableDocumentation, {
    section: 'Storage',
    description:
      'Address of the service that has the bucket; the name of the bucket follows in the path. Empty: Amazon, in PICTURES_REGION.',
    example: 'https://s3.example.com',
  }),
  PICTURES_REGION: regionName().prefault('us-east-1').register(variableDocumentation, {
    section: 'Storage',
    description: 'Region of the bucket. Services that have none take `us-east-1` or `auto`.',
    example: 'eu-central-1',
  }),
  PICTURES_ACCESS_KEY_ID: secret('the id of an access key').optional().register(variableDocumentation, {
    section: 'Storage',
    description: 'Id of the access key to the bucket.',
    secret: 'value',
  }),
  PICTURES_SECRET_ACCESS_KEY: secret('the secret of an access key')
    .optional()
    .register(variableDocumentation, {
      section: 'Storage',
      description: 'The secret that goes with it.',
      secret: 'value',
    }),
  RETENTION_DAYS: wholeNumber({ min: 0, max: 36_500 }).prefault('30').register(variableDocumentation, {
    section: 'Storage',
    description:
      'How many days pictures are kept, results and what they were painted from; favourites stay. 0 keeps all of them for ever.',
    example: '365',
  }),
  MAX_PICTURES_GB: wholeNumber({ min: 1, max: 1_000_000 }).optional().register(variableDocumentation, {
    section: 'Storage',
    description:
      'How much room pictures may take up, in gigabytes: beyond it the oldest go first; favourites stay. Empty: no limit.',
    example: '50',
  }),

  ROLE: oneOf(['all', 'gateway', 'worker']).prefault('all').register(variableDocumentation, {
    section: 'Operation',
    description:
      'What this process does, where several share a PostgreSQL database: a `gateway` takes what people ask for, a `worker` has it painted and brings it to them, `all` does both. Run at least one of each.',
  }),
  HTTP_HOST: hostName().prefault('127.0.0.1').register(variableDocumentation, {
    section: 'Operation',
    description:
      'Address on which the status server listens, and the playground with it. Health and metrics have no password: keep them inside your network.',
    example: '0.0.0.0',
  }),
  HTTP_PORT: wholeNumber({ min: 0, max: 65_535 }).prefault('8080').register(variableDocumentation, {
    section: 'Operation',
    description:
      'Port of the status server: `/health/live`, `/health/ready` and `/metrics`. 0 takes a free port and logs it.',
    example: '0',
  }),
  OPERATOR_PASSWORD: password().optional().register(variableDocumentation, {
    section: 'Operation',
    description:
      'What a browser has to know to see how Easel does, at `/admin` of the same address: numbers, failures, people by use, public pictures, rules. It changes nothing. Empty: there is no such page. Put TLS in front of it where other machines reach it.',
    example: 'another-long-sentence-of-your-own',
    secret: 'value',
  }),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent'])
    .prefault('info')
    .register(variableDocumentation, {
      section: 'Operation',
      description: 'What is logged: `debug`, `info`, `warn`, `error` or `silent`.',
      example: 'debug',
    }),
  LOG_PROMPTS: oneOf(['on', 'off']).prefault('off').register(variableDocumentation, {
    section: 'Operation',
    description:
      'Whether the log says what people ask for: `on` writes the words of each accepted request into one line of it, with who asked and where. Erasing does not reach the log, and your privacy policy has to say so. `off` writes no word of anybody, anywhere.',
    example: 'on',
  }),
});

export type Variable = keyof typeof environmentSchema.shape;

/** What the variables say, each by itself. */
export type Values = z.output<typeof environmentSchema>;

/** In place of a key, in whatever case people write it: a word is never a key. */
export const sandbox = 'sandbox';

export function isSecret(variable: Variable): boolean {
  return variableDocumentation.get(environmentSchema.shape[variable])?.secret !== undefined;
}
