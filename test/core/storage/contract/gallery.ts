import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldWords } from '../../../../src/core/fold-words.ts';
import type { GalleryStep, GalleryView } from '../../../../src/core/gallery-view.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { sampleGeneration } from './generation-samples.ts';
import { samplePicture, storePainted } from './sample-pictures.ts';
import type { StorageSubject } from './storage-home.ts';
import { tryOut, withStorage } from './with-storage.ts';

const ada = 'discord:1';
const ben = 'discord:2';
const newest: GalleryStep = { to: 'newest' };

function look(storage: Storage, change: Partial<GalleryView> = {}, step = newest) {
  const view: GalleryView = { people: [ada], shelf: 'history', words: [], ...change };
  return storage.transaction(({ gallery }) => gallery.find(view, step));
}

/** The prompts of a view, newest first. */
async function promptsOf(storage: Storage, change: Partial<GalleryView> = {}): Promise<readonly string[]> {
  const prompts: string[] = [];
  let step = newest;
  for (;;) {
    const found = await look(storage, change, step);
    if (found === undefined) return prompts;
    prompts.push(found.generation.wish.prompt);
    expect(found.place).toBe(prompts.length);
    step = { to: 'older', than: found.generation.id };
  }
}

function star(storage: Storage, personId: string, { id }: { readonly id: string }): Promise<void> {
  return storage.transaction(({ favourites }) =>
    favourites.add({ personId, generationId: id, starredAtMs: 1 }),
  );
}

