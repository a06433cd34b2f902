import { describe, expect, test } from 'vitest';
import { sampleGeneration } from './generation-samples.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

export function describeProcesses({ createHome }: StorageSubject): void {
  describe('a process that is alone', () => {
    test('has everything in hand, and every post', () =>
      withStorage(createHome, async (storage) => {
        const generation = sampleGeneration();
        await storage.transaction(async ({ generations, processes }) => {
          await processes.live(1_000);
          await generations.insert(generation);
          expect(await generations.take(generation.id)).toBe(true);
          expect(await generations.list({ isFree: true, limit: 9 })).toStrictEqual([generation]);
          expect(await processes.hold('a post')).toBe(true);
          await processes.end();
          expect(await processes.hold('a post')).toBe(true);
        });
      }));

    test('takes up only what is for the platforms that it asks for', () =>
      withStorage(createHome, async (storage) => {
        const address = { platform: 'telegram', isDurable: true };
        const [ada, ben] = [
          sampleGeneration({ personId: 'discord:ada' }),
          sampleGeneration({ personId: 'discord:ben', address }),
        ];
        const adaThere = sampleGeneration({ personId: 'discord:ada', address });
        await storage.transaction(async ({ generations, line }) => {
          for (const generation of [ada, ben, adaThere]) {
            await generations.insert(generation);
            await line.join(generation.accountId);
          }
          const next = (...platforms: string[]) => line.next({ maxRunningPerUser: 1, platforms });
          expect(await next('discord', 'telegram')).toStrictEqual(ada);
          expect(await next('telegram')).toStrictEqual(adaThere);
          await line.served('discord:ada');
          expect(await next('telegram')).toStrictEqual(ben);
          expect(await next('discord')).toStrictEqual(ada);
          expect(await next('terminal')).toBeUndefined();
          expect(await generations.list({ platforms: ['telegram'], limit: 9 })).toStrictEqual([
            ben,
            adaThere,
          ]);
        });
      }));
  });
}
