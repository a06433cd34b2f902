import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Attention } from '../../../src/core/attention.ts';
import { createModelCatalog } from '../../../src/core/create-model-catalog.ts';
import type { GenerationEvent } from '../../../src/core/generation-events.ts';
import { GenerationEvents } from '../../../src/core/generation-events.ts';
import type { GenerationRequest } from '../../../src/core/generation-request.ts';
import type { LeaseTimes } from '../../../src/core/lease.ts';
import type { Limits } from '../../../src/core/limits/admission.ts';
import type { LogFields } from '../../../src/core/log.ts';
import type { WordPolicy } from '../../../src/core/moderation/word-policy.ts';
import { MemoryPictureStore } from '../../../src/core/pictures/memory-picture-store.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import type { Core } from '../../../src/create-core.ts';
import { createCore } from '../../../src/create-core.ts';
import { budgetsWith } from './budgets-with.ts';
import { ControlledIntake } from './controlled-intake.ts';
import { ControlledModel } from './controlled-model.ts';
import { RecordingCourier } from './recording-courier.ts';
import { wishFor } from './wishes.ts';

export const generousLimits: Limits = {
  maxRunningPerUser: 2,
  maxQueuedPerUser: 5,
  maxRunning: 4,
  maxWaitMs: 3_600_000,
  budgets: budgetsWith(),
};

/** A cent for each thing that is no painting. */
const pricedTools = {
  upscale: { priceDollars: 0.01 },
  cutout: { priceDollars: 0.01 },
  describe: { priceDollars: 0.01 },
  enhance: { priceDollars: 0.01 },
} as const;

/** FLUX.1 [schnell], which is fast, at a tenth of a cent. */
const drafting = { air: 'runware:100@1', priceDollars: 0.001, checksContent: true };

export interface CoreUnderTest {
  readonly core: Core;
  readonly storage: Storage;
  readonly model: ControlledModel;
  readonly courier: RecordingCourier;
  readonly pictures: MemoryPictureStore;
  readonly intake: ControlledIntake;
  readonly events: readonly GenerationEvent[];
  readonly log: readonly { level: string; message: string; fields: LogFields }[];
  readonly clock: { nowMs: number };
  /** A request by a person, with a source key of its own. */
  ask(personId: string, change?: Partial<GenerationRequest>): ReturnType<Core['generations']['request']>;
  /** Resolves when nothing moves any more without the test's doing. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface CoreUnderTestOptions {
  readonly limits?: Partial<Limits>;
  readonly allowed?: 'everyone' | readonly string[];
  readonly adminIds?: readonly string[];
  readonly words?: WordPolicy;
  readonly storage?: Storage;
  /** Where other processes work with the same storage. */
  readonly attention?: Attention | undefined;
  readonly works?: boolean;
  readonly courier?: RecordingCourier;
  readonly pictures?: MemoryPictureStore;
  /** Puts a model on offer that paints drafts. */
  readonly drafts?: boolean;
  /** Signs of life go by the real clock, a third of a lease's length apart: by default none comes during a test. */
  readonly leaseTimes?: Partial<LeaseTimes>;
  readonly storingPausesMs?: readonly number[];
  readonly onEvent?: (event: GenerationEvent) => void;
}

/** The real core over an in-memory database, with a backend and a courier in the test's hand. */
export async function createCoreUnderTest(options: CoreUnderTestOptions = {}): Promise<CoreUnderTest> {
  const storage = options.storage ?? (await openSqliteStorage(':memory:'));
  const model = new ControlledModel();
  const courier = options.courier ?? new RecordingCourier();
  const pictures = options.pictures ?? new MemoryPictureStore();
  const intake = new ControlledIntake();
  const clock = { nowMs: Date.UTC(2026, 10, 22, 12) };
  const lines: { level: string; message: string; fields: LogFields }[] = [];
  const write = (level: string) => (fields: LogFields, message: string) =>
    void lines.push({ level, message, fields });
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const events = new GenerationEvents(log);
  const seen: GenerationEvent[] = [];
  let activity = 0;
  events.listen((event) => {
    activity += 1;
    seen.push(event);
    options.onEvent?.(event);
  });
  const core = createCore({
    limits: { ...generousLimits, ...options.limits },
    allowed: options.allowed ?? 'everyone',
    adminIds: options.adminIds ?? [],
    words: options.words,
    timeZone: 'UTC',
    storage,
    attention: options.attention,
    works: options.works,
    pictures,
    model,
    catalog: createModelCatalog({
      modelsFile: { tools: pricedTools, ...(options.drafts ? { models: [drafting] } : {}) },
    }),
    couriers: new Map([['test', courier]]),
    intake,
    events,
    log,
    now: () => clock.nowMs,
    ...(options.leaseTimes === undefined ? {} : { leaseTimes: options.leaseTimes }),
    ...(options.storingPausesMs === undefined ? {} : { storingPausesMs: options.storingPausesMs }),
  });
  let asked = 0;
  // Several processes may ask for things in one database.
  const source = options.attention === undefined ? 'test' : randomUUID();

  return {
    core,
    storage,
    model,
    courier,
    pictures,
    intake,
    events: seen,
    log: lines,
    clock,
    ask(personId, change = {}) {
      asked += 1;
      return core.generations.request({
        sourceKey: `${source}:${asked}`,
        origin: undefined,
        personId,
        placeId: 'test:place',
        isPrivateChat: false,
        language: 'en',
        isPrivate: false,
        address: { platform: 'test', isDurable: false },
        wish: wishFor(),
        ...change,
      });
    },
    async settled() {
      // Everything here is promises over a synchronous database: when many turns of the event loop bring no event,
      // no call and no message, nothing is left to happen.
      for (let quiet = 0; quiet < 12; quiet += 1) {
        const before =
          activity +
          model.open.size +
          model.overtaken.size +
          intake.waiting.length +
          courier.delivered.length +
          courier.acknowledged.length;
        await storage.transaction(async () => {});
        await nextTurn();
        const after =
          activity +
          model.open.size +
          model.overtaken.size +
          intake.waiting.length +
          courier.delivered.length +
          courier.acknowledged.length;
        if (after !== before) quiet = 0;
      }
    },
    async close() {
      await core.stop(0);
      await storage.close();
    },
  };
}
