import { AsyncResource } from 'node:async_hooks';
import { isErased } from './erasure.ts';
import type { Generation } from './generation.ts';
import type { Log } from './log.ts';
import type { ModelCatalog } from './model-catalog.ts';
import { quantile } from './quantile.ts';
import type { Storage } from './storage/storage.ts';
import type { Wish } from './wish.ts';

/** How long a model takes for one wish, in milliseconds. */
export interface ExpectedTime {
  /** Half of them take less. */
  readonly medianMs: number;
  /** Nine of ten take less; undefined while too little is known of this bot's own past. */
  readonly p90Ms: number | undefined;
}

export interface ModelTimingsOptions {
  readonly storage: Storage;
  readonly catalog: ModelCatalog;
  readonly now: () => number;
  readonly log: Log;
}

const lookedAt = 500;
const fewestSamples = 5;
const refreshAfterMs = 60_000;

/** What waiting for a picture is like here: learned from this bot's own past, and the catalogue's word until then. */
export class ModelTimings {
  readonly #options: ModelTimingsOptions;
  #learned: ReadonlyMap<string, ExpectedTime> = new Map();
  #learnedAtMs: number | undefined;
  readonly #elsewhere = AsyncResource.bind((work: () => void) => work());

  constructor(options: ModelTimingsOptions) {
    this.#options = options;
  }

  /** Answers at once from what is known, and looks again in the background when that is a minute old. */
  expect(wish: Pick<Wish, 'model' | 'references'>): ExpectedTime | undefined {
    const nowMs = this.#options.now();
    if (this.#learnedAtMs === undefined || nowMs - this.#learnedAtMs > refreshAfterMs) {
      this.#learnedAtMs = nowMs;
      // Whoever asks may be within a transaction, and another one cannot be opened there.
      this.#elsewhere(() => void this.learn());
    }
    return this.#learned.get(kindOf(wish)) ?? promisedTime(wish, this.#options.catalog);
  }

  /** Looks at the newest results. A fault leaves what is known. */
  async learn(): Promise<void> {
    const { log, now, storage } = this.#options;
    this.#learnedAtMs = now();
    try {
      const delivered = await storage.read(({ generations }) => generations.lastDelivered(lookedAt));
      this.#learned = learnFrom(delivered.filter((generation) => !isErased(generation)));
    } catch (error) {
      log.warn({ error }, 'how long models take could not be looked up');
    }
  }
}

/** The catalogue's word. */
export function promisedTime(
  { model, references }: Pick<Wish, 'model' | 'references'>,
  catalog: ModelCatalog,
): ExpectedTime | undefined {
  const typical = catalog.about(model)?.typicalSeconds;
  if (typical === undefined) return undefined;
  return { medianMs: (references.length > 0 ? typical.references : typical.text) * 1_000, p90Ms: undefined };
}

function learnFrom(delivered: readonly Generation[]): ReadonlyMap<string, ExpectedTime> {
  const durations = new Map<string, number[]>();
  for (const { endedAtMs, firstSentAtMs, wish } of delivered) {
    if (endedAtMs === undefined || firstSentAtMs === undefined) continue;
    const kind = kindOf(wish);
    durations.set(kind, [...(durations.get(kind) ?? []), endedAtMs - firstSentAtMs]);
  }
  return new Map(
    [...durations]
      .filter(([, samples]) => samples.length >= fewestSamples)
      .map(([kind, samples]) => {
        const sorted = samples.toSorted((one, other) => one - other);
        return [kind, { medianMs: quantile(sorted, 0.5), p90Ms: quantile(sorted, 0.9) }];
      }),
  );
}

/** Painting from pictures takes much longer than painting from words alone. */
function kindOf({ model, references }: Pick<Wish, 'model' | 'references'>): string {
  return references.length > 0 ? `${model} from pictures` : model;
}
