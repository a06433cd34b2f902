import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoredGallery } from '../../src/core/gallery.ts';
import type { GalleryStep } from '../../src/core/gallery-view.ts';
import { MemoryPictureStore } from '../../src/core/pictures/memory-picture-store.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import { storePainted } from './storage/contract/sample-pictures.ts';

const ada = 'discord:1';
const halfAYearMs = 182 * 86_400_000;

describe('the gallery', () => {
  let storage: Storage;
  let gallery: StoredGallery;
  const clock = { nowMs: 1_000_000 };

  beforeEach(async () => {
    storage = await openSqliteStorage(':memory:');
    gallery = new StoredGallery({
      storage,
      pictures: new MemoryPictureStore(),
      now: () => clock.nowMs,
    });
  });
  afterEach(() => storage.close());

  async function promptAt(step: GalleryStep, words = ''): Promise<string | undefined> {
    const page = await gallery.look({ personId: ada, shelf: 'history', words, step });
    return page?.painting.generation.wish.prompt;
  }

  test('stays on its last page at either end, and goes to the nearest one from a page that is gone', async () => {
    const one = await storePainted(storage, { prompt: 'one' });
    const two = await storePainted(storage, { prompt: 'two' });
    expect(await promptAt({ to: 'newest' })).toBe('two');
    expect(await promptAt({ to: 'older', than: two.id })).toBe('one');
    expect(await promptAt({ to: 'older', than: one.id })).toBe('one');
    expect(await promptAt({ to: 'newer', than: two.id })).toBe('two');
    await gallery.remove({ id: one.id, byId: 'test:ada' });
    expect(await promptAt({ to: 'older', than: one.id })).toBe('two');
    await gallery.remove({ id: two.id, byId: 'test:ada' });
    expect(await promptAt({ to: 'older', than: one.id })).toBeUndefined();
  });

  test('compares words in any case and order', async () => {
    await storePainted(storage, { prompt: 'Рыжий ЁЖ в тумане' });
    expect(await promptAt({ to: 'newest' }, '  еж   РЫЖИЙ ')).toBe('Рыжий ЁЖ в тумане');
    expect(await promptAt({ to: 'newest' }, 'ёж зелёный')).toBeUndefined();
  });

  test('takes what could not be sent for seen when its own person looks at it', async () => {
    const lost = await storePainted(storage, { state: 'undeliverable' });
    const other = await storePainted(storage, { state: 'undeliverable', personId: 'discord:2' });
    await gallery.toggleFavourite({ id: other.id, personId: ada, sourceKey: 'test:star' });
    expect(await gallery.countUnseen(ada)).toBe(1);
    await gallery.look({ personId: ada, shelf: 'history', words: '', step: { to: 'same', as: lost.id } });
    await gallery.look({ personId: ada, shelf: 'favourites', words: '', step: { to: 'newest' } });
    expect(await gallery.countUnseen(ada)).toBe(0);
    expect(await gallery.countUnseen('discord:2')).toBe(1);
  });

  test('keeps a search for half a year from its last use, for one person', async () => {
    const key = await gallery.keepSearch({ personId: ada, words: 'Ёж \ud800' });
    expect(key).toMatch(/^[\w-]{12}$/);
    expect(await gallery.wordsOf({ personId: ada, key })).toBe('Ёж \ud800');
    expect(await gallery.wordsOf({ personId: 'discord:2', key })).toBeUndefined();
    clock.nowMs += halfAYearMs - 1;
    expect(await gallery.keepSearch({ personId: ada, words: 'Ёж \ud800' })).toBe(key);
    clock.nowMs += halfAYearMs - 1;
    expect(await gallery.wordsOf({ personId: ada, key })).toBe('Ёж \ud800');
    clock.nowMs += 1;
    expect(await gallery.wordsOf({ personId: ada, key })).toBeUndefined();
  });
});
