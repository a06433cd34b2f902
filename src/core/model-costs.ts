import { isErased } from './erasure.ts';
import type { Generation } from './generation.ts';
import type { Log } from './log.ts';
import type { ModelCatalog } from './model-catalog.ts';
import { listPrice } from './model-catalog.ts';
import type { MicroDollars } from './money.ts';
import { quantile } from './quantile.ts';
import type { Storage } from './storage/storage.ts';
import type { Wish } from './wish.ts';

export interface ModelCostsOptions {
  readonly storage: Storage;
  readonly catalog: ModelCatalog;
  readonly now: () => number;
  readonly log: Log;
}

interface Sample {
  /** Of one picture, without what references add by the catalogue's word. */
  readonly costMicros: MicroDollars;
  readonly atMs: number;
}

const lookedAt = 500;
const mostSamples = 100;

/** A price that was wrong once, however wrong, does not keep people from a model for longer. */
const rememberedForMs = 7 * 24 * 60 * 60_000;

/** What pictures cost here: the list price, until this bot's own past says that it is not enough. */
export class ModelCosts {
  readonly #options: ModelCostsOptions;
  /** By the kind of wish, the newest last. */
  readonly #samples = new Map<string, readonly Sample[]>();

  constructor(options: ModelCostsOptions) {
    this.#options = options;
  }

  /**
   * What is set aside for a wish: for each picture the list price, or what 19 of 20 pictures of this model have cost, or
   * what the last one did, whichever is most; and what its references add.
   *
   * @throws Error when the wish's model is not on offer.
   */
  estimate(wish: Wish): MicroDollars {
    const { pictureMicros, referencesMicros } = listPrice(wish, this.#options.catalog);
    const sinceMs = this.#options.now() - rememberedForMs;
    const costs = (this.#samples.get(kindOf(wish)) ?? [])
      .filter(({ atMs }) => atMs > sinceMs)
      .map(({ costMicros }) => costMicros);
    const usual = quantile(
      costs.toSorted((one, other) => one - other),
      0.95,
    );
    return (Math.max(pictureMicros, usual, costs.at(-1) ?? 0) + referencesMicros) * wish.count;
  }

  /** Takes into account what a generation cost, as soon as that is known. */
  note({ costMicros, endedAtMs, wish }: Pick<Generation, 'costMicros' | 'endedAtMs' | 'wish'>): void {
    const { catalog, now } = this.#options;
    if (costMicros === undefined || catalog.about(wish.model) === undefined) return;
    const { referencesMicros } = listPrice(wish, catalog);
    const sample = {
      costMicros: Math.max(0, Math.ceil(costMicros / wish.count) - referencesMicros),
      atMs: endedAtMs ?? now(),
    };
    const kind = kindOf(wish);
    this.#samples.set(kind, [...(this.#samples.get(kind) ?? []), sample].slice(-mostSamples));
  }

  /** Looks at the newest results, also at those of other processes. A fault leaves what was known. */
  async learn(): Promise<void> {
    const { log, storage } = this.#options;
    try {
      const delivered = await storage.read(({ generations }) => generations.lastDelivered(lookedAt));
      this.#samples.clear();
      for (const generation of delivered.toReversed()) {
        if (!isErased(generation)) this.note(generation);
      }
    } catch (error) {
      log.warn({ error }, 'what models cost could not be looked up');
    }
  }
}

/** Painting from pictures may be charged quite differently from painting from words alone. */
function kindOf({ model, references }: Pick<Wish, 'model' | 'references'>): string {
  return references.length > 0 ? `${model} from pictures` : model;
}
