import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { FuzzRun } from './fuzz-run.ts';
import { faultsOf, tableOf } from './report.ts';

// Usage: npm run fuzz -- --actions 20000 [--seed 1] [--quiet] [--log easel.log]
const { values } = parseArgs({
  options: {
    actions: { type: 'string' },
    seed: { type: 'string' },
    quiet: { type: 'boolean' },
    log: { type: 'string' },
  },
});
const actions = Number(values.actions ?? 20_000);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const say = (line: string) => process.stdout.write(`${line}\n`);

process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
say(`seed ${seed}`);
const report = await new FuzzRun({ actions, seed, ...(values.quiet ? {} : { tell: say }) }).run();
say(`\n${tableOf(report)}`);
if (values.log !== undefined) await writeFile(values.log, report.log);
process.exitCode = faultsOf(report).length === 0 ? 0 : 1;
