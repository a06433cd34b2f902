export type FolderWords<Flag extends string> =
  | { readonly kind: 'folder'; readonly folder: string; readonly flags: readonly Flag[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * Reads a command line of one folder and flags without values. `environment` shows which flags npm took for its own,
 * as it does when the `--` before them is forgotten.
 */
export function readFolderWords<Flag extends string>(
  words: readonly string[],
  known: {
    readonly flags: readonly Flag[];
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): FolderWords<Flag> {
  if (words.includes('--help') || words.includes('-h')) return { kind: 'help' };
  const swallowed = known.flags.find((flag) => known.environment[`npm_config_${flag}`] !== undefined);
  if (swallowed !== undefined)
    return problem(`--${swallowed} was taken by npm. Put -- before everything else.`);
  const flags = known.flags.filter((flag) => words.includes(`--${flag}`));
  const others = words.filter((word) => !flags.some((flag) => word === `--${flag}`));
  const unknown = others.find((word) => word.startsWith('-'));
  if (unknown !== undefined) return problem(`I do not know ${unknown}.`);
  const [folder = '', ...rest] = others;
  if (folder.trim() === '') return problem('Name the folder of the backup.');
  if (rest.length > 0) return problem('Name one folder. If its name has spaces, put it in quotes.');
  return { kind: 'folder', folder, flags };
}

function problem(text: string): { readonly kind: 'problem'; readonly problem: string } {
  return { kind: 'problem', problem: text };
}
