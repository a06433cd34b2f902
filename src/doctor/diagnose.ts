import type { Config } from '../config/config.ts';
import type { Fault } from '../config/configuration-error.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { fileVariable } from '../config/environment-texts.ts';
import { parseConfig } from '../config/parse-config.ts';
import { toDollars } from '../core/money.ts';
import { unlessAborted } from '../core/runware/pacing.ts';
import { codeOf } from './ask-service.ts';
import { checkClock } from './check-clock.ts';
import { checkDatabase } from './check-database.ts';
import { checkDiscord } from './check-discord.ts';
import { checkImageService } from './check-image-service.ts';
import { checkModels } from './check-models.ts';
import { checkNode } from './check-node.ts';
import { checkPictures } from './check-pictures.ts';
import { checkPort } from './check-port.ts';
import { checkTelegram } from './check-telegram.ts';
import { checkWords } from './check-words.ts';
import { type ReadFreeBytes, readFreeBytes } from './disk.ts';
import { type Finding, failed, ok, type Result, warning } from './finding.ts';
import { ServiceClock } from './service-clock.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface DiagnoseOptions {
  readonly environment: Environment;
  readonly node: { readonly version: string; readonly supported: string };
  readonly now?: () => number;
  readonly readFreeBytes?: ReadFreeBytes;
  /** How long each check may take. */
  readonly timeoutMs?: number;
}

interface Check {
  readonly subject: string;
  /** How the names of its settings begin. */
  readonly settings?: string;
  readonly run: (signal: AbortSignal) => Result | Promise<Result>;
}

/**
 * Looks at everything that Easel needs, one after the other, whatever is found; a running Easel is not disturbed, and
 * nothing is paid. What a wrong setting keeps from being looked at has that setting for its finding.
 */
export async function* diagnose(options: DiagnoseOptions): AsyncGenerator<Finding> {
  const { timeoutMs = 10_000 } = options;
  const { config, faults } = readSettings(options.environment);
  const checks = listChecks(config, options);
  const isOf = (fault: Fault, { settings }: Check) =>
    settings !== undefined && fault.variable.startsWith(settings);

  yield settingsFinding(
    config,
    faults.filter((fault) => !checks.some((check) => isOf(fault, check))),
  );
  for (const check of checks) {
    const { subject } = check;
    const own = faults.filter((fault) => isOf(fault, check));
    if (own.length > 0) yield { subject, isSetting: true, ...failed(wordFaults(own)) };
    else yield { subject, isSetting: false, ...(await runWithin(timeoutMs, check)) };
  }
}

function listChecks(config: Config, options: DiagnoseOptions): readonly Check[] {
  const { node, now = Date.now, timeoutMs = 10_000 } = options;
  const freeBytes = options.readFreeBytes ?? readFreeBytes;
  const clock = new ServiceClock(now);
  const { fetch } = clock;
  const { discord, playground, telegram } = config;
  const hasPlatform = discord !== undefined || telegram !== undefined;
  const wordOff = (name: 'Discord' | 'Telegram') =>
    wordPlatformOff(name, { hasPlatform, isPlaygroundOpen: playground !== undefined });
  return [
    { subject: 'Node', run: () => checkNode(node.version, node.supported) },
    { subject: 'Database', settings: 'DATABASE_', run: () => checkDatabase(config, freeBytes) },
    { subject: 'Pictures', settings: 'PICTURES_', run: () => checkPictures(config, freeBytes) },
    { subject: 'Models', settings: 'MODELS_', run: () => checkModels(config) },
    { subject: 'Words', settings: 'WORDS_', run: () => checkWords(config) },
    {
      subject: 'Discord',
      settings: 'DISCORD_',
      run: (signal) =>
        discord === undefined ? wordOff('Discord') : checkDiscord(discord, { fetch, signal }),
    },
    {
      subject: 'Telegram',
      settings: 'TELEGRAM_',
      run: (signal) =>
        telegram === undefined ? wordOff('Telegram') : checkTelegram(telegram, { fetch, signal }),
    },
    {
      subject: 'Image service',
      settings: 'RUNWARE_',
      run: (signal) => checkImageService(config, { fetch, signal, timeoutMs }),
    },
    { subject: 'Clock', run: () => checkClock(clock.gapMs) },
    { subject: 'Status port', settings: 'HTTP_', run: (signal) => checkPort(config, signal) },
  ];
}

/** The settings as far as they are right, so that everything else can be looked at all the same. */
function readSettings(environment: Environment): { config: Config; faults: readonly Fault[] } {
  try {
    return { config: parseConfig(environment), faults: [] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const faulty = new Set(error.faults.flatMap(({ variable }) => [variable, fileVariable(variable)]));
    for (const name of faulty) faulty.add(name.replace(/_FILE$/, ''));
    const sound = Object.entries(environment).filter(([name]) => !faulty.has(name));
    // Without it a platform's token would be a fault of its own.
    const key = faulty.has('RUNWARE_API_KEY') ? { RUNWARE_API_KEY: 'sandbox' } : {};
    // The same of a playground that needs a password.
    const playground = faulty.has('PLAYGROUND_PASSWORD') ? { PLAYGROUND: 'off' } : {};
    const config = parseConfig({ ...Object.fromEntries(sound), ...key, ...playground });
    return { config, faults: error.faults };
  }
}

function settingsFinding({ limits, allowed }: Config, faults: readonly Fault[]): Finding {
  const subject = 'Settings';
  if (faults.length > 0) return { subject, isSetting: true, ...failed(wordFaults(faults)) };
  const dollars = (micros: number) => `$${toDollars(micros)}`;
  const { bot, person } = limits.budgets;
  const caps = `at most ${dollars(bot.day.micros)} a day, ${dollars(person.day.micros)} for one person`;
  return {
    subject,
    isSetting: false,
    ...ok(`${caps}; for ${allowed === 'everyone' ? 'everyone' : 'those in ALLOWED'}`),
  };
}

function wordFaults(faults: readonly Fault[]): string {
  const each = faults.map(({ variable, problem }) => `${variable}: ${problem}`);
  return `${each.join('; ')}. Every setting is explained in docs/configuration.md.`;
}

function wordPlatformOff(
  platform: 'Discord' | 'Telegram',
  { hasPlatform, isPlaygroundOpen }: { readonly hasPlatform: boolean; readonly isPlaygroundOpen: boolean },
): Result {
  const off = `off: ${platform.toUpperCase()}_TOKEN is not set`;
  if (hasPlatform) return ok(off);
  const otherwise = isPlaygroundOpen ? 'opens the playground alone, without' : 'needs';
  return warning(
    `${off}. npm start ${otherwise} a token of Discord or Telegram: README.md, "Set up ${platform}".`,
  );
}

async function runWithin(timeoutMs: number, { run }: Check): Promise<Result> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await unlessAborted(Promise.resolve(run(signal)), signal);
  } catch (error) {
    if (signal.aborted)
      return failed(`no answer within ${timeoutMs / 1000} s. Look at the network, or the disk, behind it.`);
    return failed(`this check failed itself (${codeOf(error)}): a fault in Easel.`);
  }
}
