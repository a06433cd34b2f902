import { noStyle } from '../core/style.ts';
import { normalizeStyleName } from '../core/style-name.ts';
import { toPlainText } from './join-text.ts';
import { nameStyle } from './name-style.ts';
import type { Suggest } from './suggestion.ts';

/** The styles that what was typed may mean, by key or by name in any language, and that of having none. */
export const suggestStyles: Suggest = async (typed, { catalog, language, wording }) => {
  const wanted = normalizeStyleName(typed);
  const mayMean = (names: readonly string[]) =>
    names.some((name) => normalizeStyleName(name).includes(wanted));
  const styles = catalog.styles.offered
    .filter(({ key, names }) => mayMean([key, ...Object.values(names)]))
    .map((style) => ({
      label: [{ text: nameStyle(style, language), style: 'plain' }] as const,
      value: style.key,
    }));
  const none = wording.text('settings.leaveStyle', language);
  return mayMean([noStyle, toPlainText(none)]) ? [...styles, { label: none, value: noStyle }] : styles;
};
