import type { Update } from 'grammy/types';
import type { Log } from '../../core/log.ts';
import type { Storage } from '../../core/storage/storage.ts';
import type { AlbumPiece } from './album-piece.ts';
import type { OwedWords } from './owed-words.ts';

/** What was dealt with, in a form in which it can be dealt with once more. */
export type Dealt =
  | { readonly kind: 'update'; readonly update: Update }
  | { readonly kind: 'album'; readonly chatId: number; readonly albumId: string }
  /** A piece of an album whose person is told that it came too late. */
  | { readonly kind: 'late-piece'; readonly piece: AlbumPiece };

export interface AnswerWatchOptions {
  readonly storage: Storage;
  readonly owed: OwedWords;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Keeps in the database what people were not answered yet, until the last word of it is sent or given up. What an
 * earlier life of the process left there is dealt with once more, which is harmless: it is as if the platform had told
 * of it again.
 */
export class AnswerWatch {
  readonly #options: AnswerWatchOptions;
  readonly #watched = new Set<string>();
  readonly #storing = new Set<Promise<void>>();
  readonly #forgetting = new Set<Promise<void>>();

  constructor(options: AnswerWatchOptions) {
    this.#options = options;
  }

  /** Keeps it unless it is answered already, and returns at once; of several under one key the first counts. */
  watch(key: string, dealt: Dealt): void {
    if (this.#watched.has(key) || !this.#options.owed.has(key)) return;
    this.#watched.add(key);
    const storing = this.#store(key, dealt);
    track(this.#storing, storing);
    track(this.#forgetting, this.#forgetWhenAnswered(key, storing));
  }

  /** Resolves when all that is watched would survive the process. */
  async stored(): Promise<void> {
    await Promise.all(this.#storing);
  }

  /** Deals once more with what an earlier life left, one after the other. */
  async resume(deal: (key: string, dealt: Dealt) => Promise<void>): Promise<void> {
    const { owed, storage } = this.#options;
    const left = await storage.transaction(({ unanswered }) => unanswered.list());
    for (const { key, request } of left) {
      // Written by the watch alone.
      await deal(key, JSON.parse(request));
      if (!owed.has(key)) await this.#forget(key);
    }
  }

  /** Resolves when what has been answered is forgotten; call it when nothing more is sent. */
  async settled(): Promise<void> {
    await Promise.all(this.#forgetting);
  }

  async #store(key: string, dealt: Dealt): Promise<void> {
    const { log, now, storage } = this.#options;
    const request = { key, request: JSON.stringify(dealt), sinceMs: now() };
    try {
      await storage.transaction(({ unanswered }) => unanswered.put(request));
    } catch (error) {
      // The words are on their way all the same, and without a database nothing else would help.
      log.error({ sourceKey: key, error }, 'an answer that is owed could not be stored');
    }
  }

  async #forgetWhenAnswered(key: string, storing: Promise<void>): Promise<void> {
    const { log, owed } = this.#options;
    await storing;
    const isAnswered = await owed.settled(key);
    this.#watched.delete(key);
    if (!isAnswered) return;
    try {
      await this.#forget(key);
    } catch (error) {
      // It is answered once more at the next start.
      log.warn({ sourceKey: key, error }, 'an answer that was sent could not be forgotten');
    }
  }

  #forget(key: string): Promise<void> {
    return this.#options.storage.transaction(({ unanswered }) => unanswered.remove(key));
  }
}

function track(all: Set<Promise<void>>, one: Promise<void>): void {
  const tracked = one.finally(() => all.delete(tracked));
  all.add(tracked);
}
