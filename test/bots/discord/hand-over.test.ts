import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HandOver } from '../../../src/bots/discord/hand-over.ts';
import { IdentifyTurns } from '../../../src/bots/discord/identify-turns.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { silentLog } from '../../support/silent-log.ts';

let storage: Storage;
let nowMs: number;
const now = () => nowMs;

beforeEach(async () => {
  nowMs = 1_000_000;
  storage = await openSqliteStorage(':memory:');
});
afterEach(() => storage.close());

function side(): HandOver {
  return new HandOver({ storage, place: 'the gateway', now, log: silentLog, lookAgainMs: 1 });
}

describe('a place at Discord', () => {
  test('is left only when another process listens in it', async () => {
    const [old, young] = [side(), side()];
    await old.listens();
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
    await young.listens();
    await relieving;
    expect(steps).toEqual(['left the post', 'relieved']);
  });

  test('is left at once where nobody waits, also when somebody did long ago', async () => {
    const [old, young] = [side(), side()];
    await young.waits();
    await old.listens();
    nowMs += 20_000;
    await old.relieve(async () => {});
    expect(await old.claims('1')).toBe(true);
  });

  test('is left in the end when whoever waits does not come', async () => {
    const [old, young] = [side(), side()];
    await old.listens();
    await young.waits();
    await old.relieve(async () => {
      nowMs += 10_000;
    });
    expect(await old.claims('1')).toBe(true);
  });

  test('is not mistaken for free by those who come after', async () => {
    const [old, young, third] = [side(), side(), side()];
    await old.listens();
    await young.waits();
    await young.listens();
    await third.waits();
    await young.relieve(() => third.listens());
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
