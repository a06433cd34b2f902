import { describe, expect, test } from 'vitest';
import type { Generation } from '../../../../src/core/generation.ts';
import type { OwnPhoto, PhotoQuery } from '../../../../src/core/own-photo.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { samplePicture, storePainted } from './sample-pictures.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const ada = 'telegram:1';
const ben = 'telegram:2';

/** A painting of one picture that its platform keeps under its own prompt. */
async function shown(
  storage: Storage,
  prompt: string,
  change: Partial<Generation> = {},
): Promise<Generation> {
  const painted = await storePainted(storage, { personId: ada, prompt, ...change });
  const key = samplePicture(painted).key;
  await storage.transaction(({ ownPhotos }) => ownPhotos.note({ key, photoId: `${prompt} 0` }));
  return painted;
}

function list(storage: Storage, change: Partial<PhotoQuery> = {}): Promise<readonly OwnPhoto[]> {
  const query = { people: [ada], words: [], after: undefined, limit: 50, ...change };
  return storage.transaction(({ ownPhotos }) => ownPhotos.list(query));
}

async function idsOf(storage: Storage, change: Partial<PhotoQuery> = {}): Promise<readonly string[]> {
  return (await list(storage, change)).map(({ photoId }) => photoId);
}

async function star(storage: Storage, personId: string, { id: generationId }: Generation): Promise<void> {
  await storage.transaction(({ favourites }) => favourites.add({ personId, generationId, starredAtMs: 1 }));
}

export function describeOwnPhotos({ createHome }: StorageSubject): void {
  describe('photos that a platform keeps', () => {
    test('are listed with favourites first, each part from the newest on', () =>
      withStorage(createHome, async (storage) => {
        const first = await shown(storage, 'a');
        await shown(storage, 'b');
        const third = await shown(storage, 'c');
        await shown(storage, 'd');
        for (const one of [first, third]) await star(storage, ada, one);
        expect(await idsOf(storage)).toEqual(['c 0', 'a 0', 'd 0', 'b 0']);
        expect((await list(storage))[0]).toEqual({
          generationId: third.id,
          photoId: 'c 0',
          isFavourite: true,
          sequence: expect.any(Number),
          position: 0,
        });
      }));

    test('leave out what is covered', () =>
      withStorage(createHome, async (storage) => {
        await shown(storage, 'a', { isSpoiler: true });
        await shown(storage, 'b');
        expect(await idsOf(storage)).toEqual(['b 0']);
      }));

    test('go on after any of them, within a painting too, and from favourites to the rest', () =>
      withStorage(createHome, async (storage) => {
        for (const prompt of ['a', 'b', 'c']) {
          const painted = await shown(storage, prompt);
          await storage.transaction(async ({ ownPhotos, pictures }) => {
            const second = samplePicture(painted, { position: 1 });
            await pictures.add(second);
            await ownPhotos.note({ key: second.key, photoId: `${prompt} 1` });
          });
          if (prompt === 'b') await star(storage, ada, painted);
        }
        const all = ['b 0', 'b 1', 'c 0', 'c 1', 'a 0', 'a 1'];
        expect(await idsOf(storage)).toEqual(all);
        for (const limit of [1, 2, 3, 4]) {
          const seen: string[] = [];
          let after: OwnPhoto | undefined;
          do {
            const page = await list(storage, { after, limit });
            seen.push(...page.map(({ photoId }) => photoId));
            after = page.at(-1);
          } while (after !== undefined && seen.length < 99);
          expect(seen).toEqual(all);
        }
      }));

    test('are the person’s own, private ones too, and nothing of others, starred or not', () =>
      withStorage(createHome, async (storage) => {
        await shown(storage, 'private', { isPrivate: true });
        const theirs = await shown(storage, 'theirs', { personId: ben });
        const mine = await shown(storage, 'mine');
        await star(storage, ada, theirs);
        await star(storage, ben, mine);
        expect(await idsOf(storage)).toEqual(['mine 0', 'private 0']);
      }));

    test('are none once they were removed or their time was over, and never what was not shown as a photo', () =>
      withStorage(createHome, async (storage) => {
        await storePainted(storage, { personId: ada });
        await shown(storage, 'removed', { removedAtMs: 9 });
        const gone = await shown(storage, 'gone');
        await storage.transaction(async ({ ownPhotos, pictures }) => {
          await pictures.removeOf(gone.id);
          await ownPhotos.note({ key: samplePicture(gone).key, photoId: 'late' });
        });
        expect(await list(storage)).toEqual([]);
      }));

    test('are found by all of the words, and the latest id counts', () =>
      withStorage(createHome, async (storage) => {
        const fox = await shown(storage, 'Ёлка и лиса');
        await shown(storage, 'лиса');
        await storage.transaction(({ ownPhotos }) =>
          ownPhotos.note({ key: samplePicture(fox).key, photoId: 'newer' }),
        );
        expect(await idsOf(storage, { words: ['лис', 'елка'] })).toEqual(['newer']);
        expect(await idsOf(storage, { words: ['%'] })).toEqual([]);
      }));
  });
}