export function describeGallery({ createHome }: StorageSubject): void {
  describe('the gallery', () => {
    test('pages through results in both directions, newest first', () =>
      withStorage(createHome, async (storage) => {
        const [first, second, third] = [
          await storePainted(storage),
          await storePainted(storage),
          await storePainted(storage),
        ];
        expect(await look(storage)).toStrictEqual({ generation: third, place: 1, total: 3 });
        const older = await look(storage, {}, { to: 'older', than: third.id });
        expect(older).toStrictEqual({ generation: second, place: 2, total: 3 });
        const newer = await look(storage, {}, { to: 'newer', than: first.id });
        expect(newer).toStrictEqual({ generation: second, place: 2, total: 3 });
        expect(await look(storage, {}, { to: 'same', as: second.id })).toStrictEqual(older);
        expect(await look(storage, {}, { to: 'older', than: first.id })).toBeUndefined();
        expect(await look(storage, {}, { to: 'newer', than: third.id })).toBeUndefined();
        expect(await look(storage, {}, { to: 'older', than: 'unknown' })).toBeUndefined();
      }));

    test('shows nobody else’s results, whatever page is asked for', () =>
      withStorage(createHome, async (storage) => {
        const mine = await storePainted(storage, { prompt: 'mine' });
        const other = await storePainted(storage, { personId: ben, prompt: 'other' });
        expect(await promptsOf(storage)).toEqual(['mine']);
        expect(await look(storage, {}, { to: 'older', than: other.id })).toMatchObject({
          generation: mine,
          total: 1,
        });
        expect(await look(storage, {}, { to: 'newer', than: mine.id })).toBeUndefined();
      }));

    test('holds what was kept, whatever became of the request, and nothing that was removed', () =>
      withStorage(createHome, async (storage) => {
        await storePainted(storage, { prompt: 'private', isPrivate: true });
        await storePainted(storage, { prompt: 'cancelled', state: 'cancelled' });
        await storePainted(storage, { prompt: 'undeliverable', state: 'undeliverable' });
        await storePainted(storage, { prompt: 'removed', removedAtMs: 9 });
        const gone = await storePainted(storage, { prompt: 'gone' });
        const failed = sampleGeneration({ state: 'failed' });
        await storage.transaction(async ({ generations, pictures }) => {
          await generations.insert(failed);
          await pictures.add(samplePicture(failed, { role: 'reference' }));
          await pictures.removeOf(gone.id);
        });
        expect(await promptsOf(storage)).toEqual(['undeliverable', 'cancelled', 'private']);
        const page = await look(storage, {}, { to: 'older', than: gone.id });
        expect(page).toMatchObject({ place: 1, total: 3 });
      }));

    test('stays as it is when a generation is saved again', () =>
      withStorage(createHome, async (storage) => {
        const painted = await storePainted(storage);
        await storage.transaction(({ generations }) => generations.save({ ...painted, deliveryAttempts: 1 }));
        expect(await look(storage, { words: ['lighthouse'] })).toMatchObject({ total: 1 });
      }));

    test.each([
      ['ЁЖ', ['ежик в тумане', 'Ёж и ЕЛЬ']],
      ['еж тумане', ['ежик в тумане']],
      ['%', ['100% wool']],
      ['_', ['snake_case']],
      ['!', ['stop!']],
      ['\\', ['back\\slash']],
      ["'", ["it's"]],
      ['WOOL', ['100% wool']],
      ['ｗｏｏｌ', ['100% wool']],
      ['stop wool', []],
      ['0% w', ['100% wool']],
    ])('finds %s in any case, each word for itself, and signs as they stand', (words, expected) =>
      withStorage(createHome, async (storage) => {
        const prompts = [
          'Ёж и ЕЛЬ',
          'ежик в тумане',
          '100% wool',
          'snake_case',
          'stop!',
          'back\\slash',
          "it's",
        ];
        for (const prompt of prompts) await storePainted(storage, { prompt });
        await storePainted(storage, { personId: ben, prompt: prompts.join(' ') });
        const folded = foldWords(words).split(' ');
        expect(await promptsOf(storage, { words: folded })).toEqual(expected);
      }),
    );

    test('finds any prompt by itself, and by nothing that it does not hold', () =>
      withStorage(createHome, async (storage) => {
        const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ unit: 'grapheme' }));
        await fc.assert(
          fc.asyncProperty(text, text, (prompt, words) =>
            tryOut(storage, async ({ gallery, generations, pictures }) => {
              const sample = sampleGeneration({ state: 'delivered' });
              const generation = { ...sample, wish: { ...sample.wish, prompt } };
              await generations.insert(generation);
              await pictures.add(samplePicture(generation));
              const find = (one: string) =>
                gallery.find({ people: [ada], shelf: 'history', words: [foldWords(one)] }, newest);
              expect(await find(prompt)).toMatchObject({ total: 1 });
              const isHeld = foldWords(prompt).includes(foldWords(words));
              expect((await find(words)) !== undefined).toBe(isHeld);
            }),
          ),
          { numRuns: 40 },
        );
      }));

    test('shows favourites, other people’s among them as long as they are public and there', () =>
      withStorage(createHome, async (storage) => {
        const mine = await storePainted(storage, { prompt: 'mine, private', isPrivate: true });
        const publicOne = await storePainted(storage, { personId: ben, prompt: 'public' });
        const secret = await storePainted(storage, { personId: ben, prompt: 'secret', isPrivate: true });
        const removed = await storePainted(storage, { personId: ben, prompt: 'removed', removedAtMs: 9 });
        const unstarred = await storePainted(storage, { prompt: 'not starred' });
        for (const one of [mine, publicOne, secret, removed]) await star(storage, ada, one);
        await star(storage, ben, unstarred);
        expect(await promptsOf(storage, { shelf: 'favourites' })).toEqual(['public', 'mine, private']);
        expect(await promptsOf(storage, { shelf: 'favourites', words: ['private'] })).toEqual([
          'mine, private',
        ]);
        // What somebody keeps to themselves may be a favourite on their other platform.
        await star(storage, 'telegram:2', secret);
        const linked = { people: [ben, 'telegram:2'], shelf: 'favourites' } as const;
        expect(await promptsOf(storage, linked)).toEqual(['not starred', 'secret']);
        expect(await promptsOf(storage, { ...linked, people: ['telegram:2'] })).toEqual([]);
        expect(await promptsOf(storage, { people: [ada, ben] })).toEqual([
          'not starred',
          'secret',
          'public',
          'mine, private',
        ]);
        // From a page whose result is no favourite any more, or never was, it goes on all the same.
        const from = await look(storage, { shelf: 'favourites' }, { to: 'older', than: unstarred.id });
        expect(from).toMatchObject({ generation: publicOne, place: 1, total: 2 });
      }));

    test('counts what never reached its person until they have seen it', () =>
      withStorage(createHome, async (storage) => {
        await storePainted(storage);
        await storePainted(storage, { state: 'undeliverable', personId: ben });
        await storePainted(storage, { state: 'undeliverable', removedAtMs: 9 });
        const lost = await storePainted(storage, { state: 'undeliverable' });
        const late = await storePainted(storage, { state: 'cancelled' });
        const unseen = () => storage.transaction(({ gallery }) => gallery.countUnseen(ada));
        expect(await unseen()).toBe(2);
        for (const { id: generationId } of [lost, lost, late]) {
          await storage.transaction(({ gallery }) => gallery.markShown({ generationId, nowMs: 7 }));
        }
        expect(await unseen()).toBe(0);
      }));
  });
}
