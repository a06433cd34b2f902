import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FairPool } from '../../src/core/fair-pool.ts';

interface Job {
  readonly owner: string;
  end(): void;
}

/** A pool whose work ends when the test says so. */
function openPool(limits: { concurrency: number; perOwner: number }) {
  const pool = new FairPool(limits);
  const running: Job[] = [];
  const started: string[] = [];
  const add = (owner: string, name = owner) =>
    pool.add(owner, () => {
      started.push(name);
      const { promise, resolve } = Promise.withResolvers<void>();
      const job = { owner, end: resolve };
      running.push(job);
      return promise.finally(() => running.splice(running.indexOf(job), 1));
    });
  return { pool, add, running, started };
}

test('one owner cannot fill the pool', () => {
  const { add, started } = openPool({ concurrency: 3, perOwner: 2 });
  for (const name of ['a1', 'a2', 'a3']) add('a', name);
  add('b', 'b1');
  expect(started).toEqual(['a1', 'a2', 'b1']);
});

test('whatever comes and ends, the bounds hold and everything gets its turn in the order of its owner', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'b', 'c', 'end'), { maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      async (happenings, concurrency) => {
        const { add, pool, running, started } = openPool({ concurrency, perOwner: 2 });
        const asked: string[] = [];
        const endOne = async () => {
          running[0]?.end();
          for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
          expect(running.length).toBeLessThanOrEqual(concurrency);
          for (const owner of ['a', 'b', 'c']) {
            expect(running.filter((job) => job.owner === owner).length).toBeLessThanOrEqual(2);
          }
        };
        for (const [index, happening] of happenings.entries()) {
          if (happening === 'end') await endOne();
          else {
            asked.push(`${happening}${index}`);
            add(happening, `${happening}${index}`);
          }
        }
        while (running.length > 0) await endOne();
        await pool.stop();
        for (const owner of ['a', 'b', 'c']) {
          const of = (names: readonly string[]) => names.filter((name) => name.startsWith(owner));
          expect(of(started)).toEqual(of(asked));
        }
      },
    ),
  );
});

test('a stop forgets what has not begun', async () => {
  const { add, pool, running, started } = openPool({ concurrency: 1, perOwner: 1 });
  add('a', 'a1');
  add('b', 'b1');
  const stopped = pool.stop();
  running[0]?.end();
  await stopped;
  expect(started).toEqual(['a1']);
});
