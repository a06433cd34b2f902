import { setTimeout as delay } from 'node:timers/promises';
import { referenceBounds, referenceBudgetBytes } from './core/pictures/intake/picture-bounds.ts';
import { PictureIntake } from './core/pictures/intake/picture-intake.ts';
import type { PictureRefusal } from './core/pictures/intake/picture-refusal.ts';
import type { PictureStore } from './core/pictures/picture-store.ts';
import { PictureMissing } from './core/pictures/picture-store.ts';
import type { ReferenceIntake } from './core/reference-intake.ts';
import type { ReferenceProblem, ReferenceSource } from './core/reference-source.ts';
import { ReferenceRefused } from './core/reference-source.ts';
import type { Dial } from './core/untrusted-fetch/dial.ts';
import { fetchUntrusted } from './core/untrusted-fetch/fetch-untrusted.ts';
import type { Lookup } from './core/untrusted-fetch/host-resolution.ts';
import type { UntrustedFetchReason } from './core/untrusted-fetch/untrusted-fetch-failed.ts';
import { UntrustedFetchFailed } from './core/untrusted-fetch/untrusted-fetch-failed.ts';

/** Fetches what was sent along on one platform, by the handle that its adapter made. */
export type FetchAttachment = (handle: string, signal: AbortSignal) => Promise<Uint8Array>;

export interface ReferenceIntakeParts {
  readonly pictures: PictureStore;
  readonly attachments: ReadonlyMap<string, FetchAttachment>;
  readonly internet?: Internet | undefined;
  /** Waits before a file is fetched again. */
  readonly pause?: (timeMs: number, signal: AbortSignal) => Promise<unknown>;
}

/** How names are found and connections opened for addresses that people typed; the system's ways by default. */
export interface Internet {
  readonly lookup: Lookup;
  readonly dial: Dial;
}

export interface OpenedReferenceIntake {
  readonly intake: ReferenceIntake;
  readonly close: () => Promise<void>;
}

/** How long one file may take, redirects included. */
const fetchTimeoutMs = 30_000;
const maxRedirects = 4;

/** A platform that does not give a file for the moment is asked again: people are still told within seconds. */
const pausesMs: readonly number[] = [500, 1_500, 4_000];
const longestTrialMs = 10_000;

/** Puts together what fetches references and what makes them fit. */
export function openReferenceIntake(parts: ReferenceIntakeParts): OpenedReferenceIntake {
  const { pictures, attachments, internet, pause = pauseUnlessAborted } = parts;
  const reading = new PictureIntake();

  const fetchSource = (source: ReferenceSource, signal: AbortSignal): Promise<Uint8Array> => {
    switch (source.kind) {
      case 'link':
        return fetchFile(source.url, { signal, ...internet });
      case 'kept':
        return pictures.read(source.key);
      case 'attachment': {
        const fetchAttachment = attachments.get(source.platform);
        if (fetchAttachment === undefined) throw new ReferenceRefused({ problem: 'unreachable' });
        return fetchPatiently(
          () => fetchAttachment(source.handle, signal),
          (timeMs) => pause(timeMs, signal),
        );
      }
      default:
        return source satisfies never;
    }
  };

  return {
    close: () => reading.stop(),
    intake: {
      async takeIn(source, { count, signal }) {
        const bytes = await fetchSource(source, signal).catch((error: unknown) => {
          throw toReferenceRefused(error);
        });
        const bounds = { ...referenceBounds, budgetBytes: referenceBudgetBytes(count) };
        const taken = await reading.takeIn(bytes, { bounds, signal });
        if ('refusal' in taken) throw refusedPicture(taken.refusal);
        const { mediaType, width, height } = taken.picture;
        return { bytes: taken.picture.bytes, mediaType, width, height };
      },
    },
  };
}

/** Of links that people typed most are wrong and stay wrong; a platform's own files are there. */
async function fetchPatiently(
  fetch: () => Promise<Uint8Array>,
  pause: (timeMs: number) => Promise<unknown>,
): Promise<Uint8Array> {
  const startedAt = performance.now();
  for (const shortestPauseMs of pausesMs) {
    let pauseMs = shortestPauseMs;
    try {
      return await fetch();
    } catch (error) {
      const refused = toReferenceRefused(error);
      if (!(refused instanceof ReferenceRefused) || refused.problem !== 'unreachable') throw error;
      pauseMs = Math.max(pauseMs, refused.retryAfterMs ?? 0);
      if (performance.now() - startedAt + pauseMs > longestTrialMs) throw error;
    }
    await pause(pauseMs);
  }
  return fetch();
}

function pauseUnlessAborted(timeMs: number, signal: AbortSignal): Promise<unknown> {
  return delay(timeMs, undefined, { signal });
}

/** Fetches a file from an address that a person or a platform gave. @throws UntrustedFetchFailed */
export async function fetchFile(
  url: string,
  options: {
    readonly signal: AbortSignal;
    readonly allowedOrigins?: readonly string[];
    readonly trustedOrigins?: readonly string[];
  } & Partial<Internet>,
): Promise<Uint8Array> {
  const { bytes } = await fetchUntrusted(url, {
    ...options,
    maxBytes: referenceBounds.maxFileBytes,
    timeoutMs: fetchTimeoutMs,
    maxRedirects,
  });
  return bytes;
}

function toReferenceRefused(error: unknown): unknown {
  if (error instanceof PictureMissing) return new ReferenceRefused({ problem: 'not-found', cause: error });
  if (!(error instanceof UntrustedFetchFailed)) return error;
  const isGone = error.status === 404 || error.status === 410 || error.status === 403;
  return new ReferenceRefused({ problem: isGone ? 'not-found' : fetchProblems[error.reason], cause: error });
}

const fetchProblems = {
  'address-unreadable': 'address-refused',
  'scheme-refused': 'address-refused',
  'port-refused': 'address-refused',
  'credentials-refused': 'address-refused',
  'host-refused': 'address-refused',
  'origin-refused': 'address-refused',
  'redirect-refused': 'address-refused',
  'too-many-redirects': 'unreachable',
  'host-unknown': 'unreachable',
  unreachable: 'unreachable',
  'status-refused': 'unreachable',
  'timed-out': 'unreachable',
  'answer-broken': 'unreachable',
  'too-large': 'too-large',
} as const satisfies Record<UntrustedFetchReason, ReferenceProblem>;

function refusedPicture(refusal: PictureRefusal): ReferenceRefused {
  const format = refusal.problem === 'format-unsupported' ? refusal.name : undefined;
  return new ReferenceRefused({ problem: pictureProblems[refusal.problem], format });
}

const pictureProblems = {
  empty: 'broken',
  'not-a-picture': 'not-a-picture',
  'format-unsupported': 'format-unsupported',
  broken: 'broken',
  'too-large-file': 'too-large',
  'too-many-pixels': 'too-many-pixels',
  'too-small': 'too-small',
  'too-narrow': 'too-narrow',
  'took-too-long': 'broken',
} as const satisfies Record<PictureRefusal['problem'], ReferenceProblem>;
