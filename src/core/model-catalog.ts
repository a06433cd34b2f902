import type { MicroDollars } from './money.ts';
import type { StyleCatalog } from './style.ts';
import type { ToolVerb } from './verb.ts';
import type { PictureFormat, PictureSize, Wish } from './wish.ts';

/** What every model has, whatever it does. */
interface AnyModel {
  /** AIR identifier, as in `google:4@1`. */
  readonly air: string;
  /** The official name. */
  readonly label: string;
  /** In characters (Unicode code points), bounds included. */
  readonly promptLength: { readonly min: number; readonly max: number };
  /** Price of one result; undefined keeps the model off until the operator gives one. */
  readonly priceMicros: MicroDollars | undefined;
  /** What people should expect to wait, in seconds. */
  readonly typicalSeconds: { readonly text: number; readonly references: number };
}

/** The model that does one of the other things. */
export interface ToolEntry extends AnyModel {
  readonly verb: ToolVerb;
}

/** A model on offer: what it is called, what it can do, what it costs. */
export interface ModelEntry extends AnyModel {
  /** Short names that people may type, the first one being the one shown; compared without case. */
  readonly aliases: readonly string[];
  /** Sizes by aspect ratio; empty when the model takes no size. */
  readonly sizes: Readonly<Record<string, PictureSize>>;
  /** Whether a size may be sent together with reference pictures. */
  readonly takesSizeWithReferences: boolean;
  /** Whether the model refuses a request without a size; such a model offers `1:1`, which is then sent unasked. */
  readonly needsSize: boolean;
  readonly takesSeed: boolean;
  readonly formats: readonly PictureFormat[];
  readonly maxReferences: number;
  /** Pictures in one call, 1 or more. */
  readonly maxResults: number;
}

/** The models on offer, and the styles they paint in. Only models with a known price are in it. */
export interface ModelCatalog {
  readonly defaultModel: ModelEntry;
  /** In the order in which they are shown. */
  readonly offered: readonly ModelEntry[];
  readonly styles: StyleCatalog;
  /** Finds a model that paints by alias, label or AIR identifier, without regard to case. */
  find(name: string): ModelEntry | undefined;
  /** What does one of the other things; undefined where that is not on offer. */
  toolFor(verb: ToolVerb): ToolEntry | undefined;
  /** Whatever model carries out wishes, by its AIR identifier. */
  about(air: string): ModelEntry | ToolEntry | undefined;
}

/**
 * What a wish is expected to cost: list price times count.
 *
 * @throws Error when the wish's model is not on offer; a resolved wish always has one that is.
 */
export function estimateMicros(wish: Pick<Wish, 'count' | 'model'>, catalog: ModelCatalog): MicroDollars {
  const price = catalog.about(wish.model)?.priceMicros;
  if (price === undefined) throw new Error(`no price is known for the model ${wish.model}`);
  return price * wish.count;
}
