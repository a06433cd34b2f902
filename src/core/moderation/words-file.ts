import { z } from 'zod';
import { checkJson } from '../json-check.ts';
import { strictnessLevels } from './strictness.ts';
import { parseWordShapes } from './word-pattern.ts';

/** What becomes of a request with such words: it is refused, its pictures are hidden, or the moderators are told. */
const wordActions = ['refuse', 'spoiler', 'flag'] as const;
export type WordAction = (typeof wordActions)[number];

const rowOf = (kind: 'word' | 'pattern') =>
  z
    .string()
    .max(100)
    .refine((text) => parseWordShapes(text, kind) !== undefined, 'expected letters or digits in every word');
const listOf = (kind: 'word' | 'pattern') => z.array(rowOf(kind)).max(2_000);

const entry = z
  .strictObject({
    words: listOf('word').optional(),
    patterns: listOf('pattern').optional(),
    /** One pattern of each list has to occur, wherever. */
    together: z.array(listOf('pattern').min(1)).min(2).max(4).optional(),
    /** One pattern of each list has to occur, next to the other's, in either order. */
    sideBySide: z.array(listOf('pattern').min(1)).length(2).optional(),
    action: z.enum(wordActions),
    /** The level from which on it holds. */
    from: z.enum(strictnessLevels).default('standard'),
  })
  .refine(
    ({ patterns, sideBySide, together, words }) =>
      [patterns, sideBySide, together, words].filter((list) => list !== undefined).length === 1,
    'expected one of "words", "patterns", "together" and "sideBySide"',
  );

/** A pattern of a word, or of several in a row; or lists of which one each stands in a row. */
const allowedPhrase = z.union([rowOf('pattern'), z.array(listOf('pattern').min(1).max(200)).length(2)]);
export type AllowedPhrase = z.infer<typeof allowedPhrase>;

const schema = z.strictObject({
  /** The level of places that chose none. */
  strictness: z.enum(strictnessLevels).optional(),
  /** Whether the built-in entries hold, too; by default they do. */
  builtIn: z.boolean().optional(),
  /** What no entry is about. */
  allow: z.array(allowedPhrase).max(2_000).optional(),
  entries: z.array(entry).max(200).optional(),
});

/** What an operator's file may say about words. */
export type WordsFile = z.infer<typeof schema>;
export type WordEntry = z.infer<typeof entry>;

/** The operator's file cannot be used; `faults` lists every reason in plain words, each with its path in the file. */
export class InvalidWordsFile extends Error {
  override readonly name = 'InvalidWordsFile';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the words file cannot be used: ${faults.join('; ')}`);
    this.faults = faults;
  }
}

/**
 * Reads the text of a words file.
 *
 * @throws InvalidWordsFile
 */
export function parseWordsFile(text: string): WordsFile {
  const checked = checkJson(text, schema);
  if (checked.kind === 'faults') throw new InvalidWordsFile(checked.faults);
  return checked.data;
}
