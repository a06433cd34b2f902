/** A way of painting: what is put around a person's words before a model is given them. */
export interface Style {
  /** What people type and what is stored: at most 24 lower-case letters, digits and dashes. */
  readonly key: string;
  /** What people read, by language, as in `ru`; English stands in for what is missing. */
  readonly names: Readonly<Record<string, string>> & { readonly en: string };
  /** Holds `{prompt}` once, where the person's words go. */
  readonly template: string;
}

/** The styles on offer. */
export interface StyleCatalog {
  /** In the order in which they are shown. */
  readonly offered: readonly Style[];
  /** Finds a style by its key or one of its names, without regard to case. */
  find(name: string): Style | undefined;
}

/** Asks for no style where a person usually has one; no style is called so. */
export const noStyle = 'none';

/** Where a template takes the person's words. */
export const promptPlace = '{prompt}';

/** A person's words with a style around them. */
export function decorate(prompt: string, { template }: Pick<Style, 'template'>): string {
  return template.replace(promptPlace, () => prompt);
}
