import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expireOverdue } from '../src/core/expiry.ts';
import type { Generation } from '../src/core/generation.ts';
import { start } from '../src/core/generation.ts';
import { takeOverLapsed } from '../src/core/lapsed-runs.ts';
import { openPostgresStorage, openSqliteStorage } from '../src/core/storage/open-storage.ts';
import type { Storage } from '../src/core/storage/storage.ts';
import { startPostgresServer } from '../test/postgres/postgres-server.ts';
import type { Measurement, Row } from './measurement.ts';
import { percentile } from './percentile.ts';

const waitingCounts = [100, 10_000, 100_000];
const requestsPerPerson = 5;
const rounds = 300;

/** What one claim costs, however many wait. */
export const claims: Measurement = {
  name: 'claims',
  about:
    'One claim, durable on this disk, in a SQLite file and on a PostgreSQL server: end what is overdue, count what runs, ' +
    'find whose turn it is, start the generation, move its person to the end of the line. Five requests a person wait.',
  run: async () => {
    const rows: Row[] = [];
    for (const waiting of waitingCounts) rows.push(await measureOnSqlite(waiting));
    for (const waiting of waitingCounts) rows.push(await measureOnPostgres(waiting));
    return rows;
  },
};

async function measureOnSqlite(waiting: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const storage = await openSqliteStorage(join(folder, 'easel.sqlite'));
  try {
    return { on: 'SQLite', ...(await measure(storage, waiting)) };
  } finally {
    await storage.close();
    await rm(folder, { recursive: true });
  }
}

async function measureOnPostgres(waiting: number): Promise<Row> {
  const server = await startPostgresServer({ isDurable: true });
  const storage = await openPostgresStorage(server.url);
  try {
    return { on: 'PostgreSQL', ...(await measure(storage, waiting)) };
  } finally {
    await storage.close();
    await server.stop();
  }
}

async function measure(storage: Storage, waiting: number): Promise<Row> {
  await fill(storage, waiting);
  const took: number[] = [];
  for (let round = 0; round < Math.min(rounds, waiting); round += 1) {
    const startedAtMs = performance.now();
    await claim(storage);
    took.push(performance.now() - startedAtMs);
  }
  const rounded = (share: number) => Number(percentile(took, share).toFixed(2));
  return { waiting, claims: took.length, 'p50 ms': rounded(0.5), 'p99 ms': rounded(0.99) };
}

async function fill(storage: Storage, waiting: number): Promise<void> {
  const batch = 1_000;
  for (let first = 0; first < waiting; first += batch) {
    await storage.transaction(async ({ generations, line }) => {
      for (let index = first; index < Math.min(first + batch, waiting); index += 1) {
        const generation = waitingGeneration(index);
        await generations.insert(generation);
        await line.join(generation.accountId);
      }
    });
  }
}

function claim(storage: Storage): Promise<void> {
  const nowMs = Date.now();
  return storage.transaction(async (transaction) => {
    const { generations, line } = transaction;
    const claim = { deadlineAtMs: nowMs + 60_000, leaseUntilMs: nowMs + 60_000 };
    await takeOverLapsed(transaction, { ...claim, nowMs, deadlineAtMs: () => claim.deadlineAtMs });
    await expireOverdue(transaction, nowMs);
    await generations.load(undefined);
    const next = await line.next({ maxRunningPerUser: 2 });
    if (next === undefined) throw new Error('Expected a generation that waits');
    // Ends at once, so that people do not reach their limit of running ones.
    const started = start(next, { ...claim, nowMs });
    await generations.save({ ...started, holdsSlot: false, state: 'failed' });
    await line.served(next.accountId);
  });
}

function waitingGeneration(index: number): Generation {
  const nowMs = Date.now();
  const personId = `bench:${Math.floor(index / requestsPerPerson)}`;
  return {
    id: crypto.randomUUID(),
    sourceKey: `bench:${index}`,
    personId,
    accountId: personId,
    placeId: 'bench:place',
    language: 'en',
    origin: undefined,
    draftOf: undefined,
    isPrivate: false,
    isSpoiler: false,
    wish: {
      verb: 'paint',
      prompt: 'a lighthouse at dawn, in the style of an old postcard',
      model: 'google:4@1',
      count: 1,
      aspect: undefined,
      size: undefined,
      seed: undefined,
      format: 'jpeg',
      references: [],
      dropped: [],
    },
    address: { platform: 'bench', isDurable: true },
    state: 'waiting',
    acceptedAtMs: nowMs,
    expiresAtMs: nowMs + 3_600_000,
    startedAtMs: undefined,
    firstSentAtMs: undefined,
    deadlineAtMs: undefined,
    endedAtMs: undefined,
    answeredAtMs: undefined,
    removedAtMs: undefined,
    holdsSlot: false,
    attempt: 0,
    leaseUntilMs: undefined,
    budgetDay: '2026-11-22',
    reservedMicros: 39_000,
    costMicros: undefined,
    failure: undefined,
    missingPictures: 0,
    texts: [],
    deliveryAttempts: 0,
    deliveryRejections: 0,
    nextDeliveryAtMs: undefined,
  };
}
