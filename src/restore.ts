import { config as loadDotenv } from 'dotenv';
import { ConfigurationError, formatFaults } from './config/configuration-error.ts';
import { parseConfig } from './config/parse-config.ts';
import { createRestoredData } from './create-restored-data.ts';
import { createRestoredDump } from './create-restored-dump.ts';
import { StartupProblem } from './startup-problem.ts';
import { askedFolder } from './terminal/asked-folder.ts';
import { readFolderWords } from './terminal/folder-words.ts';
import { wordProgress } from './terminal/picture-progress.ts';

const usage = `Go back to a backup that npm run backup has made. Easel must be stopped.

  npm run restore -- FOLDER [--replace]
  npm run restore -- --dump

  --replace          data that is there makes room; it is kept beside under a dated name
  --dump             after pg_restore has filled the PostgreSQL database that DATABASE_URL names

What was unfinished at the time of the backup is ended, unpaid: nothing old is painted or delivered again.`;

/** From https://man.openbsd.org/sysexits.3 */
const usageExitCode = 64;

loadDotenv({ quiet: true });
process.exitCode = await run();

async function run(): Promise<number> {
  const given = process.argv.slice(2);
  if (given.join(' ') === '--dump') return orExplain(endWhatADumpHoldsOpen);
  const words = readFolderWords(given, { flags: ['replace', 'dump'], environment: process.env });
  switch (words.kind) {
    case 'help':
      say(usage);
      return 0;
    case 'problem':
      complain(`${words.problem}\n\n${usage}`);
      return usageExitCode;
    case 'folder':
      if (words.flags.includes('dump')) {
        complain(`--dump goes without a folder.\n\n${usage}`);
        return usageExitCode;
      }
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

async function endWhatADumpHoldsOpen(): Promise<void> {
  const { unanswered, unfinished } = await createRestoredDump(readConfig());
  say(
    [
      `Unfinished requests that were ended: ${unfinished}. Answers that are not sent any more: ${unanswered}.`,
      'What was spent since that dump is not in its account: the caps of today count from there.',
      'Easel can be started.',
    ].join('\n'),
  );
}

function restoreOrExplain(asked: { readonly folder: string; readonly replaces: boolean }): Promise<number> {
  return orExplain(async () => {
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
  });
}

async function orExplain(work: () => Promise<void>): Promise<number> {
  try {
    await work();
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
