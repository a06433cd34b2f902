import { describe, expect, test } from 'vitest';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const name = 'claiming';

export function describeLeases({ createHome }: StorageSubject): void {
  describe('process leases', () => {
    test('belong to one owner until they expire', () =>
      withStorage(createHome, async ({ leases }) => {
        expect(await leases.acquire({ name, owner: 'a', nowMs: 100, ttlMs: 50 })).toBe(true);
        expect(await leases.acquire({ name, owner: 'b', nowMs: 149, ttlMs: 50 })).toBe(false);
        expect(await leases.acquire({ name: 'other', owner: 'b', nowMs: 149, ttlMs: 50 })).toBe(true);
        expect(await leases.acquire({ name, owner: 'b', nowMs: 150, ttlMs: 50 })).toBe(true);
        expect(await leases.acquire({ name, owner: 'a', nowMs: 199, ttlMs: 50 })).toBe(false);
      }));

    test('are extended by their owner alone', () =>
      withStorage(createHome, async ({ leases }) => {
        expect(await leases.renew({ name, owner: 'a', nowMs: 100, ttlMs: 50 })).toBe(false);
        await leases.acquire({ name, owner: 'a', nowMs: 100, ttlMs: 50 });
        expect(await leases.renew({ name, owner: 'a', nowMs: 140, ttlMs: 50 })).toBe(true);
        expect(await leases.acquire({ name, owner: 'b', nowMs: 189, ttlMs: 50 })).toBe(false);
        expect(await leases.acquire({ name, owner: 'b', nowMs: 190, ttlMs: 50 })).toBe(true);
        expect(await leases.renew({ name, owner: 'a', nowMs: 191, ttlMs: 50 })).toBe(false);
      }));

    test('may be acquired again by their owner', () =>
      withStorage(createHome, async ({ leases }) => {
        await leases.acquire({ name, owner: 'a', nowMs: 100, ttlMs: 50 });
        expect(await leases.acquire({ name, owner: 'a', nowMs: 120, ttlMs: 50 })).toBe(true);
        expect(await leases.acquire({ name, owner: 'b', nowMs: 169, ttlMs: 50 })).toBe(false);
      }));

    test('are given back by their owner alone', () =>
      withStorage(createHome, async ({ leases }) => {
        await leases.acquire({ name, owner: 'a', nowMs: 100, ttlMs: 50 });
        await leases.release({ name, owner: 'b' });
        expect(await leases.acquire({ name, owner: 'b', nowMs: 101, ttlMs: 50 })).toBe(false);
        await leases.release({ name, owner: 'a' });
        await leases.release({ name, owner: 'a' });
        expect(await leases.acquire({ name, owner: 'b', nowMs: 101, ttlMs: 50 })).toBe(true);
      }));

    test('go to exactly one of many who ask at once', () =>
      withStorage(createHome, async ({ leases }) => {
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            leases.acquire({ name, owner: `process-${index}`, nowMs: 100, ttlMs: 50 }),
          ),
        );
        expect(answers.filter((isMine) => isMine)).toHaveLength(1);
      }));
  });
}
