import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Attention } from './core/attention.ts';
import type { Budgets } from './core/budgets.ts';
import { StoredBudgets } from './core/budgets.ts';
import { callDeadlineMs } from './core/call-deadline.ts';
import type { Courier } from './core/courier.ts';
import { Delivery } from './core/delivery.ts';
import { FirstAnswers } from './core/first-answers.ts';
import type { Gallery } from './core/gallery.ts';
import { StoredGallery } from './core/gallery.ts';
import type { Generation } from './core/generation.ts';
import type { GenerationEvents } from './core/generation-events.ts';
import type { GenerationService } from './core/generation-service.ts';
import { StoredGenerationService } from './core/generation-service.ts';
import { GenerationWorker } from './core/generation-worker.ts';
import type { ImageModel } from './core/image-model.ts';
import type { LeaseTimes } from './core/lease.ts';
import type { Limits } from './core/limits/admission.ts';
import type { Allowed } from './core/limits/allowed.ts';
import { Calendar } from './core/limits/calendar.ts';
import type { Linking } from './core/linking.ts';
import { StoredLinking } from './core/linking.ts';
import type { Log } from './core/log.ts';
import type { ModelCatalog } from './core/model-catalog.ts';
import { cheapestPicture } from './core/model-catalog.ts';
import { ModelCosts } from './core/model-costs.ts';
import type { ExpectedTime } from './core/model-timings.ts';
import { promisedTime } from './core/model-timings.ts';
import { ReportDelivery } from './core/moderation/report-delivery.ts';
import type { Reports } from './core/moderation/reports.ts';
import { StoredReports } from './core/moderation/reports.ts';
import type { WordPolicy } from './core/moderation/word-policy.ts';
import { noWordPolicy } from './core/moderation/word-policy.ts';
import type { PauseReason } from './core/pause-reason.ts';
import type { PictureStore } from './core/pictures/picture-store.ts';
import { Preparation } from './core/preparation.ts';
import type { Privacy } from './core/privacy.ts';
import { StoredPrivacy } from './core/privacy.ts';
import { ProgressWatch } from './core/progress-watch.ts';
import type { ProviderChange } from './core/provider-pause.ts';
import { ProviderPause } from './core/provider-pause.ts';
import { LocalQueue } from './core/queue/local-queue.ts';
import type { ReferenceIntake } from './core/reference-intake.ts';
import type { RetentionLimits } from './core/retention-sweep.ts';
import { RetentionSweep } from './core/retention-sweep.ts';
import type { Announcements } from './core/rules/announcements.ts';
import type { AuditLog } from './core/rules/audit-log.ts';
import { StoredAuditLog } from './core/rules/audit-log.ts';
import type { Bans } from './core/rules/bans.ts';
import { StoredBans } from './core/rules/bans.ts';
import { HandPause } from './core/rules/hand-pause.ts';
import type { HouseRules } from './core/rules/house-rules.ts';
import { StoredHouseRules } from './core/rules/house-rules.ts';
import type { NoticeEnd } from './core/rules/notice-delivery.ts';
import { NoticeDelivery } from './core/rules/notice-delivery.ts';
import type { Settings } from './core/settings.ts';
import { StoredSettings } from './core/settings.ts';
import { SharedPause } from './core/shared-pause.ts';
import type { Spending } from './core/spending.ts';
import { LedgerSpending } from './core/spending.ts';
import type { Storage } from './core/storage/storage.ts';
import type { UsageReports } from './core/usage-report.ts';
import { LedgerUsageReports } from './core/usage-report.ts';
import type { Wish } from './core/wish.ts';
import { createAnnouncements } from './create-announcements.ts';

export interface CoreOptions {
  readonly limits: Limits;
  readonly allowed: Allowed;
  /** Who runs the bot, as `platform:id`; nobody by default. */
  readonly adminIds?: readonly string[];
  /** By default no words are minded. */
  readonly words?: WordPolicy | undefined;
  /** IANA name of the zone in which budgets renew. */
  readonly timeZone: string;
  readonly storage: Storage;
  /** Where other processes work with the same storage. */
  readonly attention?: Attention | undefined;
  /** Whether it carries out what people asked for; otherwise it accepts, and leaves that to other processes. */
  readonly works?: boolean | undefined;
  readonly pictures: PictureStore;
  readonly model: ImageModel;
  readonly catalog: ModelCatalog;
  /** How long a wish takes; by default the catalogue's word. */
  readonly expectedTime?: ((wish: Wish) => ExpectedTime | undefined) | undefined;
  readonly couriers: ReadonlyMap<string, Courier>;
  readonly intake: ReferenceIntake;
  readonly events: GenerationEvents;
  /** Told when painting stops or goes on for want of funds or a valid key. */
  readonly onProviderChange?: (change: ProviderChange) => void;
  /** Told what became of each place's announcement. */
  readonly onNoticeOver?: ((end: NoticeEnd) => void) | undefined;
  /** By default pictures are kept for ever. */
  readonly retention?: RetentionLimits | undefined;
  readonly log: Log;
  /** Whether the log says what people ask for; otherwise no word of theirs is in it. */
  readonly logsPrompts?: boolean;
  readonly now: () => number;
  readonly createId?: () => string;
  readonly leaseTimes?: Partial<LeaseTimes>;
  /** How long to wait before each further try to store an outcome. */
  readonly storingPausesMs?: readonly number[];
}

