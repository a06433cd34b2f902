import type { ReferenceSource } from './reference-source.ts';
import type { Style } from './style.ts';
import type { Verb } from './verb.ts';
import { makesTexts } from './verb.ts';

/** File formats that people may ask for; `jpeg` is the default. */
export const pictureFormats = ['jpeg', 'png', 'webp'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** What a person asked for, resolved against the model's bounds: ready to be priced, stored and painted. */
export interface Wish {
  readonly verb: Verb;
  /** The person's own words. Of a picture that is worked on, those that it was painted from; empty where there are none. */
  readonly prompt: string;
  readonly style?: WishStyle;
  /** The model's AIR identifier, as in `google:4@1`. */
  readonly model: string;
  readonly count: number;
  /** The aspect ratio that was asked for, as in `16:9`. */
  readonly aspect: string | undefined;
  /** Set only when a size was asked for and the model takes one, or when the model refuses to paint without. */
  readonly size: PictureSize | undefined;
  readonly seed: number | undefined;
  readonly format: PictureFormat;
  /** In the person's order. */
  readonly references: readonly ReferenceSource[];
  /** What is to become of pictures that the service finds to be not for everybody; undefined: it is not asked. */
  readonly contentCheck?: ContentCheck;
  /** Which of the person's own defaults the model, the request or the budget had no room for. */
  readonly dropped: readonly DroppedDefault[];
  /** The model that paints a draft of it first, by its AIR identifier; undefined where there is no draft. */
  readonly draftModel?: string;
}

/** They are covered for others, or nobody is shown them. */
export type ContentCheck = 'cover' | 'withhold';

/** How many pictures are to come of it: none where words are. */
export function picturesOf({ count, verb }: Pick<Wish, 'count' | 'verb'>): number {
  return makesTexts(verb) ? 0 : count;
}

/** A style as it was when it was asked for: whatever the operator changes later, what is sent stays the same. */
interface WishStyle extends StyleInUse {
  /** The person's words with the style around them, as the model is given them. */
  readonly prompt: string;
}

export type StyleInUse = Pick<Style, 'key' | 'template'>;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Seeds that every model with seeds takes. Runware documents 1 to 2^63 and draws its own from 32 bits; the latter are
 * exact in JSON numbers: https://runware.ai/docs/en/image-inference/api-reference#request-seed
 */
export const seedBounds = { min: 1, max: 4_294_967_295 } as const;

/** A wish as it was typed, before the catalogue has been asked. */
export interface WishRequest {
  /** Undefined asks for a painting. */
  readonly verb?: Verb;
  readonly prompt: string;
  /** An alias, a label or an AIR identifier; undefined asks for the default model. */
  readonly model: string | undefined;
  /** A key or a name, or `noStyle`; or that of an earlier wish, on offer or not. */
  readonly style?: string | StyleInUse | undefined;
  /** Undefined asks for one picture. */
  readonly count: number | undefined;
  readonly aspect: string | undefined;
  readonly seed: number | undefined;
  readonly format: PictureFormat | undefined;
  readonly references: readonly ReferenceSource[];
  /** Whether a draft is to come first, where there can be one; undefined leaves it to the defaults. */
  readonly draftsFirst?: boolean | undefined;
  /** What the person usually wants, for whatever was left out; a button that asks for something definite has none. */
  readonly defaults?: WishDefaults;
}

/** What a request holds that says nothing but words. */
export const nothingNamed = {
  model: undefined,
  count: undefined,
  aspect: undefined,
  seed: undefined,
  format: undefined,
} as const satisfies Partial<WishRequest>;

/** A person's own defaults. Where one does not fit it is dropped, and the request goes on without it. */
export interface WishDefaults {
  /** As in `WishRequest`. */
  readonly model: string | undefined;
  readonly style: string | undefined;
  readonly count: number | undefined;
  readonly aspect: string | undefined;
  readonly format: PictureFormat | undefined;
  readonly draftsFirst: boolean;
}

export type DroppedDefault = keyof WishDefaults;

/** Why a wish is outside its model's bounds, with what would be possible. */
export type WishProblem =
  /** The bot does not offer this: its model has no known price. */
  | { readonly problem: 'verb-off' }
  | { readonly problem: 'picture-missing' }
  | { readonly problem: 'one-picture-only'; readonly asked: number }
  | { readonly problem: 'prompt-too-short'; readonly min: number }
  | {
      readonly problem: 'prompt-too-long';
      readonly max: number;
      readonly length: number;
      /** The key of the style that counts too. */
      readonly style?: string;
    }
  | { readonly problem: 'style-unknown'; readonly asked: string; readonly offered: readonly string[] }
  | { readonly problem: 'model-unknown'; readonly asked: string; readonly offered: readonly string[] }
  /** There is such a model, and rules keep it from being used here. */
  | { readonly problem: 'model-not-here'; readonly asked: string; readonly offered: readonly string[] }
  /** Rules leave no model at all. */
  | { readonly problem: 'no-model-here' }
  /** Also for counts that are no whole numbers. */
  | { readonly problem: 'too-few-pictures'; readonly min: number; readonly asked: number }
  | { readonly problem: 'too-many-pictures'; readonly max: number; readonly asked: number }
  /** The model would paint so many, and rules say less. */
  | { readonly problem: 'too-many-pictures-here'; readonly max: number; readonly asked: number }
  | { readonly problem: 'aspect-unknown'; readonly asked: string; readonly offered: readonly string[] }
  | { readonly problem: 'size-not-taken'; readonly model: string }
  | { readonly problem: 'size-not-taken-with-references'; readonly model: string }
  | { readonly problem: 'seed-not-taken'; readonly model: string }
  | { readonly problem: 'seed-out-of-range'; readonly min: number; readonly max: number }
  | { readonly problem: 'format-not-taken'; readonly asked: string; readonly offered: readonly string[] }
  | { readonly problem: 'references-not-taken'; readonly model: string }
  | { readonly problem: 'too-many-references'; readonly max: number; readonly asked: number };
