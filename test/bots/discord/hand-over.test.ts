import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HandOver } from '../../../src/bots/discord/hand-over.ts';
import { IdentifyTurns } from '../../../src/bots/discord/identify-turns.ts';
import type { KyselyStorage } from '../../../src/core/storage/kysely-storage.ts';
import { openPostgresStorage, openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import type { PostgresDatabase } from '../../postgres/postgres-database.ts';
import { createFurnishedDatabase } from '../../postgres/postgres-database.ts';
import { silentLog } from '../../support/silent-log.ts';

let storage: Storage;
let nowMs: number;
const now = () => nowMs;

beforeEach(async () => {
  nowMs = 1_000_000;
  storage = await openSqliteStorage(':memory:');
});
afterEach(() => storage.close());

function side(pause = soon): HandOver {
  return new HandOver({ storage, place: 'the gateway', now, log: silentLog, pause });
}

async function soon(_ms: number): Promise<void> {
  await setImmediate();
}

/** Whoever would wait for another process has waited. */
async function letTimePass(ms: number): Promise<void> {
  nowMs += ms;
}

describe('a place at Discord', () => {
  test('is left only when another process listens in it', async () => {
    const [old, young] = [side(), side()];
    await old.listens(0);
    await young.waits();
    const steps: string[] = [];
    const left = Promise.withResolvers<void>();
    const relieving = old
      .relieve(async () => {
        steps.push('left the post');
        left.resolve();
      })
      .then(() => steps.push('relieved'));
    await left.promise;
    await old.claims('1');
    expect(steps).toEqual(['left the post']);
    await young.listens(0);
    await relieving;
    expect(steps).toEqual(['left the post', 'relieved']);
  });

  test('is left at once where nobody waits, also when somebody did long ago', async () => {
    const [old, young] = [side(), side()];
    await young.waits();
    await old.listens(0);
    nowMs += 20_000;
    await old.relieve(async () => {});
    expect(await old.claims('1')).toBe(true);
  });

  test('is still waited for by a third one once the second has come', async () => {
    const [young, third] = [side(letTimePass), side()];
    await third.waits();
    await young.waits();
    await young.listens(0);
    const beganAtMs = nowMs;
    await young.relieve(async () => {});
    expect(nowMs).toBe(beganAtMs + 10_000);
  });

  test('of another shard is waited for by others', async () => {
    const old = side(letTimePass);
    const place = 'the gateway 1 of 2';
    await new HandOver({ storage, place, now, log: silentLog }).waits();
    await old.listens(0);
    const beganAtMs = nowMs;
    await old.relieve(async () => {});
    expect(nowMs).toBe(beganAtMs);
  });

  test.for([
    [0, 10_000],
    [8_000, 16_000],
    [60_000, 120_000],
    [122_000, 140_000],
  ] as const)('that took %i ms to take is kept for %i ms', async ([tookMs, keptMs]) => {
    const [old, young] = [side(letTimePass), side()];
    await old.listens(tookMs);
    await young.waits();
    const beganAtMs = nowMs;
    await old.relieve(async () => {});
    expect(nowMs).toBe(beganAtMs + keptMs);
  });

  test('is left in the end when whoever waits does not come', async () => {
    const [old, young] = [side(), side()];
    await old.listens(0);
    await young.waits();
    await old.relieve(async () => {
      nowMs += 10_000;
    });
    expect(await old.claims('1')).toBe(true);
  });

  test('is not mistaken for free by those who come after', async () => {
    const [old, young, third] = [side(), side(), side()];
    await old.listens(0);
    await young.waits();
    await young.listens(0);
    await third.waits();
    await young.relieve(() => third.listens(0));
    expect(await young.claims('1')).toBe(true);
  });

  test('is answered for twice rather than never, and left all the same, without a database', async () => {
    const old = side();
    const broken = await openSqliteStorage(':memory:');
    await broken.close();
    const lost = new HandOver({ storage: broken, place: 'the gateway', now, log: silentLog });
    let hasLeft = false;
    await lost.relieve(async () => {
      hasLeft = true;
    });
    expect([hasLeft, await lost.claims('1'), await old.claims('1')]).toEqual([true, true, true]);
  });

  test('brings everything to one of two alone', async () => {
    const [old, young] = [side(), side()];
    const claims = await Promise.all(
      ['1', '2', '3'].flatMap((id) => [old, young].map(async (one) => [id, await one.claims(id)] as const)),
    );
    expect(claims.filter(([, isTheirs]) => isTheirs).map(([id]) => id)).toEqual(['1', '2', '3']);
  });
});

describe('a place that two processes may have', () => {
  const { signal } = new AbortController();
  let database: PostgresDatabase;
  let here: KyselyStorage;
  let there: KyselyStorage;
  let marked: number;

  beforeEach(async () => {
    marked = 0;
    database = await createFurnishedDatabase();
    [here, there] = await Promise.all([open('here'), open('there')]);
  });
  afterEach(async () => {
    await Promise.all([here.close(), there.close()]);
    await database.drop();
  });

  const open = (id: string) =>
    openPostgresStorage(database.url, {
      life: { id, now },
      announceWork: async () => {},
      onAnnounceFault: () => {},
    });
  const take = (own: KyselyStorage) => own.transaction(({ processes }) => processes.hold('the gateway'));
  const live = (own: KyselyStorage) => own.transaction(({ processes }) => processes.live(nowMs + 20_000));

  /** Counts how often it asks the database. */
  function sideOf(own: KyselyStorage): HandOver {
    const counting = {
      transaction: (work: Parameters<KyselyStorage['transaction']>[0]) => {
        marked += 1;
        return own.transaction(work);
      },
    } as Storage;
    const options = { place: 'the gateway', now, log: silentLog, confirmEveryMs: 1 };
    return new HandOver({ ...options, storage: counting });
  }

  /** Confirms that the place is held, once. */
  async function confirm(handOver: HandOver): Promise<boolean> {
    const once = new AbortController();
    const lost = handOver.isLost(once.signal);
    once.abort();
    return !(await lost);
  }

  test('asks nobody while it is certain to be alone', async () => {
    await live(here);
    await take(here);
    const old = sideOf(here);
    await old.listens(0);
    await confirm(old);
    // Whoever had the place before may still be connected.
    marked = 0;
    expect([await old.claims('1'), marked]).toEqual([true, 1]);
    nowMs += 15_000;
    await confirm(old);
    marked = 0;
    expect([await old.claims('2'), marked]).toEqual([true, 0]);
    // It has not been confirmed for too long.
    nowMs += 10_000;
    expect([await old.claims('3'), marked]).toEqual([true, 1]);
  });

  test('asks for everything from the moment in which it is to be left', async () => {
    await live(here);
    await take(here);
    const old = sideOf(here);
    await old.listens(0);
    nowMs += 15_000;
    await confirm(old);
    await old.relieve(() => here.transaction(({ processes }) => processes.leave('the gateway')));
    marked = 0;
    expect([await old.claims('1'), marked]).toEqual([true, 1]);
    await live(there);
    await take(there);
    const young = sideOf(there);
    await young.listens(0);
    await confirm(young);
    expect(await young.claims('1')).toBe(false);
    expect([await young.claims('2'), await old.claims('2')]).toEqual([true, false]);
  });

  test('is not answered for by a process that was taken for dead, which learns of it', async () => {
    await live(here);
    await take(here);
    const frozen = sideOf(here);
    await frozen.listens(0);
    nowMs += 15_000;
    await confirm(frozen);
    nowMs += 21_000;
    await live(there);
    expect(await take(there)).toBe(true);
    expect(await frozen.claims('1')).toBe(false);
    expect(await frozen.isLost(signal)).toBe(true);
  });

  test('is kept by a process that is not taken for dead', async () => {
    await live(here);
    await take(here);
    const handOver = sideOf(here);
    await handOver.listens(0);
    for (let steps = 0; steps < 5; steps += 1) {
      nowMs += 5_000;
      expect(await confirm(handOver)).toBe(true);
      await live(there);
      expect(await take(there)).toBe(false);
    }
  });
});

describe('turns of shards', () => {
  function turns(maxConcurrency: number) {
    const pauses: number[] = [];
    const pause = async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      pauses.push(ms);
      nowMs += ms;
    };
    return { pauses, turns: new IdentifyTurns({ storage, maxConcurrency, now, pause }) };
  }
  const { signal } = new AbortController();

  test('come five seconds after each other, in whatever process', async () => {
    const [one, other] = [turns(1), turns(1)];
    await one.turns.waitForIdentify(0, signal);
    nowMs += 1_000;
    await other.turns.waitForIdentify(1, signal);
    await one.turns.waitForIdentify(2, signal);
    expect([one.pauses, other.pauses]).toEqual([[5_000], [4_000]]);
  });

  test('come at once for as many as Discord takes together', async () => {
    const { pauses, turns: all } = turns(2);
    for (const shard of [0, 1]) await all.waitForIdentify(shard, signal);
    expect(pauses).toEqual([]);
    await all.waitForIdentify(2, signal);
    expect(pauses).toEqual([5_000]);
  });

  test('are given up with what wanted them', async () => {
    const { turns: all } = turns(1);
    await all.waitForIdentify(0, signal);
    await expect(all.waitForIdentify(1, AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  });
});
