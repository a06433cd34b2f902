import { createHash } from 'node:crypto';
import { accountOf, lookUpAccount } from './account.ts';
import type { DeliverablePicture } from './courier.ts';
import { removeWithDraft } from './draft.ts';
import { foldWords } from './fold-words.ts';
import type { GalleryEntry, GalleryStep, GalleryView } from './gallery-view.ts';
import type { Generation } from './generation.ts';
import { remove } from './generation.ts';
import { noteDeletion } from './moderation/note-deletion.ts';
import { outdate } from './moderation/report.ts';
import type { OwnPhoto, PhotoQuery } from './own-photo.ts';
import type { PictureStore, StoredPicture } from './pictures/picture-store.ts';
import { removeFiles } from './remove-files.ts';
import type { GalleryRecords, Storage, StorageTransaction } from './storage/storage.ts';

/** A generation together with the pictures that are kept of it. */
export interface Painting {
  readonly generation: Generation;
  /** Whose it is: the person who asked for it, and whom they are linked with. */
  readonly owners: readonly string[];
  /** What was painted; empty once the pictures were removed or their time was over. */
  readonly results: readonly DeliverablePicture[];
  /** What it was painted from, in the person's order; what is no longer kept is missing. */
  readonly references: readonly StoredPicture[];
}

/** One painting of many that a person looks through. */
export interface GalleryPage {
  readonly painting: Painting;
  /** From 1, the newest. */
  readonly place: number;
  readonly total: number;
}

/** What a person looks through, and from where on. */
export interface GalleryLook {
  readonly personId: string;
  readonly shelf: GalleryView['shelf'];
  /** What the prompts hold, in any case and order; empty for everything. */
  readonly words: string;
  readonly step: GalleryStep;
}

export interface FavouriteToggle {
  readonly id: string;
  readonly personId: string;
  readonly sourceKey: string;
}

/** Which of a person's photos are looked for, by words in any case and order. */
export type PhotoSearch = Omit<PhotoQuery, 'people' | 'words'> & {
  readonly personId: string;
  readonly words: string;
};

/** What people can do with what was painted. Who may do it is not decided here. */
export interface Gallery {
  find(id: string): Promise<Painting | undefined>;
  /**
   * Makes a painting a person's favourite, or ends that on all their platforms; resolves with whether it is one now. The
   * same press, by its source key, changes nothing when it comes again within two days.
   */
  toggleFavourite(press: FavouriteToggle): Promise<boolean>;
  /** What a person asked for lately in different words, newest first; nothing of what was removed. */
  promptsOf(personId: string): Promise<readonly string[]>;
  /**
   * Deletes the pictures for good; the account of what they cost stays. Harmless when repeated. Whoever deletes what is not
   * their own is noted in the audit log.
   */
  remove(removal: { readonly id: string; readonly byId: string }): Promise<void>;
  /**
   * What the person sees after that step; at either end, the last one there. Undefined when there is nothing. What the
   * person had not been sent counts as seen by then.
   */
  look(look: GalleryLook): Promise<GalleryPage | undefined>;
  /** A person's own results that a platform keeps as photos, favourites first; one quick look, for every key pressed. */
  photosOf(query: PhotoSearch): Promise<readonly OwnPhoto[]>;
  /** Keeps a search for half a year from its last use; resolves with a key of 12 letters, the same for the same words. */
  keepSearch(search: { readonly personId: string; readonly words: string }): Promise<string>;
  /** The words of a search; undefined when it is another person's, too old or unknown. */
  wordsOf(search: { readonly personId: string; readonly key: string }): Promise<string | undefined>;
  /** How many results wait in a person's history because they could not be sent, and were not seen yet. */
  countUnseen(personId: string): Promise<number>;
}

export interface StoredGalleryOptions {
  readonly storage: Storage;
  readonly pictures: PictureStore;
  readonly now: () => number;
}

/** Telegram tells of an update again for a day at most: https://core.telegram.org/bots/api#getting-updates */
const pressLifetimeMs = 2 * 24 * 60 * 60_000;
const searchLifetimeMs = 182 * 24 * 60 * 60_000;

/** More of them narrow nothing any further. */
const mostWords = 12;

/** Looked through at every key that somebody presses, so there is an end to it. */
const promptsLookedAt = 200;

export class StoredGallery implements Gallery {
  readonly #options: StoredGalleryOptions;

  constructor(options: StoredGalleryOptions) {
    this.#options = options;
  }

