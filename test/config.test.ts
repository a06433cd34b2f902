import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Config } from '../src/config/config.ts';
import { ConfigurationError, type Fault, formatFaults } from '../src/config/configuration-error.ts';
import { parseConfig } from '../src/config/parse-config.ts';
import { environmentSchema } from '../src/config/variables.ts';
import { budgetsWith } from './core/support/budgets-with.ts';

const telegramToken = '123456:AAE-token_of_a_bot';
const discordToken = 'MTk4NjIy.Cl2FMQ.token-of-a-bot';
const key = 'kxpYcd9VnPbTmF2q';

function noFiles(path: string): string {
  throw new Error(`unexpected file ${path}`);
}

function parse(env: Record<string, string>, files: Record<string, string> = {}): Config {
  return parseConfig(env, (path) => files[path] ?? noFiles(path));
}

function faultsOf(env: Record<string, string>, files: Record<string, string> = {}): readonly Fault[] {
  try {
    parse(env, files);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

describe('an empty environment', () => {
  test('is the sandbox without a platform, with every default', () => {
    expect(parse({})).toEqual({
      discord: undefined,
      telegram: undefined,
      playground: { password: undefined },
      runware: 'sandbox',
      modelsFile: undefined,
      stylesFile: undefined,
      wordsFile: undefined,
      limits: {
        maxRunningPerUser: 2,
        maxQueuedPerUser: 5,
        maxRunning: 4,
        maxWaitMs: 3_600_000,
        budgets: budgetsWith({
          bot: { day: { micros: 10_000_000 } },
          person: { day: { micros: 1_000_000 } },
        }),
      },
      rates: { commandsPerPerson: 20, commandsPerPlace: 150, suggestionsPerPerson: 60 },
      timeZone: 'UTC',
      allowed: 'everyone',
      adminIds: [],
      database: { kind: 'sqlite', path: 'data/easel.sqlite' },
      pictures: { kind: 'folder', path: 'data/pictures' },
      retention: { maxAgeMs: 30 * 86_400_000, maxBytes: undefined },
      http: { host: '127.0.0.1', port: 8080 },
      operatorPassword: undefined,
      logLevel: 'info',
      logsPrompts: false,
      role: 'all',
      secrets: [],
    } satisfies Config);
  });

  test('means the same as variables that are empty or blank', () => {
    const blank = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, '  ']));
    expect(parse(blank)).toEqual(parse({}));
  });
});

describe('platforms and the image service', () => {
  test('tokens switch platforms on', () => {
    const config = parse({
      DISCORD_TOKEN: discordToken,
      TELEGRAM_TOKEN: ` ${telegramToken} `,
      TELEGRAM_API_URL: 'http://127.0.0.1:8081/',
      TELEGRAM_DM_TEXT: 'paint',
      RUNWARE_API_KEY: key,
    });
    expect(config.discord).toEqual({
      token: discordToken,
      apiUrl: 'https://discord.com/api',
      cdnUrl: 'https://cdn.discordapp.com',
      readsReplies: false,
      shards: undefined,
    });
    expect(config.telegram).toEqual({
      token: telegramToken,
      apiUrl: 'http://127.0.0.1:8081',
      directMessageText: 'paint',
    });
    expect(config.runware).toEqual({ key, url: 'https://api.runware.ai/v1/image/generate' });
    expect(config.secrets.toSorted()).toEqual([discordToken, telegramToken, key].toSorted());
  });

  test('the playground is open as long as no token is set, or when it is asked for', () => {
    const token = { TELEGRAM_TOKEN: telegramToken, RUNWARE_API_KEY: key };
    const isOpen = (env: Readonly<Record<string, string>>) => parse(env).playground !== undefined;
    expect(isOpen({})).toBe(true);
    expect(isOpen(token)).toBe(false);
    expect(isOpen({ PLAYGROUND: 'off' })).toBe(false);
    expect(isOpen({ ...token, PLAYGROUND: 'on' })).toBe(true);
  });

  test.each(['127.0.0.1', '127.0.0.9', '::1', 'localhost'])(
    'on %s the playground needs no password',
    (host) => {
      expect(parse({ HTTP_HOST: host }).playground).toEqual({ password: undefined });
    },
  );

  test.each(['0.0.0.0', '::', '192.168.1.2', 'easel.internal', '127.0.0.1.example'])(
    'on %s it needs one',
    (host) => {
      expect(faultsOf({ HTTP_HOST: host })).toEqual([
        { variable: 'PLAYGROUND_PASSWORD', problem: expect.stringContaining('HTTP_HOST') },
      ]);
      const config = parse({ HTTP_HOST: host, PLAYGROUND_PASSWORD: 'correct-horse-battery' });
      expect(config.playground).toEqual({ password: 'correct-horse-battery' });
      expect(config.secrets).toEqual(['correct-horse-battery']);
      expect(parse({ HTTP_HOST: host, PLAYGROUND: 'off' }).playground).toBeUndefined();
    },
  );

  test.each(['DISCORD_TOKEN', 'TELEGRAM_TOKEN'])('%s without a key is a fault, never the sandbox', (name) => {
    expect(faultsOf({ [name]: telegramToken })).toEqual([
      { variable: 'RUNWARE_API_KEY', problem: expect.stringContaining('sandbox') },
    ]);
  });

  test('the sandbox can be asked for by name, and is no secret', () => {
    const config = parse({ TELEGRAM_TOKEN: telegramToken, RUNWARE_API_KEY: 'sandbox' });
    expect(config.runware).toBe('sandbox');
    expect(config.secrets).toEqual([telegramToken]);
  });
});

