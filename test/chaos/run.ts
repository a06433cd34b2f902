import { parseArgs } from 'node:util';
import { ChaosRun } from './chaos-run.ts';
import { faultsOf, tableOf } from './report.ts';

// Usage: npm run chaos -- --kills 300 [--seed 1] [--quiet] [--verbose]
const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    seed: { type: 'string' },
    drain: { type: 'string' },
    quiet: { type: 'boolean' },
    verbose: { type: 'boolean' },
  },
});
const kills = Number(values.kills ?? 300);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const say = (line: string) => process.stdout.write(`${line}\n`);

process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
say(`seed ${seed}`);
const report = await new ChaosRun({
  kills,
  seed,
  longestLifeMs: 3_500,
  drainMs: Number(values.drain ?? 480) * 1_000,
  ...(values.quiet ? {} : { tell: say }),
}).run();
say(`\n${tableOf(report)}`);
if (values.verbose) say(report.leftBehind.join('\n'));
process.exitCode = faultsOf(report).length === 0 ? 0 : 1;
