import { parseArgs } from 'node:util';
import { startPostgresServer } from '../postgres/postgres-server.ts';
import { ChaosRun } from './chaos-run.ts';
import { faultsOf, tableOf } from './report.ts';

// Usage: npm run chaos -- --kills 300 [--seed 1] [--postgres] [--quiet] [--verbose]
const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    seed: { type: 'string' },
    drain: { type: 'string' },
    postgres: { type: 'boolean' },
    quiet: { type: 'boolean' },
    verbose: { type: 'boolean' },
  },
});
/** In seconds: some more than a call may take. */
const usualDrain = 480;
/** There a call is taken over a minute later, when it may not be sent again; one with a reference then has ten minutes to turn up. */
const longerDrain = 780;
const kills = Number(values.kills ?? 300);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const say = (line: string) => process.stdout.write(`${line}\n`);

process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
say(`seed ${seed}`);
const server = values.postgres ? await startPostgresServer({ isDurable: false }) : undefined;
const report = await new ChaosRun({
  kills,
  seed,
  databaseUrl: server?.url,
  longestLifeMs: 3_500,
  drainMs: Number(values.drain ?? (values.postgres ? longerDrain : usualDrain)) * 1_000,
  ...(values.quiet ? {} : { tell: say }),
}).run();
await server?.stop();
say(`\n${tableOf(report)}`);
if (values.verbose) say(report.leftBehind.join('\n'));
// Node may wait for ever for what a killed process has left of its connections.
process.exit(faultsOf(report).length === 0 ? 0 : 1);
