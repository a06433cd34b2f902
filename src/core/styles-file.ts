import { z } from 'zod';
import { checkJson } from './json-check.ts';
import type { Style } from './style.ts';
import { noStyle, promptPlace } from './style.ts';
import { normalizeStyleName } from './style-name.ts';

const styleChange = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z\d][a-z\d-]{0,23}$/, 'expected at most 24 lower-case letters, digits and dashes')
    .refine((key) => key !== noStyle, `"${noStyle}" asks for no style`),
  names: z
    .record(
      z.string().regex(/^[a-z]{2,3}$/, 'expected a language such as "en"'),
      z.string().trim().min(1).max(40),
    )
    .optional(),
  template: z
    .string()
    .max(1_000)
    .refine((text) => text.split(promptPlace).length === 2, `expected ${promptPlace} in it, once`)
    .optional(),
});

const schema = z.strictObject({
  /** The keys of the only styles on offer, in the order in which they are shown. */
  offered: z.array(z.string()).min(1).optional(),
  /** Changes to known styles and whole new ones, told apart by their key. */
  styles: z.array(styleChange).optional(),
});

/** What an operator's file may say about the styles on offer. */
export type StylesFile = z.infer<typeof schema>;
type StyleChange = z.infer<typeof styleChange>;

/** The operator's file cannot be used; `faults` lists every reason in plain words, each with its path in the file. */
export class InvalidStylesFile extends Error {
  override readonly name = 'InvalidStylesFile';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the styles file cannot be used: ${faults.join('; ')}`);
    this.faults = faults;
  }
}

/**
 * Reads the text of a styles file.
 *
 * @throws InvalidStylesFile
 */
export function parseStylesFile(text: string): StylesFile {
  const checked = checkJson(text, schema);
  if (checked.kind === 'faults') throw new InvalidStylesFile(checked.faults);
  return checked.data;
}

/**
 * The styles on offer once the file's changes are made.
 *
 * @throws InvalidStylesFile when names clash, a new style lacks something, or one that is asked for is unknown.
 */
export function applyStylesFile(file: StylesFile, known: readonly Style[]): readonly Style[] {
  const faults: string[] = [];
  const styles = changeStyles(file.styles ?? [], known, faults);
  faults.push(...clashingNames([...styles.values()]));
  const offered = file.offered === undefined ? [...styles.values()] : select(file.offered, styles, faults);
  if (faults.length > 0) throw new InvalidStylesFile(faults);
  return offered;
}

function changeStyles(
  changes: readonly StyleChange[],
  known: readonly Style[],
  faults: string[],
): ReadonlyMap<string, Style> {
  const styles = new Map(known.map((style) => [style.key, style]));
  const changed = new Set<string>();
  for (const [index, { key, names, template }] of changes.entries()) {
    const path = `styles[${index}]`;
    if (changed.has(key)) faults.push(`${path}.key: ${key} stands in the file twice`);
    changed.add(key);
    const before = styles.get(key);
    const english = names?.en ?? before?.names.en;
    const around = template ?? before?.template;
    if (english === undefined) faults.push(`${path}.names.en: a new style needs it`);
    if (around === undefined) faults.push(`${path}.template: a new style needs it`);
    if (english === undefined || around === undefined) continue;
    styles.set(key, { key, names: { ...before?.names, ...names, en: english }, template: around });
  }
  return styles;
}

function clashingNames(styles: readonly Style[]): readonly string[] {
  const owners = new Map([[noStyle, noStyle]]);
  const faults: string[] = [];
  for (const { key, names } of styles) {
    for (const name of new Set([key, ...Object.values(names)].map(normalizeStyleName))) {
      const owner = owners.get(name);
      if (owner !== undefined) faults.push(`styles: ${owner} and ${key} are both called "${name}"`);
      owners.set(name, key);
    }
  }
  return faults;
}

function select(
  keys: readonly string[],
  styles: ReadonlyMap<string, Style>,
  faults: string[],
): readonly Style[] {
  const selected = new Set<Style>();
  for (const [index, key] of keys.entries()) {
    const style = styles.get(key);
    if (style === undefined) faults.push(`offered[${index}]: no style has the key "${key}"`);
    else selected.add(style);
  }
  return [...selected];
}
