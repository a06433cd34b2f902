import type { Style, StyleCatalog } from '../core/style.ts';
import { resolveLanguage } from './texts/texts.ts';

/** What people call a style in their language. */
export function nameStyle({ names }: Pick<Style, 'names'>, language: string): string {
  return names[resolveLanguage(language)] ?? names.en;
}

/** The same by its key; one that is on offer no more has nothing but that. */
export function nameStyleByKey(key: string, styles: StyleCatalog, language: string): string {
  const style = styles.find(key);
  return style === undefined ? key : nameStyle(style, language);
}
