import { resolve } from 'node:path';
import { config as loadDotenv } from 'dotenv';
import { createMovedDatabase } from './create-moved-database.ts';
import { StartupProblem } from './startup-problem.ts';
import { readWords } from './terminal/read-words.ts';

const usage = `Move the database from its file into PostgreSQL. Easel must be stopped; pictures stay where they are.

  npm run migrate-database -- --from data/easel.sqlite [--to postgres://…]

  --from FILE        the SQLite file
  --to ADDRESS       a PostgreSQL database without data; DATABASE_URL when it is left out

When it was interrupted, the same command goes on where it stopped. In the end both are compared, and the file is closed.`;

/** From https://man.openbsd.org/sysexits.3 */
const usageExitCode = 64;

loadDotenv({ quiet: true });
process.exitCode = await run();

async function run(): Promise<number> {
  const { asksForHelp, positionals, problems, values } = readWords(process.argv.slice(2), ['from', 'to']);
  if (asksForHelp) {
    say(usage);
    return 0;
  }
  const from = values.from?.at(-1);
  const to = values.to?.at(-1) ?? process.env.DATABASE_URL ?? '';
  const isSound = problems.length === 0 && positionals.length === 0 && from !== undefined;
  if (!isSound || from.startsWith('postgres') || !/^postgres(ql)?:\/\//.test(to)) {
    complain(
      [...problems, 'Name a file to move from, and a postgres:// address to move to.', '', usage].join('\n'),
    );
    return usageExitCode;
  }
  try {
    await createMovedDatabase({
      from: resolve(from),
      to,
      onTable: ({ name, rows }) => say(`${name}: ${rows}, the same in both`),
    });
    say(
      'Done. Set DATABASE_URL to the PostgreSQL address, if it is not, and start Easel. The file is closed.',
    );
    return 0;
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    complain(error.message);
    return error.exitCode;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