describe('how long pictures are kept', () => {
  test('is days and gigabytes', () => {
    const config = parse({ RETENTION_DAYS: '2', MAX_PICTURES_GB: '50' });
    expect(config.retention).toEqual({ maxAgeMs: 172_800_000, maxBytes: 50_000_000_000 });
  });

  test('may be for ever', () => {
    expect(parse({ RETENTION_DAYS: '0' }).retention).toEqual({ maxAgeMs: undefined, maxBytes: undefined });
  });
});

describe('secrets from files', () => {
  test('are read and trimmed', () => {
    const env = { TELEGRAM_TOKEN_FILE: '/run/telegram', RUNWARE_API_KEY_FILE: '/run/key' };
    const config = parse(env, { '/run/telegram': `${telegramToken}\n`, '/run/key': `${key}\r\n` });
    expect(config.telegram?.token).toBe(telegramToken);
    expect(config.runware).toMatchObject({ key });
    expect(config.secrets).toEqual([telegramToken, key]);
  });

  test('a file and a value at once, a missing file and an empty file are faults', () => {
    const env = {
      DISCORD_TOKEN: discordToken,
      DISCORD_TOKEN_FILE: '/run/discord',
      TELEGRAM_TOKEN_FILE: '/run/missing',
      RUNWARE_API_KEY_FILE: '/run/empty',
    };
    const files = { '/run/discord': discordToken, '/run/empty': '\n' };
    expect(faultsOf(env, files).map(({ variable }) => variable)).toEqual([
      'DISCORD_TOKEN',
      'TELEGRAM_TOKEN_FILE',
      'RUNWARE_API_KEY_FILE',
    ]);
  });

  test('a fault in the content names the variable that was set', () => {
    const files = { '/run/telegram': 'no token', '/run/key': key };
    const env = { TELEGRAM_TOKEN_FILE: '/run/telegram', RUNWARE_API_KEY_FILE: '/run/key' };
    expect(faultsOf(env, files)).toEqual([
      { variable: 'TELEGRAM_TOKEN_FILE', problem: expect.stringContaining('@BotFather') },
    ]);
  });

  test('a platform whose token file is missing still needs a key', () => {
    expect(faultsOf({ DISCORD_TOKEN_FILE: '/run/missing' }).map(({ variable }) => variable)).toEqual([
      'DISCORD_TOKEN_FILE',
      'RUNWARE_API_KEY',
    ]);
  });
});

