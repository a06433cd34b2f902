import { setTimeout as delay } from 'node:timers/promises';
import { createWording } from './commands/create-wording.ts';
import type { Config } from './config/config.ts';
import { GenerationEvents } from './core/generation-events.ts';
import { CommandRates } from './core/limits/command-rates.ts';
import type { Log } from './core/log.ts';
import { ModelTimings } from './core/model-timings.ts';
import { PictureForms } from './core/picture-forms.ts';
import { createAdminNotices } from './create-admin-notices.ts';
import { createCore } from './create-core.ts';
import { createHouse } from './create-house.ts';
import { createStanding } from './create-standing.ts';
import { openCatalog } from './open-catalog.ts';
import { openDatabase } from './open-database.ts';
import { openImageModel } from './open-image-model.ts';
import { openPictureStore } from './open-picture-store.ts';
import { openPlatforms } from './open-platforms.ts';
import type { Internet } from './open-reference-intake.ts';
import { openReferenceIntake } from './open-reference-intake.ts';
import { openWordPolicy } from './open-word-policy.ts';
import { createOperatorPages } from './operator/operator-pages.ts';
import { StartupProblem } from './startup-problem.ts';
import { Metrics } from './status/metrics.ts';
import type { PartReport } from './status/readiness.ts';
import { Readiness } from './status/readiness.ts';
import { StatusServer } from './status/status-server.ts';

/** How long running generations may go on after a signal; what takes longer goes on at the next start. */
const stopGraceMs = 20_000;

/** How long what waits is held back for platforms that cannot be reached. */
const connectPatienceMs = 20_000;

export interface AppOptions {
  readonly log: Log;
  readonly now?: () => number;
  /** Told by `/admin status`. */
  readonly nodeVersion?: string;
  readonly stopGraceMs?: number;
  readonly connectPatienceMs?: number;
  /** Stands in for the internet where links of people are fetched; every address is checked all the same. */
  readonly internet?: Internet | undefined;
}

export interface App {
  readonly events: GenerationEvents;
  /** Where the status server listens, as in `http://127.0.0.1:8080`. */
  readonly statusUrl: string;
  /** Takes up what is unfinished, then people's commands; resolves when every platform is connected. */
  start(): Promise<void>;
  /** Takes no more commands, lets what runs end or hands it back, and closes everything. Calling it again changes nothing. */
  stop(): Promise<void>;
}

