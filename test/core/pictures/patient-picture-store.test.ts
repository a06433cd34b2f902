import { describe, expect, test } from 'vitest';
import { MemoryPictureStore } from '../../../src/core/pictures/memory-picture-store.ts';
import { PatientPictureStore } from '../../../src/core/pictures/patient-picture-store.ts';
import { describePictureStore } from './picture-store-contract.ts';

describePictureStore('patience', async () => new PatientPictureStore(new MemoryPictureStore()));

/** Fails so many times, and then works. */
class FailingPictureStore extends MemoryPictureStore {
  readonly #code: string;
  failuresLeft: number;

  constructor(code: string, failures: number) {
    super();
    this.#code = code;
    this.failuresLeft = failures;
  }

  override async write(key: string, bytes: Uint8Array): Promise<void> {
    if (this.failuresLeft > 0) {
      this.failuresLeft -= 1;
      throw Object.assign(new Error('not now'), { code: this.#code });
    }
    await super.write(key, bytes);
  }
}

describe('a patient picture store', () => {
  function open(store: FailingPictureStore) {
    const pausesMs: number[] = [];
    const patient = new PatientPictureStore(store, async (timeMs) => pausesMs.push(timeMs));
    return { patient, pausesMs };
  }

  test('stores the picture as soon as there is room again', async () => {
    const { patient, pausesMs } = open(new FailingPictureStore('ENOSPC', 3));
    await patient.write('a', Uint8Array.of(1));
    expect([...(await patient.read('a'))]).toEqual([1]);
    expect(pausesMs).toEqual([1_000, 2_000, 4_000]);
  });

  test('gives up with the reason, after a time that a stop can wait for', async () => {
    const store = new FailingPictureStore('ENOSPC', 99);
    const { patient, pausesMs } = open(store);
    await expect(patient.write('a', Uint8Array.of(1))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(pausesMs.reduce((sum, pause) => sum + pause, 0)).toBeLessThan(20_000);
    expect(store.failuresLeft).toBe(94);
  });

  test('waits for nothing that does not pass', async () => {
    const { patient, pausesMs } = open(new FailingPictureStore('EACCES', 1));
    await expect(patient.write('a', Uint8Array.of(1))).rejects.toMatchObject({ code: 'EACCES' });
    expect(pausesMs).toEqual([]);
  });
});
