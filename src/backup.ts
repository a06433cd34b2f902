import { resolve } from 'node:path';
import { config as loadDotenv } from 'dotenv';
import { ConfigurationError, formatFaults } from './config/configuration-error.ts';
import { parseConfig } from './config/parse-config.ts';
import { createBackup } from './create-backup.ts';
import { StartupProblem } from './startup-problem.ts';
import { askedFolder } from './terminal/asked-folder.ts';
import { readFolderWords } from './terminal/folder-words.ts';
import { wordProgress } from './terminal/picture-progress.ts';

const usage = `Copy everything that Easel keeps into a new folder, also while it runs.

  npm run backup -- FOLDER

Bring it back with: npm run restore -- FOLDER`;

/** From https://man.openbsd.org/sysexits.3 */
const usageExitCode = 64;

/** 128 and the number of SIGINT, as shells count. */
const interruptedExitCode = 130;

loadDotenv({ quiet: true });
const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.once('SIGTERM', () => interruption.abort());
process.exitCode = await run();

async function run(): Promise<number> {
  const words = readFolderWords(process.argv.slice(2), { flags: [], environment: process.env });
  switch (words.kind) {
    case 'help':
      say(usage);
      return 0;
    case 'problem':
      complain(`${words.problem}\n\n${usage}`);
      return usageExitCode;
    case 'folder':
      return copyOrExplain(
        askedFolder(words.folder, {
          environment: process.env,
          workingFolder: process.cwd(),
          script: 'backup',
        }),
      );
  }
}

async function copyOrExplain(folder: string): Promise<number> {
  try {
    const progress = wordProgress(say);
    say('Copying the database …');
    const manifest = await createBackup(readConfig(), {
      folder,
      onPicture: progress,
      signal: interruption.signal,
    });
    const { generationCount, pictures, missingPictures } = manifest;
    say(`Done: ${resolve(folder)} (requests: ${generationCount}, pictures: ${pictures.length})`);
    if (missingPictures.length > 0) {
      complain(
        [
          `Pictures that the database names and that are not stored: ${missingPictures.length}`,
          ...missingPictures.map((key) => `  ${key}`),
        ].join('\n'),
      );
    }
    return 0;
  } catch (error) {
    if (interruption.signal.aborted) {
      complain('Stopped. Nothing was left behind.');
      return interruptedExitCode;
    }
    if (!(error instanceof ConfigurationError) && !(error instanceof StartupProblem)) throw error;
    complain(error instanceof ConfigurationError ? formatFaults(error) : error.message);
    return error.exitCode;
  }
}

/** Copying needs no key of the image service, although the bot itself cannot do without. */
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
