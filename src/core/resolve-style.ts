import type { ModelEntry } from './model-catalog.ts';
import { countCharacters } from './prompt-length.ts';
import type { StyleCatalog } from './style.ts';
import { decorate, noStyle } from './style.ts';
import type { DroppedDefault, StyleInUse, Wish, WishProblem, WishRequest } from './wish.ts';

/** A person's own words, and the style to put around them. */
export interface StyledWords {
  readonly prompt: string;
  readonly style: StyleInUse | undefined;
}

/** The style that a request names, or why there is none. */
export function readStyle(
  asked: WishRequest['style'],
  styles: StyleCatalog,
): { readonly style: StyleInUse | undefined; readonly problems: readonly WishProblem[] } {
  if (typeof asked !== 'string') return { style: asked, problems: [] };
  if (asked.trim().toLowerCase() === noStyle) return { style: undefined, problems: [] };
  const style = styles.find(asked);
  if (style !== undefined) return { style, problems: [] };
  const offered = styles.offered.map(({ key }) => key);
  return { style, problems: [{ problem: 'style-unknown', asked, offered }] };
}

/** What stands against the words with a model: their own may be too few, and with the style they may be too many. */
export function promptProblems(
  { prompt, style }: StyledWords,
  { promptLength: { max, min } }: Pick<ModelEntry, 'promptLength'>,
): readonly WishProblem[] {
  if (countCharacters(prompt).fewest < min) return [{ problem: 'prompt-too-short', min }];
  const { most: length } = countCharacters(style === undefined ? prompt : decorate(prompt, style));
  if (length <= max) return [];
  return [{ problem: 'prompt-too-long', max, length, ...(style && { style: style.key }) }];
}

/** Where a request names no style, the person's usual one comes in, as long as it is on offer and there is room for it. */
export function fillInStyle(
  { defaults, style: asked }: WishRequest,
  words: StyledWords,
  { model, styles }: { readonly model: ModelEntry; readonly styles: StyleCatalog },
): { readonly words: StyledWords; readonly dropped: readonly DroppedDefault[] } {
  if (asked !== undefined || defaults?.style === undefined) return { words, dropped: [] };
  const usual = { ...words, style: styles.find(defaults.style) };
  const fits = usual.style !== undefined && promptProblems(usual, model).length === 0;
  return fits ? { words: usual, dropped: [] } : { words, dropped: ['style'] };
}

/** The words as a wish holds them. */
export function withStyle({ prompt, style }: StyledWords): Pick<Wish, 'prompt' | 'style'> {
  if (style === undefined) return { prompt };
  const { key, template } = style;
  return { prompt, style: { key, template, prompt: decorate(prompt, style) } };
}
