import { setImmediate as nextTurn } from 'node:timers/promises';
import { accountOf } from './account.ts';
import type { GenerationEvents } from './generation-events.ts';
import { linkLimits } from './link-limits.ts';
import type { Log } from './log.ts';
import type { PictureStore, StoredPicture } from './pictures/picture-store.ts';
import { removeFiles } from './remove-files.ts';
import type { Storage, StorageTransaction } from './storage/storage.ts';

/** How long pictures are kept; what is undefined sets no limit. */
export interface RetentionLimits {
  /** From the end of their generation. */
  readonly maxAgeMs: number | undefined;
  /** Of all pictures together. */
  readonly maxBytes: number | undefined;
}

export interface RetentionSweepOptions {
  readonly limits: RetentionLimits;
  readonly storage: Storage;
  readonly pictures: PictureStore;
  readonly events: GenerationEvents;
  readonly now: () => number;
  readonly log: Log;
}

const intervalMs = 3 * 60 * 60_000;

/** Telegram brings an update again for up to 24 hours: https://core.telegram.org/bots/api#getting-updates */
const comesAgainMs = 2 * 24 * 60 * 60_000;

/** Generations in one transaction, which everybody else waits for. */
const batchSize = 20;

/**
 * Removes what is not to be kept any longer: pictures that are too old, then the oldest ones while all of them take up
 * too much; and what was only remembered for a while. Rows go first and files after them, so that a crash leaves files
 * that the next sweep finds, and never a row without its file.
 */
export class RetentionSweep {
  readonly #options: RetentionSweepOptions;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #isStopping = false;

  constructor(options: RetentionSweepOptions) {
    this.#options = options;
  }

  /** Sweeps at once, and again every few hours. */
  start(): void {
    this.#timer ??= setInterval(() => void this.sweep(), intervalMs);
    void this.sweep();
  }

  /** Ends after the batch that is under way; the rest is for the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** Resolves when nothing is left to remove. Faults are logged and leave the rest for the next time. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#sweepAll()
      .catch((error: unknown) => this.#options.log.error({ error }, 'removing old pictures failed'))
      .finally(() => {
        this.#sweeping = undefined;
      });
    return this.#sweeping;
  }

  async #sweepAll(): Promise<void> {
    await this.#forgetExpired();
    await this.#finishRemovals();
    const removed = await this.#removeWhile(({ retention }) => retention.removed(batchSize));
    const old = await this.#removeWhile((transaction) => this.#tooOld(transaction));
    const excess = await this.#removeWhile((transaction) => this.#tooMuch(transaction));
    const pictures = removed + old + excess;
    if (pictures > 0) this.#options.log.info({ pictures }, 'old pictures were removed');
    await this.#warnOfExcess();
  }

  async #forgetExpired(): Promise<void> {
    const nowMs = this.#options.now();
    await this.#options.storage.transaction(async (transaction) => {
      const { forms, linkCodes, links, linkTries, marks, searches, seenAlbums, seenPictures } = transaction;
      for (const memory of [forms, linkCodes, marks, searches, seenAlbums, seenPictures]) {
        await memory.removeExpired(nowMs);
      }
      await linkTries.removeUntil(nowMs - linkLimits.windowMs);
      await transaction.arrivedUpdates.removeHandled(nowMs - comesAgainMs);
      for (const accountId of await links.ended(nowMs)) await accountOf(transaction, accountId, nowMs);
    });
  }

  /** What an earlier life of the process left on the disk. */
  async #finishRemovals(): Promise<void> {
    const { storage } = this.#options;
    while (!this.#isStopping) {
      const keys = await storage.transaction(({ retention }) => retention.unneededFiles(batchSize));
      if (keys.length === 0) return;
      await removeFiles(keys, this.#options);
      await nextTurn();
    }
  }

  /** Removes the pictures of one batch of generations after the other; resolves with how many those were. */
  async #removeWhile(
    choose: (transaction: StorageTransaction) => Promise<readonly string[]>,
  ): Promise<number> {
    const { events, storage } = this.#options;
    let count = 0;
    while (!this.#isStopping) {
      const removed = await storage.transaction(async (transaction) => {
        const pictures: StoredPicture[] = [];
        for (const id of await choose(transaction)) {
          pictures.push(...(await transaction.pictures.removeOf(id)));
        }
        return pictures;
      });
      if (removed.length === 0) break;
      count += removed.length;
      const bytes = removed.reduce((sum, { byteLength }) => sum + byteLength, 0);
      await removeFiles(
        removed.map(({ key }) => key),
        this.#options,
      );
      events.emit({ name: 'pictures-expired', pictures: removed.length, bytes });
      // Everybody else comes in between.
      await nextTurn();
    }
    return count;
  }

  async #tooOld({ retention }: StorageTransaction): Promise<readonly string[]> {
    const { limits, now } = this.#options;
    if (limits.maxAgeMs === undefined) return [];
    return retention.expendable({ endedByMs: now() - limits.maxAgeMs, limit: batchSize });
  }

  async #tooMuch({ pictures, retention }: StorageTransaction): Promise<readonly string[]> {
    let excess = (await retention.keptBytes()) - (this.#options.limits.maxBytes ?? Number.POSITIVE_INFINITY);
    if (excess <= 0) return [];
    const chosen: string[] = [];
    for (const id of await retention.expendable({ endedByMs: this.#options.now(), limit: batchSize })) {
      if (excess <= 0) break;
      const ofRole = (role: StoredPicture['role']) => pictures.of(id, role);
      const kept = [...(await ofRole('result')), ...(await ofRole('draft')), ...(await ofRole('reference'))];
      excess -= kept.reduce((sum, { byteLength }) => sum + byteLength, 0);
      chosen.push(id);
    }
    return chosen;
  }

  async #warnOfExcess(): Promise<void> {
    const { limits, log, storage } = this.#options;
    if (limits.maxBytes === undefined || this.#isStopping) return;
    const bytes = await storage.transaction(({ retention }) => retention.keptBytes());
    if (bytes <= limits.maxBytes) return;
    log.warn({ bytes, maxBytes: limits.maxBytes }, 'favourites and open requests alone take up too much');
  }
}