export interface Core {
  readonly generations: GenerationService;
  readonly gallery: Gallery;
  readonly settings: Settings;
  readonly spending: Spending;
  readonly linking: Linking;
  readonly budgets: Budgets;
  readonly rules: HouseRules;
  readonly bans: Bans;
  readonly privacy: Privacy;
  readonly usageReports: UsageReports;
  readonly reports: Reports;
  readonly auditLog: AuditLog;
  readonly announcements: Announcements;
  /** Why nothing is painted at the moment, beside what the rules say. */
  readonly providerPause: () => PauseReason | undefined;
  /** Takes up what is unfinished, and claims what waits from when `mayClaim` resolves: at once by default. */
  start(mayClaim?: Promise<void>): Promise<void>;
  /** Refuses new requests, gives what runs `graceMs` to end, and leaves the rest for the next start. */
  stop(graceMs: number): Promise<void>;
}

/** When a run counts as dead or hung, so that another goes on with its generation. */
const defaultLeaseTimes: LeaseTimes = { lengthMs: 60_000, storingMs: 2 * 60_000 };

/** Some twenty seconds in all. */
const defaultStoringPausesMs = [100, 1_000, 5_000, 15_000];

/** How often what a fault left behind is looked for, and how old it must be: its first answer is long over then. */
const patrolMs = 10_000;

/** What pictures cost is known at once where they are painted; a process that only accepts looks it up. */
const learnAgainMs = 10 * 60_000;
const leftAfterMs = 30_000;

/** However many people come, pictures get on. */
const longestGiveWayMs = 1_000;

/** An upload that is cut off is sent again at the next start; one that needs a moment more should have it. */
const shortestUploadGraceMs = 5_000;

