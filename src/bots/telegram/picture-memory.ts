import { randomUUID } from 'node:crypto';
import type { Generation } from '../../core/generation.ts';
import type { PendingForm } from '../../core/pending-form.ts';
import { resultKey } from '../../core/pictures/picture-key.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import type { SeenPicture } from '../../core/seen-picture.ts';
import type { Storage } from '../../core/storage/storage.ts';

export interface PictureMemoryOptions {
  readonly storage: Storage;
  readonly now: () => number;
}

/** A message that shows a stored picture. */
export interface ShownResult {
  readonly chatId: number;
  readonly messageId: number;
  readonly albumId: string | undefined;
  readonly personId: string;
  /** Under which the picture is stored. */
  readonly key: string;
  /** By `photoIdOf`, where it is shown as a photo. */
  readonly photoId?: string | undefined;
}

export interface MessagePlace {
  readonly chatId: number;
  readonly messageId: number;
}

const dayMs = 24 * 60 * 60_000;
const resultLifetimeMs = 30 * dayMs;
const wordsLifetimeMs = dayMs;

/** Remembers, also over a restart, what Telegram does not tell again: pictures that were shown, and that wait for words. */
export class PictureMemory {
  readonly #options: PictureMemoryOptions;

  constructor(options: PictureMemoryOptions) {
    this.#options = options;
  }

  /** From now on a reply to these messages means the stored pictures, not Telegram's smaller copies. */
  async rememberResults(results: readonly ShownResult[]): Promise<void> {
    const nowMs = this.#options.now();
    await this.#options.storage.transaction(async ({ ownPhotos, seenPictures }) => {
      await seenPictures.removeExpired(nowMs);
      for (const { chatId, key, photoId, ...shown } of results) {
        if (photoId !== undefined) await ownPhotos.note({ key, photoId });
        await seenPictures.put({
          ...shown,
          placeId: placeIdOf(chatId),
          source: { kind: 'kept', key },
          byteLength: undefined,
          mediaType: undefined,
          seenAtMs: nowMs,
          expiresAtMs: nowMs + resultLifetimeMs,
        });
      }
    });
  }

  /** From now on the stored picture can be shown again without its bytes; `photoId` is by `photoIdOf`. */
  async rememberPhoto(photo: { readonly key: string; readonly photoId: string }): Promise<void> {
    await this.#options.storage.transaction(({ ownPhotos }) => ownPhotos.note(photo));
  }

  /** What one message showed; undefined when it is not known any more, or never was. */
  async shown({ chatId, messageId }: MessagePlace): Promise<SeenPicture | undefined> {
    const place = { placeId: placeIdOf(chatId), messageId };
    const found = await this.#options.storage.transaction(({ seenPictures }) => seenPictures.find(place));
    return found !== undefined && this.#isAlive(found) ? found : undefined;
  }

  /** All pieces of an album that are known, in their order. */
  async album({
    chatId,
    albumId,
  }: {
    readonly chatId: number;
    readonly albumId: string;
  }): Promise<readonly SeenPicture[]> {
    const album = { placeId: placeIdOf(chatId), albumId };
    const found = await this.#options.storage.transaction(({ seenPictures }) => seenPictures.ofAlbum(album));
    return found.filter((picture) => this.#isAlive(picture));
  }

  /** The messages of a chat that show pictures of a generation, as far as they are remembered. */
  async messagesOf({ id, wish }: Generation, chatId: number): Promise<readonly number[]> {
    const keys = Array.from({ length: wish.count }, (_, position) =>
      resultKey({ generationId: id, position }),
    );
    const shown = { placeId: placeIdOf(chatId), keys };
    const found = await this.#options.storage.transaction(({ seenPictures }) => seenPictures.showing(shown));
    return found.map(({ messageId }) => messageId);
  }

  /** Keeps pictures for a button. Resolves with a key of 36 letters. */
  async keepForTap(personId: number, pictures: readonly ReferenceSource[]): Promise<string> {
    const key = randomUUID();
    await this.#keep({ key, personId, pictures });
    return key;
  }

  async ofTap(key: string, personId: number): Promise<readonly ReferenceSource[] | undefined> {
    return this.#find(key, personId);
  }

  /** Keeps pictures for the answer to a question, which is a reply to its message. */
  async keepForAnswer(
    question: MessagePlace,
    form: {
      readonly personId: number;
      readonly pictures: readonly ReferenceSource[];
      /** The one that asked, by its id. */
      readonly button?: string;
    },
  ): Promise<void> {
    await this.#keep({ key: questionKey(question), ...form });
  }

  /** What a question is about; undefined when nobody answered it for a day, or it was none. */
  async form(question: MessagePlace): Promise<PendingForm | undefined> {
    const key = questionKey(question);
    const found = await this.#options.storage.transaction(({ forms }) => forms.find(key));
    return found !== undefined && this.#isAlive(found) ? found : undefined;
  }

  async ofQuestion(
    question: MessagePlace,
    personId: number,
  ): Promise<readonly ReferenceSource[] | undefined> {
    return this.#find(questionKey(question), personId);
  }

  async #keep({
    button,
    personId: id,
    ...form
  }: {
    readonly key: string;
    readonly personId: number;
    readonly pictures: readonly ReferenceSource[];
    readonly button?: string;
  }): Promise<void> {
    const nowMs = this.#options.now();
    const personId = personIdOf(id);
    await this.#options.storage.transaction(async ({ forms }) => {
      await forms.removeExpired(nowMs);
      await forms.insert({ ...form, personId, button, expiresAtMs: nowMs + wordsLifetimeMs });
    });
  }

  async #find(key: string, personId: number): Promise<readonly ReferenceSource[] | undefined> {
    const found = await this.#options.storage.transaction(({ forms }) => forms.find(key));
    if (found === undefined || !this.#isAlive(found)) return undefined;
    return found.personId === personIdOf(personId) ? found.pictures : undefined;
  }

  #isAlive({ expiresAtMs }: { readonly expiresAtMs: number }): boolean {
    return expiresAtMs > this.#options.now();
  }
}

export function placeIdOf(chatId: number): string {
  return `telegram:${chatId}`;
}

export function personIdOf(id: number): string {
  return `telegram:${id}`;
}

function questionKey({ chatId, messageId }: MessagePlace): string {
  return `telegram:question:${chatId}:${messageId}`;
}
