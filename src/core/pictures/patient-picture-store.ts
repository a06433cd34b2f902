import { setTimeout as delay } from 'node:timers/promises';
import type { PictureStore } from './picture-store.ts';

/** Some 15 seconds in all: less than a stop waits for what is under way. */
const pausesMs: readonly number[] = [1_000, 2_000, 4_000, 8_000];

/** What may be different a moment later: https://man7.org/linux/man-pages/man3/errno.3.html */
const passingCodes: readonly unknown[] = [
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'EAGAIN',
  'EBUSY',
  'ESTALE',
  'ETIMEDOUT',
];

/**
 * Writes again where the disk is full or fails for the moment: a picture that comes here is paid, and what is not
 * stored is lost.
 */
export class PatientPictureStore implements PictureStore {
  readonly #store: PictureStore;
  readonly #pause: (timeMs: number) => Promise<unknown>;

  constructor(store: PictureStore, pause: (timeMs: number) => Promise<unknown> = delay) {
    this.#store = store;
    this.#pause = pause;
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    for (const pauseMs of pausesMs) {
      try {
        return await this.#store.write(key, bytes);
      } catch (error) {
        if (!mayPass(error)) throw error;
        await this.#pause(pauseMs);
      }
    }
    await this.#store.write(key, bytes);
  }

  read(key: string): Promise<Uint8Array> {
    return this.#store.read(key);
  }

  remove(key: string): Promise<void> {
    return this.#store.remove(key);
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof Error && 'code' in error && passingCodes.includes(error.code);
}