/**
 * The composition root: builds Easel from its configuration and opens what it stands on.
 *
 * @throws StartupProblem when it cannot run as things are.
 */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const { log, now = Date.now } = options;
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    const faults = await failuresOf(opened.splice(0).reverse());
    if (faults.length > 0) throw new AggregateError(faults, 'not everything could be closed');
  };
  try {
    return await build();
  } catch (error) {
    await closeAll();
    throw error;
  }

  async function build(): Promise<App> {
    const isSandbox = config.runware === 'sandbox';
    const catalog = await openCatalog(config);
    const words = await openWordPolicy(config);
    const pictures = await openPictureStore(config.pictures);
    const isServer = config.database.kind === 'postgres';
    const readiness = new Readiness({
      parts: connectedPlatforms(config),
      foundations: isServer ? ['database'] : [],
      now,
    });
    const database = await openDatabase(config.database, {
      log,
      now,
      onReachable: (isReachable) => readiness.report('database', isReachable ? reachable : unreachable),
    });
    opened.push(database.close);
    const imageModel = await openImageModel(config.runware, {
      catalog,
      log,
      onRateLimited: () => metrics.recordRateLimited('runware'),
    });
    opened.push(imageModel.close);

    const events = new GenerationEvents(log);
    const readStanding = createStanding({
      storage: database.storage,
      model: imageModel.model,
      readiness,
      limits: config.limits,
      timeZone: config.timeZone,
      now,
    });
    const metrics = new Metrics({ readStanding, now });
    events.listen(metrics.record);
    const statusServer = new StatusServer({ ...config.http, readiness, metrics, log });
    const statusUrl = await statusServer.start();
    opened.push(() => statusServer.stop());

    const { timeZone } = config;
    const timings = new ModelTimings({ storage: database.storage, catalog, now, log });
    await timings.learn();
    const wording = createWording({
      catalog,
      isSandbox,
      timeZone,
      now,
      expectedTime: (wish) => timings.expect(wish),
    });
    const rates = new CommandRates({
      limits: config.rates,
      adminIds: config.adminIds,
      now,
      onRefused: (platform, limit) => metrics.recordTooFast(platform, limit),
    });
    const platforms = await openPlatforms(config, {
      pictures,
      serve: (path, pages) => statusServer.serve(path, pages),
      forms: new PictureForms({ storage: database.storage, now }),
      storage: database.storage,
      isShared: database.attention !== undefined,
      rates,
      wording,
      log,
      now,
      onUncertain: (platform, step) => metrics.recordUncertain(platform, step),
      onRateLimited: (platform) => metrics.recordRateLimited(platform),
      onTooManyAtOnce: () => events.emit({ name: 'generation-refused', reason: 'too-many-at-once' }),
      onConnectionChange: (platform, connection) => readiness.report(platform, connection),
    });
    const referenceIntake = openReferenceIntake({
      pictures,
      internet: options.internet,
      attachments: new Map(platforms.map(({ name, fetchAttachment }) => [name, fetchAttachment])),
    });
    opened.push(referenceIntake.close);
    const tellAdmins = createAdminNotices({ adminIds: config.adminIds, platforms, wording, log });
    const core = createCore({
      limits: config.limits,
      allowed: config.allowed,
      adminIds: config.adminIds,
      words,
      timeZone,
      storage: database.storage,
      attention: database.attention,
      works: config.role !== 'gateway',
      pictures,
      model: imageModel.model,
      catalog,
      expectedTime: (wish) => timings.expect(wish),
      intake: referenceIntake.intake,
      couriers: new Map(platforms.map(({ name, courier }) => [name, courier])),
      retention: config.retention,
      events,
      onProviderChange: (change) => {
        metrics.recordProviderChange(change);
        if (change.by === 'this process') tellAdmins(change);
      },
      onNoticeOver: (end) => metrics.recordNotice(end),
      log,
      logsPrompts: config.logsPrompts,
      now,
    });
    const house = createHouse({
      core,
      adminIds: config.adminIds,
      storage: database.storage,
      model: imageModel.model,
      platforms: () => readiness.platforms,
      atWork: { kind: 'this', startedAtMs: now() },
      nodeVersion: options.nodeVersion ?? '',
      log,
    });
    if (config.operatorPassword !== undefined) {
      const pages = createOperatorPages({
        password: config.operatorPassword,
        storage: database.storage,
        pictures,
        usageReports: core.usageReports,
        readStanding,
        readCondition: house.condition,
        platforms: () => readiness.platforms,
        isPublic: (address) =>
          platforms.some(({ isPublic, name }) => name === address.platform && isPublic(address)),
        catalog,
        wording,
        works: config.role !== 'gateway',
        log,
        now,
      });
      statusServer.serve('/admin', pages);
    }
    const services = { ...core, house, catalog, isSandbox, platforms: chatPlatforms(config), now };
    const bots = config.role === 'worker' ? [] : platforms.map((platform) => platform.connect(services));

    let stopping: Promise<void> | undefined;
    const stop = async () => {
      // One part that cannot stop keeps none of the others from it.
      const faults = await failuresOf([
        async () => void (await Promise.all(bots.map((bot) => bot.stop()))),
        () => core.stop(options.stopGraceMs ?? stopGraceMs),
        async () => {
          for (const platform of platforms) platform.stopCourier();
        },
        closeAll,
      ]);
      if (faults.length > 0) throw new AggregateError(faults, 'not everything could be stopped');
    };
    return {
      events,
      statusUrl,
      start: async () => {
        const connected = Promise.withResolvers<void>();
        await core.start(connected.promise);
        const connecting = Promise.all(bots.map((bot) => bot.start()));
        // Platforms tell then which places were lost meanwhile, and nothing should be painted for those.
        const patience = delay(options.connectPatienceMs ?? connectPatienceMs, undefined, { ref: false });
        void Promise.race([connecting, patience]).then(
          () => connected.resolve(),
          () => {},
        );
        await connecting;
      },
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  }
}

const reachable: PartReport = { state: 'connected', reason: undefined };
const unreachable: PartReport = {
  state: 'reconnecting',
  reason:
    'PostgreSQL gives no usable answer; trying again. What people ask for meanwhile is refused or comes again',
};

/** Does one step after the other, whatever becomes of each. */
async function failuresOf(steps: readonly (() => Promise<void>)[]): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}

function enabledPlatforms(config: Config): readonly string[] {
  return [...chatPlatforms(config), ...(config.playground === undefined ? [] : ['playground'])];
}

/** Where people have accounts of their own. */
function chatPlatforms({ discord, telegram }: Config): readonly string[] {
  return [...(discord === undefined ? [] : ['discord']), ...(telegram === undefined ? [] : ['telegram'])];
}

/** A worker answers on every platform without being connected to it. */
function connectedPlatforms(config: Config): readonly string[] {
  return config.role === 'worker' ? [] : enabledPlatforms(config);
}

/** Says what is missing and how to try Easel without it. */
export function requirePlatform(config: Config): void {
  if (enabledPlatforms(config).length > 0) return;
  throw new StartupProblem(
    [
      'No chat platform is set up yet, so there is nobody to paint for.',
      '',
      '  For Discord:  set DISCORD_TOKEN   (README.md, "Set up Discord", five minutes)',
      '  For Telegram: set TELEGRAM_TOKEN  (README.md, "Set up Telegram", five minutes)',
      '  and RUNWARE_API_KEY for real pictures. All settings: docs/configuration.md',
      '',
      'To try it right now, without any account: take PLAYGROUND=off away, and npm start opens a page for',
      'your browser; or, in the terminal:',
      '',
      '  npm run imagine -- "a lighthouse at dawn" --count 2',
    ].join('\n'),
    78,
  );
}
