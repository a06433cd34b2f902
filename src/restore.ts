import { config as loadDotenv } from 'dotenv';
import { ConfigurationError, formatFaults, parseConfig } from './config.ts';
import { createRestoredData } from './create-restored-data.ts';
import { StartupProblem } from './startup-problem.ts';
import { askedFolder } from './terminal/asked-folder.ts';
import { readFolderWords } from './terminal/folder-words.ts';
import { wordProgress } from './terminal/picture-progress.ts';

const usage = `Go back to a backup that npm run backup has made. Easel must be stopped.

  npm run restore -- FOLDER [--replace]

  --replace          data that is there makes room; it is kept beside under a dated name

What was unfinished at the time of the backup is ended, unpaid: nothing old is painted or delivered again.`;

/** From https://man.openbsd.org/sysexits.3 */
const usageExitCode = 64;

loadDotenv({ quiet: true });
process.exitCode = await run();

async function run(): Promise<number> {
  const words = readFolderWords(process.argv.slice(2), { flags: ['replace'], environment: process.env });
  switch (words.kind) {
    case 'help':
      say(usage);
      return 0;
    case 'problem':
      complain(`${words.problem}\n\n${usage}`);
      return usageExitCode;
    case 'folder':
      return restoreOrExplain({
        replaces: words.flags.includes('replace'),
        folder: askedFolder(words.folder, {
          environment: process.env,
          workingFolder: process.cwd(),
          script: 'restore',
        }),
      });
  }
}

async function restoreOrExplain(asked: {
  readonly folder: string;
  readonly replaces: boolean;
}): Promise<number> {
  try {
    say('Checking the backup …');
    const { manifest, ended, keptAside } = await createRestoredData(readConfig(), {
      ...asked,
      onPicture: wordProgress(say),
    });
    const { madeAt, generationCount, pictures } = manifest;
    say(
      [
        `Restored the backup of ${madeAt} (requests: ${generationCount}, pictures: ${pictures.length}).`,
        `Unfinished requests that were ended: ${ended.unfinished}. Answers that are not sent any more: ${ended.unanswered}.`,
        'What was spent since that backup is not in its account: the caps of today count from there.',
        ...keptAside.map((path) => `The data from before is kept in ${path}`),
      ].join('\n'),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigurationError) && !(error instanceof StartupProblem)) throw error;
    complain(error instanceof ConfigurationError ? formatFaults(error) : error.message);
    return error.exitCode;
  }
}

/** Restoring needs no key of the image service, although the bot itself cannot do without. */
function readConfig() {
  const { RUNWARE_API_KEY: key, RUNWARE_API_KEY_FILE: keyFile } = process.env;
  return parseConfig(key || keyFile ? process.env : { ...process.env, RUNWARE_API_KEY: 'sandbox' });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
