import { resolve } from 'node:path';

/**
 * The folder that a person means on the command line. npm runs a script in the project's folder and names the one in
 * which the person stands: https://docs.npmjs.com/cli/v11/commands/npm-run#description
 */
export function askedFolder(
  folder: string,
  place: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly workingFolder: string;
    /** The npm script that this program is. */
    readonly script: string;
  },
): string {
  const { INIT_CWD, npm_lifecycle_event } = place.environment;
  // Left over in the environment of whatever another script has started.
  const isThisScript = npm_lifecycle_event === place.script;
  if (!isThisScript || INIT_CWD === undefined || INIT_CWD === place.workingFolder) return folder;
  return resolve(INIT_CWD, folder);
}
