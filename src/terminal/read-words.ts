import { nearestName } from '../commands/nearest-name.ts';

export interface ReadWords<Flag extends string> {
  /** What stands outside the flags, in order. */
  readonly positionals: readonly string[];
  /** Every value that a flag was given, in order. */
  readonly values: { readonly [Name in Flag]?: readonly string[] };
  readonly asksForHelp: boolean;
  /** What is wrong, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Takes a command line apart. A description may begin with a dash: what holds a space was quoted as a whole and is
 * never a flag, and after `--` nothing is.
 */
export function readWords<Flag extends string>(
  words: readonly string[],
  flags: readonly Flag[],
): ReadWords<Flag> {
  const positionals: string[] = [];
  const values: { [Name in Flag]?: readonly string[] } = {};
  const problems: string[] = [];
  let asksForHelp = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      positionals.push(...words.slice(at + 1));
      break;
    }
    const found = flagIn(word, flags);
    if (found !== undefined) {
      const isInNextWord = found.value === undefined && !isFlagLike(words[at + 1], flags);
      const value = isInNextWord ? words[at + 1] : found.value;
      if (isInNextWord) at += 1;
      if (value === undefined || value.trim() === '')
        problems.push(`--${found.flag} needs a value after it.`);
      else values[found.flag] = [...(values[found.flag] ?? []), value];
    } else if (word === '--help' || word === '-h') {
      asksForHelp = true;
    } else if (/^-[^\s]/.test(word) && !/\s/.test(word)) {
      problems.push(unknownFlag(word, flags));
    } else {
      positionals.push(word);
    }
  }
  return { positionals, values, asksForHelp, problems };
}

/** `--flag` or `--flag=value`; two dashes that were pasted as one long dash count as well. */
function flagIn<Flag extends string>(word: string, flags: readonly Flag[]) {
  const [, name, value] = /^(?:--|—|–)([a-z]+)(?:=(.*))?$/su.exec(word) ?? [];
  const flag = flags.find((known) => known === name);
  return flag === undefined ? undefined : { flag, value };
}

function isFlagLike<Flag extends string>(word: string | undefined, flags: readonly Flag[]): boolean {
  return word === undefined || word === '--' || flagIn(word, flags) !== undefined;
}

function unknownFlag(word: string, flags: readonly string[]): string {
  const [given = word] = word.split('=');
  const nearest = nearestName(given.replace(/^-+/, ''), flags);
  const hint =
    nearest === undefined
      ? 'If it belongs to the description, put the whole description in quotes.'
      : `Did you mean --${nearest}?`;
  return `I do not know ${given}. ${hint}`;
}
