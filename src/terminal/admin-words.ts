import type { AdminVerb } from '../commands/admin/admin-verb.ts';
import { allAdminVerbs } from '../commands/admin/all-admin-verbs.ts';
import { nearestName } from '../commands/nearest-name.ts';
import type { RawOptions } from '../commands/option.ts';

export type AdminWords =
  | { readonly kind: 'verb'; readonly verb: AdminVerb; readonly raw: RawOptions; readonly asJson: boolean }
  /** Of one verb, or of all. */
  | { readonly kind: 'help'; readonly verb: AdminVerb | undefined }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * Reads the command line of an operator: a verb, and its options as flags. `environment` shows which flags npm took for
 * its own, as it does when the `--` before them is forgotten.
 */
export function readAdminWords(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): AdminWords {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h') return { kind: 'help', verb: undefined };
  const verb = allAdminVerbs.find((one) => one.name === name);
  if (verb === undefined) return problem(unknownVerb(name));
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', verb };
  const flags = ['json', ...Object.keys(verb.options)];
  // npm writes dashes as they are, or as underscores: https://docs.npmjs.com/cli/using-npm/config
  const swallowed = flags.find((flag) =>
    [flag, flag.replaceAll('-', '_')].some((known) => environment[`npm_config_${known}`] !== undefined),
  );
  if (swallowed !== undefined) {
    return problem(`--${swallowed} was taken by npm. Put -- first: npm run admin -- ${name} --${swallowed}`);
  }
  const { json, ...raw } = readFlags(rest, verb);
  return { kind: 'verb', verb, raw, asJson: json === true };
}

function unknownVerb(name: string): string {
  const names = allAdminVerbs.map((verb) => verb.name);
  const nearest = nearestName(name, names);
  return nearest === undefined
    ? `I do not know ${name}. There are: ${names.join(', ')}.`
    : `I do not know ${name}. Did you mean ${nearest}?`;
}

const answers = new Set(['yes', 'no', 'on', 'off', 'true', 'false']);

/** What stands outside the flags is the verb's main option; what is unknown is handed on, to be told by name. */
function readFlags(words: readonly string[], { options }: AdminVerb): RawOptions {
  const raw: Record<string, string | boolean> = {};
  const rest: string[] = [];
  const waiting = [...words];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    const [, flag, value] = /^--([a-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (flag === undefined) rest.push(word);
    else if (value !== undefined) raw[flag] = value;
    else raw[flag] = takesNext(options[flag]?.kind, waiting[0]) ? (waiting.shift() ?? true) : true;
  }
  const main = Object.entries(options).find(([, spec]) => spec.kind === 'text' && spec.isRest === true)?.[0];
  if (rest.length === 0) return raw;
  return { ...raw, [main ?? rest[0] ?? '']: rest.join(' ') };
}

/** `--everywhere` needs no word after it, and takes one that says yes or no. */
function takesNext(kind: string | undefined, next: string | undefined): boolean {
  if (next === undefined || next.startsWith('--') || kind === undefined) return false;
  return kind !== 'flag' || answers.has(next.toLowerCase());
}

function problem(text: string): AdminWords {
  return { kind: 'problem', problem: text };
}
