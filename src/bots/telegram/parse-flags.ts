import { isOfferedOn } from '../../commands/offered-on.ts';
import type { OptionSpec, OptionSpecs, RawOptions } from '../../commands/option.ts';
import { parseQuoted } from './parse-quoted.ts';

export interface ParsedFlags {
  readonly raw: RawOptions;
  /** What is left of the text without the flags, trimmed and otherwise untouched. */
  readonly rest: string;
}

/**
 * Takes the flags of a command out of a text, wherever they stand.
 *
 * - `--count 2`, `--count=2` and `--count:2` are the same; a known short form (`-c 2`) too. Names are read without regard
 *   to case. Of a repeated flag the last one counts.
 * - A value in quotes ("…", “…”, «…», „…“) may hold spaces. A list goes on to the next flag without them.
 * - A dash that a keyboard merged (— or –) opens a flag only directly before a known flag name that is a whole word, so
 *   that prose with dashes stays as it is.
 * - `--word` with an unknown word is taken as a misspelt flag and handed on under its name, so that the person is asked
 *   instead of getting (and paying for) a picture that ignores what they meant. Someone who means it as prose puts `--`
 *   in front of the description: nothing after that is a flag.
 * - `--` has that meaning only before the first word of the description; later it is a typewriter's dash.
 * - A flag goes away together with the white space before it; everything else stays to the letter.
 */
export function parseFlags(text: string, specs: OptionSpecs): ParsedFlags {
  const names = collectNames(specs);
  const raw: Record<string, string | number | boolean> = {};
  let rest = '';
  let at = 0;
  while (at < text.length) {
    const gapEnd = skipWhiteSpace(text, at);
    if (rest.trim() === '' && isTerminator(text, gapEnd)) {
      rest += text.slice(gapEnd + 2);
      break;
    }
    const flag = readFlag(text, gapEnd, names);
    if (flag === undefined) {
      const wordEnd = skipWord(text, gapEnd);
      rest += text.slice(at, wordEnd);
      at = wordEnd;
    } else {
      raw[flag.name] = flag.value;
      at = flag.end;
    }
  }
  return { raw, rest: rest.trim() };
}

interface KnownName {
  readonly name: string;
  readonly spec: OptionSpec;
}

interface KnownNames {
  readonly long: ReadonlyMap<string, KnownName>;
  readonly short: ReadonlyMap<string, KnownName>;
}

/** The option that the other words become is no flag. */
function collectNames(specs: OptionSpecs): KnownNames {
  const known = Object.entries(specs)
    .filter(([, spec]) => !(spec.kind === 'text' && spec.isRest) && isOfferedOn(spec, 'telegram'))
    .map(([name, spec]): KnownName => ({ name, spec }));
  return {
    long: new Map(
      known.flatMap((one) => [one.name, ...(one.spec.synonyms ?? [])].map((name) => [name, one] as const)),
    ),
    short: new Map(
      known.flatMap((one) => (one.spec.short === undefined ? [] : [[one.spec.short, one] as const])),
    ),
  };
}

interface ReadFlag {
  readonly name: string;
  /** `true` for a flag without a value. */
  readonly value: string | true;
  readonly end: number;
}

const doubleDash = /--(\p{L}[^\s=:]*)/uy;
const mergedDash = /[—–]+-?(\p{L}[\p{L}\p{N}-]*)(?=[\s=]|$)/uy;
const singleDash = /-(\p{L})(?=[\s=]|$)/uy;

function readFlag(text: string, at: number, names: KnownNames): ReadFlag | undefined {
  const opening = findOpening(text, at, names);
  if (opening === undefined) return undefined;
  const { end, name, known } = opening;
  const sign = text[end] === '=' || text[end] === ':';
  if (sign) return readValue(text, { name, known, from: end + 1, names });
  if (known === undefined || known.kind === 'flag') return { name, value: true, end };
  const from = skipWhiteSpace(text, end);
  return findOpening(text, from, names) === undefined
    ? readValue(text, { name, known, from, names })
    : { name, value: true, end };
}

interface Opening {
  readonly name: string;
  /** Undefined for a flag that nobody knows. */
  readonly known: OptionSpec | undefined;
  readonly end: number;
}

function findOpening(text: string, at: number, { long, short }: KnownNames): Opening | undefined {
  const double = matchAt(doubleDash, text, at);
  if (double !== undefined) {
    const found = long.get(double.word.toLowerCase());
    return { name: found?.name ?? double.word, known: found?.spec, end: double.end };
  }
  const merged = matchAt(mergedDash, text, at);
  const single = matchAt(singleDash, text, at);
  const found =
    (merged && long.get(merged.word.toLowerCase())) ?? (single && short.get(single.word.toLowerCase()));
  const end = merged?.end ?? single?.end;
  return found === undefined || end === undefined ? undefined : { name: found.name, known: found.spec, end };
}

interface Valued {
  readonly name: string;
  readonly known: OptionSpec | undefined;
  readonly from: number;
  readonly names: KnownNames;
}

function readValue(text: string, { from, known, name, names }: Valued): ReadFlag {
  const quoted = parseQuoted(text, from);
  if (quoted !== undefined) return { name, value: quoted.value, end: quoted.end };
  const isList = known?.kind === 'text' && known.isList === true;
  const end = isList ? skipWords(text, from, names) : skipWord(text, from);
  return { name, value: end === from ? true : text.slice(from, end), end };
}

/** To the end of the last word before the next flag. */
function skipWords(text: string, from: number, names: KnownNames): number {
  let end = skipWord(text, from);
  for (let next = skipWhiteSpace(text, end); next < text.length; next = skipWhiteSpace(text, end)) {
    if (findOpening(text, next, names) !== undefined) break;
    end = skipWord(text, next);
  }
  return end;
}

function matchAt(pattern: RegExp, text: string, at: number): { word: string; end: number } | undefined {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  const match = sticky.exec(text);
  return match?.[1] === undefined ? undefined : { word: match[1], end: sticky.lastIndex };
}

function isTerminator(text: string, at: number): boolean {
  return /^--(?=\s|$)/.test(text.slice(at, at + 3));
}

function skipWhiteSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
  return at;
}

function skipWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/\s/.test(text[at] ?? '')) at += 1;
  return at;
}