  find(id: string): Promise<Painting | undefined> {
    return this.#options.storage.read(async (transaction) => {
      const generation = await transaction.generations.find(id);
      return generation && this.#paintingOf(generation, transaction);
    });
  }

  toggleFavourite({ id: generationId, personId, sourceKey }: FavouriteToggle): Promise<boolean> {
    const nowMs = this.#options.now();
    return this.#options.storage.transaction(async (transaction) => {
      const { favourites } = transaction;
      const before = await favourites.outcomeOf(sourceKey);
      if (before !== undefined) return before;
      const { people } = await accountOf(transaction, personId, nowMs);
      let isFavourite = true;
      for (const one of people) {
        const favourite = { generationId, personId: one };
        if (!(await favourites.has(favourite))) continue;
        isFavourite = false;
        await favourites.remove(favourite);
      }
      if (isFavourite) await favourites.add({ generationId, personId, starredAtMs: nowMs });
      await favourites.notePress({ sourceKey, isFavourite, pressedAtMs: nowMs });
      await favourites.forgetPresses(nowMs - pressLifetimeMs);
      return isFavourite;
    });
  }

  async promptsOf(personId: string): Promise<readonly string[]> {
    const { now, storage } = this.#options;
    const prompts = await storage.read(async (transaction) => {
      const { people } = await lookUpAccount(transaction, personId, now());
      return transaction.generations.lastPrompts({ people, limit: promptsLookedAt });
    });
    // What is done to a picture needs no words.
    return [...new Set(prompts.filter((prompt) => prompt !== ''))];
  }

  async remove({ byId, id }: { id: string; byId: string }): Promise<void> {
    const { now, storage } = this.#options;
    const atMs = now();
    const removed = await storage.transaction(async (transaction) => {
      const { generations, reports } = transaction;
      const generation = await generations.find(id);
      if (generation === undefined) return [];
      if (generation.removedAtMs === undefined) await noteDeletion(transaction, { byId, generation, atMs });
      await generations.save(remove(generation, atMs));
      const report = await reports.find(id);
      if (report?.shownAt !== undefined) await reports.put(outdate(report, atMs));
      return removeWithDraft(transaction, generation);
    });
    await removeFiles(
      removed.map(({ key }) => key),
      this.#options,
    );
  }

  look({ personId, shelf, step, words }: GalleryLook): Promise<GalleryPage | undefined> {
    const nowMs = this.#options.now();
    return this.#options.storage.transaction(async (transaction) => {
      const { gallery } = transaction;
      const { people } = await accountOf(transaction, personId, nowMs);
      const view = { people, shelf, words: splitWords(words) };
      const entry = await findNearest(gallery, view, step);
      if (entry === undefined) return undefined;
      const { generation, place, total } = entry;
      if (people.includes(generation.personId)) {
        await gallery.markShown({ generationId: generation.id, nowMs });
      }
      return { painting: await this.#paintingOf(generation, transaction), place, total };
    });
  }

  photosOf({ personId, words, ...query }: PhotoSearch): Promise<readonly OwnPhoto[]> {
    const { now, storage } = this.#options;
    return storage.read(async (transaction) => {
      const { people } = await lookUpAccount(transaction, personId, now());
      return transaction.ownPhotos.list({ ...query, people, words: splitWords(words) });
    });
  }

  async keepSearch({ personId, words }: { personId: string; words: string }): Promise<string> {
    const { now, storage } = this.#options;
    const key = createHash('sha256').update(`${personId}\n${words}`).digest('base64url').slice(0, 12);
    const expiresAtMs = now() + searchLifetimeMs;
    await storage.transaction(({ searches }) => searches.put({ key, personId, words, expiresAtMs }));
    return key;
  }

  async wordsOf({ key, personId }: { key: string; personId: string }): Promise<string | undefined> {
    const { now, storage } = this.#options;
    const found = await storage.read(({ searches }) => searches.find(key));
    return found?.personId === personId && found.expiresAtMs > now() ? found.words : undefined;
  }

  countUnseen(personId: string): Promise<number> {
    const { now, storage } = this.#options;
    return storage.read(async (transaction) => {
      const { people } = await lookUpAccount(transaction, personId, now());
      let count = 0;
      for (const one of people) count += await transaction.gallery.countUnseen(one);
      return count;
    });
  }

  async #paintingOf(generation: Generation, transaction: StorageTransaction): Promise<Painting> {
    const { now, pictures: store } = this.#options;
    const { pictures } = transaction;
    const { people: owners } = await accountOf(transaction, generation.personId, now());
    const results = await pictures.of(generation.id, 'result');
    return {
      generation,
      owners,
      results: results.map((picture) => ({ ...picture, read: () => store.read(picture.key) })),
      references: await pictures.of(generation.id, 'reference'),
    };
  }
}

/** What a page led to may be gone by the time that somebody turns it: then the page stays, or the nearest one comes. */
async function findNearest(
  gallery: GalleryRecords,
  view: GalleryView,
  step: GalleryStep,
): Promise<GalleryEntry | undefined> {
  const found = await gallery.find(view, step);
  if (found !== undefined || step.to === 'newest' || step.to === 'same') return found;
  const back = { to: step.to === 'older' ? 'newer' : 'older', than: step.than } as const;
  const around = [{ to: 'same', as: step.than }, back, { to: 'newest' }] as const;
  for (const other of around) {
    const nearest = await gallery.find(view, other);
    if (nearest !== undefined) return nearest;
  }
  return undefined;
}

function splitWords(words: string): readonly string[] {
  return foldWords(words)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, mostWords);
}
