import type { Budgets } from './core/budgets.ts';
import type { Gallery } from './core/gallery.ts';
import type { GenerationService } from './core/generation-service.ts';
import { Calendar } from './core/limits/calendar.ts';
import type { Linking } from './core/linking.ts';
import type { Reports } from './core/moderation/reports.ts';
import type { PauseReason } from './core/pause-reason.ts';
import type { Privacy } from './core/privacy.ts';
import { RetentionSweep } from './core/retention-sweep.ts';
import type { Announcements } from './core/rules/announcements.ts';
import type { AuditLog } from './core/rules/audit-log.ts';
import type { Bans } from './core/rules/bans.ts';
import type { HouseRules } from './core/rules/house-rules.ts';
import type { Settings } from './core/settings.ts';
import type { Spending } from './core/spending.ts';
import type { UsageReports } from './core/usage-report.ts';
import type { CoreOptions } from './core-options.ts';
import { createPipeline } from './create-pipeline.ts';
import { createServices } from './create-services.ts';

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

/** How often what a fault left behind is looked for, and how old it must be: its first answer is long over then. */
const patrolMs = 10_000;
const leftAfterMs = 30_000;

/** What pictures cost is known at once where they are painted; a process that only accepts looks it up. */
const learnAgainMs = 10 * 60_000;

/** Wires the core: everything between a command and the ports. */
export function createCore(options: CoreOptions): Core {
  const { attention, events, log, now, pictures, storage, works = true } = options;
  const calendar = new Calendar(options.timeZone);
  const pipeline = createPipeline(options, calendar);
  const {
    start: startServices,
    stop: stopServices,
    ...services
  } = createServices({
    ...options,
    calendar,
    pipeline,
  });
  const limits = options.retention ?? { maxAgeMs: undefined, maxBytes: undefined };
  const retention = new RetentionSweep({ limits, storage, pictures, events, now, log });

  let patrol: NodeJS.Timeout | undefined;
  let learning: NodeJS.Timeout | undefined;
  /** The queue and the delivery look after theirs; this looks after what a fault of the database left before them. */
  const takeUpWhatWasLeft = async () => {
    try {
      await pipeline.resume(leftAfterMs);
    } catch (error) {
      log.error({ error }, 'looking for what was left behind failed');
    }
  };
  const startWork = async () => {
    await pipeline.startWorking();
    if (attention === undefined) retention.start();
    else await attention.start({ lookAtLine: pipeline.wakeQueue, sweep: () => retention.sweep() });
  };

  return {
    ...services,
    generations: pipeline.generations,
    providerPause: () => pipeline.pause.reason,
    async start(mayClaim) {
      if (mayClaim !== undefined) pipeline.holdBackUntil(mayClaim);
      await pipeline.startAnswering();
      await pipeline.resume(0);
      if (works) await startWork();
      startServices();
      patrol ??= setInterval(() => void takeUpWhatWasLeft(), patrolMs);
      if (attention !== undefined) learning ??= setInterval(() => void pipeline.learnCosts(), learnAgainMs);
    },
    async stop(graceMs) {
      const endsAtMs = now() + graceMs;
      clearInterval(patrol);
      clearInterval(learning);
      await pipeline.stopTelling();
      await Promise.all([retention.stop(), attention?.stop(), pipeline.handPause.stop(), stopServices()]);
      await pipeline.stop(endsAtMs);
    },
  };
}
