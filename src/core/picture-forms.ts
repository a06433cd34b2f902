import { randomUUID } from 'node:crypto';
import type { ReferenceSource } from './reference-source.ts';
import type { Storage } from './storage/storage.ts';

export interface PictureFormsOptions {
  readonly storage: Storage;
  readonly now: () => number;
  readonly createKey?: () => string;
}

/** Long enough to look for words, and well within the day for which platforms' links to files work. */
const lifetimeMs = 6 * 60 * 60_000;

/** Remembers what the forms that people have open are about, also over a restart. */
export class PictureForms {
  readonly #options: PictureFormsOptions;

  constructor(options: PictureFormsOptions) {
    this.#options = options;
  }

  /** Resolves with a key of 36 letters, once the pictures are kept under it. */
  async open(form: {
    readonly personId: string;
    readonly pictures: readonly ReferenceSource[];
  }): Promise<string> {
    const { createKey = randomUUID, now, storage } = this.#options;
    const nowMs = now();
    const key = createKey();
    await storage.transaction(async ({ forms }) => {
      await forms.removeExpired(nowMs);
      await forms.insert({ ...form, key, button: undefined, expiresAtMs: nowMs + lifetimeMs });
    });
    return key;
  }

  /**
   * The pictures of a form, or undefined when it is another person's, too old or unknown. The form stays, because
   * people send it again when the first attempt was refused.
   */
  async picturesOf(form: {
    readonly key: string;
    readonly personId: string;
  }): Promise<readonly ReferenceSource[] | undefined> {
    const { now, storage } = this.#options;
    const found = await storage.transaction(({ forms }) => forms.find(form.key));
    if (found === undefined || found.personId !== form.personId || found.expiresAtMs <= now())
      return undefined;
    return found.pictures;
  }
}
