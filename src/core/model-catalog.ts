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
  /** In characters, bounds included, whatever counts as one: `countCharacters`. */
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
  /** Whether the service checks what it painted when it is asked to; a model that knows no such question refuses it. */
  readonly checksContent?: boolean;
  readonly formats: readonly PictureFormat[];
  readonly maxReferences: number;
  /** Pictures in one call, 1 or more. */
  readonly maxResults: number;
  /** What each reference picture adds to the price of each picture. */
  readonly referencePriceMicros: MicroDollars;
}

/** The models on offer, and the styles they paint in. Only models with a known price are in it. */
export interface ModelCatalog {
  readonly defaultModel: ModelEntry;
  /** What paints drafts; undefined where nothing on offer is cheap and fast enough. */
  readonly draftModel: ModelEntry | undefined;
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

/** The list price of each result of a wish, and what its references add to it. */
export interface ListPrice {
  readonly pictureMicros: MicroDollars;
  readonly referencesMicros: MicroDollars;
}

/** What the price of a wish depends on. */
export type PricedWish = Pick<Wish, 'count' | 'model'> & {
  readonly references: Pick<Wish['references'], 'length'>;
};

/** @throws Error when the wish's model is not on offer; a resolved wish always has one that is. */
export function listPrice(wish: Omit<PricedWish, 'count'>, catalog: ModelCatalog): ListPrice {
  const model = catalog.about(wish.model);
  if (model?.priceMicros === undefined) throw new Error(`no price is known for the model ${wish.model}`);
  return {
    pictureMicros: model.priceMicros,
    referencesMicros: 'verb' in model ? 0 : model.referencePriceMicros * wish.references.length,
  };
}

/** The price of a picture of the cheapest model on offer. */
export function cheapestPicture({ offered }: ModelCatalog): MicroDollars {
  return Math.min(...offered.map(({ priceMicros = 0 }) => priceMicros));
}

/**
 * What a wish costs by the list: the price of a picture, with what its references add, times count.
 *
 * @throws Error when the wish's model is not on offer.
 */
export function estimateMicros(wish: PricedWish, catalog: ModelCatalog): MicroDollars {
  const { pictureMicros, referencesMicros } = listPrice(wish, catalog);
  return (pictureMicros + referencesMicros) * wish.count;
}
