import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { callDeadlineMs } from './core/call-deadline.ts';
import { Delivery } from './core/delivery.ts';
import { FirstAnswers } from './core/first-answers.ts';
import type { Generation } from './core/generation.ts';
import { StoredGenerationService } from './core/generation-service.ts';
import { GenerationWorker } from './core/generation-worker.ts';
import type { LeaseTimes } from './core/lease.ts';
import type { Calendar } from './core/limits/calendar.ts';
import type { Log } from './core/log.ts';
import { ModelCosts } from './core/model-costs.ts';
import { promisedTime } from './core/model-timings.ts';
import { noWordPolicy } from './core/moderation/word-policy.ts';
import { Preparation } from './core/preparation.ts';
import { ProgressWatch } from './core/progress-watch.ts';
import { ProviderPause } from './core/provider-pause.ts';
import { LocalQueue } from './core/queue/local-queue.ts';
import { HandPause } from './core/rules/hand-pause.ts';
import { SharedPause } from './core/shared-pause.ts';
import type { Wish } from './core/wish.ts';
import type { CoreOptions } from './core-options.ts';

/**
 * When a run counts as dead or hung, so that another goes on with its generation: soon enough for that one to send again
 * what never arrived, which it may within a minute of the first time (`RunwareLimits.resendWindowMs`).
 */
const defaultLeaseTimes: LeaseTimes = { lengthMs: 40_000, storingMs: 2 * 60_000 };

/** Some twenty seconds in all. */
const defaultStoringPausesMs = [100, 1_000, 5_000, 15_000];

/** However many people come, pictures get on. */
const longestGiveWayMs = 1_000;

/** An upload that is cut off is sent again at the next start; one that needs a moment more should have it. */
const shortestUploadGraceMs = 5_000;

/** What a request passes through from its acceptance to its answer. */
export type Pipeline = ReturnType<typeof createPipeline>;

/** Puts it together. Each part wakes the next one, some of them one that is made after them. */
export function createPipeline(options: CoreOptions, calendar: Calendar) {
  const { attention, catalog, couriers, events, limits, log, model, now, pictures, storage } = options;
  // Another process may have the platforms that this one has not.
  const platforms = attention && [...couriers.keys()];
  const leaseTimes = { ...defaultLeaseTimes, ...options.leaseTimes };
  const { expectedTime = (wish: Wish) => promisedTime(wish, catalog) } = options;
  const ports = { storage, pictures, couriers, events, now, log };
  const isPaused = () => pause.isPaused || model.isLeftAlone;
  const isPausedByHand = () => handPause.isPaused;
  const wakeDelivery = () => delivery.wake();
  const wakeQueue = () => queue.wake();
  let isHeldBack = false;

  const costs = new ModelCosts({ storage, catalog, now, log });
  const handPause = new HandPause({ storage, log, onChange: wakeQueue });
  const pause = new ProviderPause({
    model,
    log,
    shared: attention && new SharedPause({ storage, now }),
    onChange: (change) => {
      options.onProviderChange?.(change);
      wakeQueue();
    },
  });
  const delivery: Delivery = new Delivery({
    ...ports,
    platforms,
    settledFirstAnswer: (generationId) => firstAnswers.settledFor(generationId),
  });
  const queue: LocalQueue = new LocalQueue({
    ...ports,
    platforms,
    maxRunning: limits.maxRunning,
    maxRunningPerUser: limits.maxRunningPerUser,
    isPaused: () => isHeldBack || isPaused() || handPause.isPaused,
    callDeadlineMs: (generation) => callDeadlineMs(generation, expectedTime),
    leaseLengthMs: leaseTimes.lengthMs,
    wakeDelivery,
  });
  const preparation = new Preparation({
    ...ports,
    platforms,
    intake: options.intake,
    letFirstAnswersPass: () =>
      Promise.race([firstAnswers.settled(), delay(longestGiveWayMs, undefined, { ref: false })]),
    wakeQueue,
    wakeDelivery,
  });
  const breakOffPreparing = (generationId: string) => preparation.breakOff(generationId);
  const progress = new ProgressWatch({
    ...ports,
    isPaused,
    isPausedByHand,
    isShared: attention !== undefined,
  });
  const firstAnswers = new FirstAnswers({
    ...ports,
    onPlaceTold: (generationId, ahead) => progress.told(generationId, ahead),
    wakeQueue,
    beginPreparing: (generation) => preparation.begin(generation),
  });
  const worker = new GenerationWorker({
    ...ports,
    model,
    costs,
    leaseTimes,
    storingPausesMs: options.storingPausesMs ?? defaultStoringPausesMs,
    onFailure: (failure) => pause.notice(failure),
    showProgress: (generation) => progress.show(generation),
    wakeDelivery,
  });
  const generations = new StoredGenerationService({
    ...ports,
    catalog,
    limits,
    allowed: options.allowed,
    calendar,
    costs,
    words: options.words ?? noWordPolicy,
    firstAnswers,
    notePrompt: options.logsPrompts ? (generation) => notePrompt(generation, log) : undefined,
    isPaused,
    isPausedByHand,
    expectedTime,
    breakOffPreparing,
    wakeDelivery,
    createId: options.createId ?? randomUUID,
  });

  return {
    generations,
    handPause,
    pause,
    wakeQueue,
    wakeDelivery,
    breakOffPreparing,
    learnCosts: () => costs.learn(),
    /** Claims nothing until this resolves. */
    holdBackUntil(mayClaim: Promise<void>): void {
      isHeldBack = true;
      void mayClaim.then(() => {
        isHeldBack = false;
        wakeQueue();
      });
    },
    /** Takes up what was begun and is not waiting yet. @param ageMs how long ago it was accepted at least */
    async resume(ageMs: number): Promise<void> {
      await firstAnswers.resume(ageMs);
      await preparation.resume();
    },
    /** Sends what is owed. */
    async startAnswering(): Promise<void> {
      await costs.learn();
      await Promise.all([handPause.start(), pause.start()]);
      delivery.start();
    },
    /** Carries out what waits. */
    async startWorking(): Promise<void> {
      await queue.start((generation, signal) => worker.run(generation, signal));
      progress.start();
    },
    stopTelling: () => progress.stop(),
    /** Refuses new requests, gives what runs until `endsAtMs`, and leaves the rest for the next start. */
    async stop(endsAtMs: number): Promise<void> {
      const graceMs = Math.max(endsAtMs - now(), 0);
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
