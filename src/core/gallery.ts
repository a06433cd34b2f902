import type { DeliverablePicture } from './courier.ts';
import type { Generation } from './generation.ts';
import { remove } from './generation.ts';
import type { PictureStore, StoredPicture } from './pictures/picture-store.ts';
import type { Storage } from './storage/storage.ts';

/** A generation together with the pictures that are kept of it. */
export interface Painting {
  readonly generation: Generation;
  /** What was painted; empty once the pictures were removed or their time was over. */
  readonly results: readonly DeliverablePicture[];
  /** What it was painted from, in the person's order; what is no longer kept is missing. */
  readonly references: readonly StoredPicture[];
}

/** What people can do with what was painted. Who may do it is not decided here. */
export interface Gallery {
  find(id: string): Promise<Painting | undefined>;
  /** Makes a painting a person's favourite, or ends that; resolves with whether it is one now. */
  toggleFavourite(favourite: { readonly id: string; readonly personId: string }): Promise<boolean>;
  /** Deletes the pictures for good; the account of what they cost stays. Harmless when repeated. */
  remove(id: string): Promise<void>;
}

export interface StoredGalleryOptions {
  readonly storage: Storage;
  readonly pictures: PictureStore;
  readonly now: () => number;
}

export class StoredGallery implements Gallery {
  readonly #options: StoredGalleryOptions;

  constructor(options: StoredGalleryOptions) {
    this.#options = options;
  }

  find(id: string): Promise<Painting | undefined> {
    const { pictures: store, storage } = this.#options;
    return storage.transaction(async ({ generations, pictures }) => {
      const generation = await generations.find(id);
      if (generation === undefined) return undefined;
      const results = await pictures.of(id, 'result');
      return {
        generation,
        results: results.map((picture) => ({ ...picture, read: () => store.read(picture.key) })),
        references: await pictures.of(id, 'reference'),
      };
    });
  }

  toggleFavourite({ id: generationId, personId }: { id: string; personId: string }): Promise<boolean> {
    const starredAtMs = this.#options.now();
    return this.#options.storage.transaction(async ({ favourites }) => {
      const isFavourite = await favourites.has({ generationId, personId });
      if (isFavourite) await favourites.remove({ generationId, personId });
      else await favourites.add({ generationId, personId, starredAtMs });
      return !isFavourite;
    });
  }

  async remove(id: string): Promise<void> {
    const { now, pictures: store, storage } = this.#options;
    const kept = await storage.transaction(async ({ generations, pictures }) => {
      const generation = await generations.find(id);
      if (generation === undefined) return [];
      await generations.save(remove(generation, now()));
      return [...(await pictures.of(id, 'result')), ...(await pictures.of(id, 'reference'))];
    });
    for (const { key } of kept) await store.remove(key);
    // Only now: were they forgotten first, a crash would leave files that nothing names.
    await storage.transaction(({ pictures }) => pictures.removeOf(id));
  }
}