describe('each format', () => {
  test.each([
    ['MAX_SPEND_PER_DAY_USD', '10', 10_000_000],
    ['MAX_SPEND_PER_DAY_USD', '0.5', 500_000],
    ['MAX_SPEND_PER_DAY_USD', '0.000001', 1],
    ['MAX_SPEND_PER_DAY_USD', '0', 0],
    ['MAX_SPEND_PER_DAY_USD', '0.07', 70_000],
  ])('%s=%s is %i micro-dollars', (name, text, micros) => {
    expect(parse({ [name]: text }).limits.budgets.bot.day.micros).toBe(micros);
  });

  test.each([
    ['MAX_SPEND_PER_DAY_USD', 'bot', 'day', 'micros'],
    ['MAX_SPEND_PER_MONTH_USD', 'bot', 'month', 'micros'],
    ['MAX_PICTURES_PER_DAY', 'bot', 'day', 'pictures'],
    ['MAX_PICTURES_PER_MONTH', 'bot', 'month', 'pictures'],
    ['MAX_SPEND_PER_PLACE_PER_DAY_USD', 'place', 'day', 'micros'],
    ['MAX_SPEND_PER_PLACE_PER_MONTH_USD', 'place', 'month', 'micros'],
    ['MAX_PICTURES_PER_PLACE_PER_DAY', 'place', 'day', 'pictures'],
    ['MAX_PICTURES_PER_PLACE_PER_MONTH', 'place', 'month', 'pictures'],
    ['MAX_SPEND_PER_USER_PER_DAY_USD', 'person', 'day', 'micros'],
    ['MAX_SPEND_PER_USER_PER_MONTH_USD', 'person', 'month', 'micros'],
    ['MAX_PICTURES_PER_USER_PER_DAY', 'person', 'day', 'pictures'],
    ['MAX_PICTURES_PER_USER_PER_MONTH', 'person', 'month', 'pictures'],
  ] as const)('%s limits one number of one budget', (name, holder, period, measure) => {
    const others = { bot: { day: { micros: 10_000_000 } }, person: { day: { micros: 1_000_000 } } };
    const seven = measure === 'micros' ? 7_000_000 : 7;
    const expected = budgetsWith(others);
    expect(parse({ [name]: '7' }).limits.budgets).toEqual({
      ...expected,
      [holder]: { ...expected[holder], [period]: { ...expected[holder][period], [measure]: seven } },
    });
  });

  test('ALLOWED is everyone or a list, with negative chats of Telegram', () => {
    expect(parse({ ALLOWED: '*' }).allowed).toBe('everyone');
    expect(
      parse({ ALLOWED: 'discord:80351110224678912, telegram:-1001234567890,telegram:7,' }).allowed,
    ).toEqual(['discord:80351110224678912', 'telegram:-1001234567890', 'telegram:7']);
  });

  test('ADMIN_IDS is a list', () => {
    expect(parse({ ADMIN_IDS: 'discord:1 telegram:2' }).adminIds).toEqual(['discord:1', 'telegram:2']);
  });

  test.each(['::1', '0.0.0.0', 'localhost', 'easel.internal'])('HTTP_HOST may be %s', (host) => {
    expect(parse({ HTTP_HOST: host, PLAYGROUND: 'off' }).http.host).toBe(host);
  });

  test.each([
    ['DISCORD_TOKEN', 'two words'],
    ['PLAYGROUND', 'yes'],
    ['PLAYGROUND_PASSWORD', 'too-short'],
    ['PLAYGROUND_PASSWORD', 'a long one with spaces'],
    ['DISCORD_TOKEN', '"quoted"'],
    ['TELEGRAM_TOKEN', 'botfather'],
    ['TELEGRAM_DM_TEXT', 'yes'],
    ['DISCORD_API_URL', 'discord.com'],
    ['DISCORD_CDN_URL', 'ftp://cdn.example'],
    ['TELEGRAM_API_URL', 'https://user:word@proxy.example'],
    ['RUNWARE_API_KEY', 'ключ'],
    ['RUNWARE_API_URL', 'https://api.runware.ai/?key=1'],
    ['MODELS_FILE', 'https://models.example/list.json'],
    ['STYLES_FILE', 'https://styles.example/list.json'],
    ['WORDS_FILE', 'https://words.example/list.json'],
    ['MAX_RUNNING_PER_USER', '0'],
    ['MAX_QUEUED_PER_USER', '-1'],
    ['MAX_RUNNING', '2.5'],
    ['MAX_RUNNING', '1e3'],
    ['MAX_WAIT_MINUTES', '1441'],
    ['MAX_SPEND_PER_DAY_USD', '$10'],
    ['MAX_SPEND_PER_DAY_USD', '10,5'],
    ['MAX_SPEND_PER_DAY_USD', '1000001'],
    ['MAX_SPEND_PER_USER_PER_DAY_USD', '0.0000001'],
    ['TIMEZONE', 'Mars/Olympus'],
    ['ALLOWED', '*,discord:1'],
    ['ALLOWED', ','],
    ['ALLOWED', 'discord:-1'],
    ['ADMIN_IDS', '*'],
    ['ADMIN_IDS', 'slack:1'],
    ['DATABASE_URL', 'mysql://localhost/easel'],
    ['DISCORD_SHARDS', '3-1'],
    ['DISCORD_SHARDS', '0;1'],
    ['DISCORD_SHARDS', '0-3'],
    ['DISCORD_SHARD_COUNT', '0'],
    ['ROLE', 'poller'],
    ['ROLE', 'worker'],
    ['PICTURES_URL', 's3://bucket/pictures'],
    ['PICTURES_URL', 's3://key:word@bucket/pictures'],
    ['PICTURES_URL', 's3://bucket/../pictures'],
    ['PICTURES_URL', 's3://bucket/with space'],
    ['PICTURES_URL', 's3://b'],
    ['PICTURES_REGION', 'Frankfurt am Main'],
    ['PICTURES_ENDPOINT', 's3.example.com'],
    ['PICTURES_URL', 'https://bucket.example'],
    ['HTTP_HOST', 'http://localhost'],
    ['HTTP_HOST', '127.0.0.1:8080'],
    ['HTTP_PORT', '65536'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is one fault in plain words that does not repeat the value', (name, text) => {
    const env = { RUNWARE_API_KEY: key, [name]: text };
    const faults = faultsOf(env);
    expect(faults.map(({ variable }) => variable)).toEqual([name]);
    expect(faults[0]?.problem).toMatch(/^expected /);
    if (text.length > 4) expect(faults[0]?.problem).not.toContain(text);
  });

  test.each([
    ['s3://pictures', { name: 'pictures', prefix: '' }],
    ['s3://pictures/', { name: 'pictures', prefix: '' }],
    ['s3://my.pictures-2/of/Easel_1/', { name: 'my.pictures-2', prefix: 'of/Easel_1' }],
  ])('the bucket %s', (text, place) => {
    const { pictures, secrets } = parse({
      RUNWARE_API_KEY: key,
      PICTURES_URL: text,
      PICTURES_REGION: 'eu-central-1',
      PICTURES_ACCESS_KEY_ID: 'an-id',
      PICTURES_SECRET_ACCESS_KEY: 'a/secret+key',
    });
    expect(pictures).toEqual({
      kind: 'bucket',
      ...place,
      region: 'eu-central-1',
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      accessKeyId: 'an-id',
      secretAccessKey: 'a/secret+key',
    });
    expect(secrets).toEqual(expect.arrayContaining(['an-id', 'a/secret+key']));
  });

  test.each([
    ['0-3', [0, 1, 2, 3]],
    ['5, 0-1', [0, 1, 5]],
    ['7', [7]],
  ])('the shards %s', (text, numbers) => {
    const env = {
      DISCORD_TOKEN: discordToken,
      RUNWARE_API_KEY: key,
      DISCORD_SHARDS: text,
      DISCORD_SHARD_COUNT: '8',
    };
    expect(parse(env).discord?.shards).toEqual({ numbers, count: 8 });
  });

  test('shards that there are not are a fault', () => {
    expect(
      faultsOf({ DISCORD_SHARDS: '0-8', DISCORD_SHARD_COUNT: '8' }).map(({ variable }) => variable),
    ).toEqual(['DISCORD_SHARDS']);
    expect(faultsOf({ DISCORD_SHARD_COUNT: '8' }).map(({ variable }) => variable)).toEqual([
      'DISCORD_SHARDS',
    ]);
  });

  test('a Windows path is a path', () => {
    expect(parse({ DATABASE_URL: 'C:\\easel\\easel.sqlite' }).database).toEqual({
      kind: 'sqlite',
      path: 'C:\\easel\\easel.sqlite',
    });
  });
});

describe('faults', () => {
  test('are listed all at once, with the exit code of a configuration fault', () => {
    const env = { TELEGRAM_TOKEN: 'wrong', MAX_RUNNING: 'many', TIMEZONE: 'Nowhere', HTTP_PORT: '-1' };
    expect(faultsOf(env).map(({ variable }) => variable)).toEqual([
      'RUNWARE_API_KEY',
      'TELEGRAM_TOKEN',
      'MAX_RUNNING',
      'TIMEZONE',
      'HTTP_PORT',
    ]);
    expect(new ConfigurationError([]).exitCode).toBe(78);
  });

  test('read as one line each', () => {
    const error = new ConfigurationError(faultsOf({ MAX_RUNNING: 'many', LOG_LEVEL: 'loud' }));
    expect(formatFaults(error).split('\n')).toEqual([
      '2 settings are wrong:',
      '  MAX_RUNNING: expected a whole number from 1 to 1000',
      '  LOG_LEVEL: expected one of debug, info, warn, error, silent',
      'Every setting is explained in docs/configuration.md.',
    ]);
  });

  test('never repeat what a variable or a file holds', () => {
    const names = Object.keys(environmentSchema.shape);
    const marked = fc.string({ unit: 'grapheme' }).map((text) => `§${text}§NEEDLE`);
    fc.assert(
      fc.property(fc.constantFrom(...names), marked, fc.boolean(), (name, value, isFile) => {
        const variable = isFile ? `${name}_FILE` : name;
        const env = { [variable]: isFile ? '/run/secret' : value };
        for (const { problem } of faultsOf(env, { '/run/secret': value })) {
          expect(problem).not.toContain('NEEDLE');
          expect(problem).not.toContain('/run/secret');
        }
      }),
    );
  });
});
