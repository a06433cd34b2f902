import type { StyleCatalog } from './style.ts';
import { normalizeStyleName } from './style-name.ts';
import knownStyles from './styles.json' with { type: 'json' };
import type { StylesFile } from './styles-file.ts';
import { applyStylesFile } from './styles-file.ts';

/**
 * The built-in styles, changed by the operator's file when there is one.
 *
 * @throws InvalidStylesFile when the file contradicts itself or the built-in styles.
 */
export function createStyleCatalog(file: StylesFile = {}): StyleCatalog {
  const offered = applyStylesFile(file, knownStyles);
  const byName = new Map(
    offered.flatMap((style) =>
      [style.key, ...Object.values(style.names)].map((name) => [normalizeStyleName(name), style]),
    ),
  );
  return { offered, find: (name) => byName.get(normalizeStyleName(name)) };
}
