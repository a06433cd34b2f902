import { afterEach, describe, expect, test } from 'vitest';
import { MemoryPictureStore } from '../src/core/pictures/memory-picture-store.ts';
import { ReferenceRefused } from '../src/core/reference-source.ts';
import { UntrustedFetchFailed } from '../src/core/untrusted-fetch/untrusted-fetch-failed.ts';
import type { OpenedReferenceIntake } from '../src/open-reference-intake.ts';
import { openReferenceIntake } from '../src/open-reference-intake.ts';
import { encode, quarteredPicture } from './e2e/support/painted-picture.ts';

const { signal } = new AbortController();
const file = { kind: 'attachment', platform: 'test', handle: 'a' } as const;
const picture = await encode(quarteredPicture(1));

describe("a platform's file", () => {
  let opened: OpenedReferenceIntake | undefined;
  let attempts = 0;
  const pausesMs: number[] = [];

  afterEach(async () => {
    await opened?.close();
    attempts = 0;
    pausesMs.length = 0;
  });

  /** The platform answers with each of the errors once, then with the picture. */
  function takeIn(errors: readonly Error[]) {
    const left = [...errors];
    opened = openReferenceIntake({
      pictures: new MemoryPictureStore(),
      attachments: new Map([
        [
          'test',
          async () => {
            attempts += 1;
            const error = left.shift();
            if (error !== undefined) throw error;
            return picture;
          },
        ],
      ]),
      pause: async (timeMs) => void pausesMs.push(timeMs),
    });
    return opened.intake.takeIn(file, { count: 1, signal });
  }

  test.each([
    ['a server error', new UntrustedFetchFailed('status-refused', { status: 502 })],
    ['a broken connection', new UntrustedFetchFailed('unreachable', { causeCode: 'ECONNRESET' })],
    ['what the platform says itself', new ReferenceRefused({ problem: 'unreachable' })],
  ])('is fetched again after %s', async (_name, error) => {
    await expect(takeIn([error, error])).resolves.toMatchObject({ mediaType: 'image/png' });
    expect(attempts).toBe(3);
  });

  test('is left alone for as long as the platform asks', async () => {
    await takeIn([new ReferenceRefused({ problem: 'unreachable', retryAfterMs: 3_000 })]);
    expect(pausesMs).toEqual([3_000]);
    await expect(
      takeIn([new ReferenceRefused({ problem: 'unreachable', retryAfterMs: 60_000 })]),
    ).rejects.toMatchObject({ problem: 'unreachable' });
    expect(pausesMs).toEqual([3_000]);
  });

  test('is given up within seconds', async () => {
    const error = new UntrustedFetchFailed('unreachable');
    const taking = takeIn(Array.from({ length: 20 }, () => error));
    await expect(taking).rejects.toMatchObject({ problem: 'unreachable' });
    expect(attempts).toBeGreaterThan(1);
    expect(pausesMs.reduce((sum, timeMs) => sum + timeMs, 0)).toBeLessThanOrEqual(10_000);
  });

  test.each([
    ['is gone', new UntrustedFetchFailed('status-refused', { status: 404 })],
    ['is too large', new UntrustedFetchFailed('too-large')],
    ['leads elsewhere', new UntrustedFetchFailed('origin-refused')],
    ['ran into a bug', new Error('a bug')],
  ])('is asked for once when it %s', async (_name, error) => {
    await expect(takeIn([error])).rejects.toThrow();
    expect(attempts).toBe(1);
  });
});