/** Wires the core: everything between a command and the ports. */
export function createCore(options: CoreOptions): Core {
  const { attention, limits, storage, pictures, model, couriers, events, log, now, works = true } = options;
  // Another process may have the platforms that this one has not.
  const platforms = attention && [...couriers.keys()];
  const leaseTimes = { ...defaultLeaseTimes, ...options.leaseTimes };
  const calendar = new Calendar(options.timeZone);
  const costs = new ModelCosts({ storage, catalog: options.catalog, now, log });
  const { expectedTime = (wish: Wish) => promisedTime(wish, options.catalog) } = options;
  const delivery: Delivery = new Delivery({
    storage,
    platforms,
    pictures,
    couriers,
    events,
    now,
    log,
    settledFirstAnswer: (generationId) => firstAnswers.settledFor(generationId),
  });
  const cannotPaint = () => pause.isPaused || model.isLeftAlone;
  const handPause: HandPause = new HandPause({ storage, log, onChange: () => wakeQueue() });
  const isPausedByHand = () => handPause.isPaused;
  let isHeldBack = false;
  const wakeDelivery = () => delivery.wake();
  const queue = new LocalQueue({
    storage,
    platforms,
    maxRunning: limits.maxRunning,
    maxRunningPerUser: limits.maxRunningPerUser,
    isPaused: () => isHeldBack || cannotPaint() || handPause.isPaused,
    callDeadlineMs: (generation) => callDeadlineMs(generation, expectedTime),
    leaseLengthMs: leaseTimes.lengthMs,
    events,
    wakeDelivery,
    now,
    log,
  });
  const wakeQueue = () => queue.wake();
  const preparation = new Preparation({
    letFirstAnswersPass: () =>
      Promise.race([firstAnswers.settled(), delay(longestGiveWayMs, undefined, { ref: false })]),
    storage,
    platforms,
    pictures,
    intake: options.intake,
    events,
    wakeQueue,
    wakeDelivery,
    now,
    log,
  });
  const progress = new ProgressWatch({
    storage,
    pictures,
    couriers,
    isPaused: cannotPaint,
    isPausedByHand,
    log,
  });
  const firstAnswers = new FirstAnswers({
    onPlaceTold: (generationId, ahead) => progress.told(generationId, ahead),
    storage,
    pictures,
    couriers,
    events,
    wakeQueue,
    beginPreparing: (generation) => preparation.begin(generation),
    now,
    log,
  });
  const pause = new ProviderPause({
    model,
    log,
    shared: attention && new SharedPause({ storage, now }),
    onChange: (change) => {
      options.onProviderChange?.(change);
      wakeQueue();
    },
  });
  const worker = new GenerationWorker({
    storage,
    model,
    pictures,
    costs,
    leaseTimes,
    storingPausesMs: options.storingPausesMs ?? defaultStoringPausesMs,
    events,
    onFailure: (failure) => pause.notice(failure),
    showProgress: (generation) => progress.show(generation),
    wakeDelivery,
    now,
    log,
  });
  const generations = new StoredGenerationService({
    storage,
    catalog: options.catalog,
    limits,
    allowed: options.allowed,
    calendar,
    costs,
    words: options.words ?? noWordPolicy,
    firstAnswers,
    events,
    notePrompt: options.logsPrompts ? (generation) => notePrompt(generation, log) : undefined,
    isPaused: cannotPaint,
    isPausedByHand,
    expectedTime,
    breakOffPreparing: (generationId) => preparation.breakOff(generationId),
    wakeDelivery,
    now,
    createId: options.createId ?? randomUUID,
  });

  const retention = new RetentionSweep({
    limits: options.retention ?? { maxAgeMs: undefined, maxBytes: undefined },
    storage,
    pictures,
    events,
    now,
    log,
  });

  const settings = new StoredSettings({ storage, now });
  const settingsChanged = (personId: string) => settings.forget(personId);
  const breakOffPreparing = (generationId: string) => preparation.breakOff(generationId);
  const privacy = new StoredPrivacy({
    storage,
    pictures,
    calendar,
    standard: limits.budgets,
    picturesKeptMs: options.retention?.maxAgeMs,
    events,
    settingsChanged,
    breakOffPreparing,
    wakeDelivery,
    log,
    now,
  });
  const noticeDelivery = new NoticeDelivery({ storage, couriers, log, onOver: options.onNoticeOver, now });

  const { adminIds = [] } = options;
  const endedUnpaid = (generationId: string) => {
    preparation.breakOff(generationId);
    const nothing = { providerMs: undefined, costMicros: 0 };
    events.emit({ name: 'generation-failed', code: 'banned', generationId, ...nothing });
    wakeDelivery();
  };
  const bans = new StoredBans({ storage, adminIds, endedUnpaid, now });
  const reportDelivery = new ReportDelivery({ storage, pictures, couriers, adminIds, now, log });

  let patrol: NodeJS.Timeout | undefined;
  let learning: NodeJS.Timeout | undefined;
  /** The queue and the delivery look after theirs; this looks after what a fault of the database left before them. */
  const takeUpWhatWasLeft = async () => {
    try {
      await firstAnswers.resume(leftAfterMs);
      await preparation.resume();
    } catch (error) {
      log.error({ error }, 'looking for what was left behind failed');
    }
  };

  const startWork = async () => {
    await queue.start((generation, signal) => worker.run(generation, signal));
    progress.start();
    if (attention === undefined) retention.start();
    else await attention.start({ lookAtLine: wakeQueue, sweep: () => retention.sweep() });
  };

  return {
    generations,
    gallery: new StoredGallery({ storage, pictures, now }),
    settings,
    spending: new LedgerSpending({
      storage,
      standard: limits.budgets,
      calendar,
      cheapestMicros: cheapestPicture(options.catalog),
      now,
    }),
    privacy,
    usageReports: new LedgerUsageReports({ storage, calendar, now }),
    budgets: new StoredBudgets({ storage, calendar, now }),
    rules: new StoredHouseRules({ storage, now, onBotChange: () => handPause.look() }),
    bans,
    auditLog: new StoredAuditLog({ storage }),
    announcements: createAnnouncements({ storage, now }),
    providerPause: () => pause.reason,
    reports: new StoredReports({
      storage,
      pictures,
      adminIds,
      endedUnpaid,
      wakeDelivery: () => reportDelivery.wake(),
      now,
    }),
    linking: new StoredLinking({
      storage,
      calendar,
      standard: limits.budgets,
      settingsChanged,
      log,
      now,
    }),
    async start(mayClaim) {
      isHeldBack = mayClaim !== undefined;
      void mayClaim?.then(() => {
        isHeldBack = false;
        wakeQueue();
      });
      await costs.learn();
      await Promise.all([handPause.start(), pause.start()]);
      delivery.start();
      await firstAnswers.resume(0);
      await preparation.resume();
      if (works) await startWork();
      privacy.start();
      reportDelivery.start();
      noticeDelivery.start();
      patrol ??= setInterval(() => void takeUpWhatWasLeft(), patrolMs);
      if (attention !== undefined) learning ??= setInterval(() => void costs.learn(), learnAgainMs);
    },
    async stop(graceMs) {
      const endsAtMs = now() + graceMs;
      clearInterval(patrol);
      clearInterval(learning);
      await progress.stop();
      await Promise.all([retention.stop(), attention?.stop(), handPause.stop(), noticeDelivery.stop()]);
      await privacy.stop();
      await reportDelivery.stop();
      generations.close();
      await pause.stop();
      await Promise.all([queue.stop(graceMs), firstAnswers.stop(graceMs)]);
      await preparation.stop();
      await delivery.stop(Math.max(endsAtMs - now(), shortestUploadGraceMs));
    },
  };
}

/** The only line of the log that holds what people ask for, and only where the operator wants it. */
function notePrompt({ id, personId, placeId, wish }: Generation, log: Log): void {
  log.info({ generationId: id, personId, placeId, prompt: wish.prompt }, 'a request was accepted');
}
