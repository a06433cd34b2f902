import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { arrivals } from './arrivals.ts';
import { browser } from './browser.ts';
import { claims } from './claims.ts';
import { delivery } from './delivery.ts';
import { firstAnswers } from './first-answers.ts';
import { flood } from './flood.ts';
import type { Measurement } from './measurement.ts';
import { memory } from './memory.ts';
import { references } from './references.ts';
import { start } from './start.ts';

// Usage: npm run bench            everything
//        npm run bench -- start   one measurement, or several by name; --json FILE keeps the figures
const measurements: readonly Measurement[] = [
  firstAnswers,
  arrivals,
  flood,
  references,
  delivery,
  claims,
  memory,
  start,
  browser,
];

const { positionals: asked, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' } },
});
const unknown = asked.filter((name) => !measurements.some((measurement) => measurement.name === name));
if (unknown.length > 0) {
  const names = measurements.map(({ name }) => name).join(', ');
  console.error(`I do not know ${unknown.join(', ')}. There are: ${names}.`);
  process.exitCode = 64;
} else {
  await measure(measurements.filter(({ name }) => asked.length === 0 || asked.includes(name)));
}

async function measure(chosen: readonly Measurement[]): Promise<void> {
  const results: Record<string, unknown> = {};
  const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown kind'}`;
  console.log(`${machine}. Everything runs on this machine, over loopback.`);
  for (const { name, about, run } of chosen) {
    console.log(`\n${name}: ${about}`);
    const rows = await run();
    console.table(rows);
    results[name] = rows;
  }
  const figures = JSON.stringify({ machine, atMs: Date.now(), results }, undefined, 2);
  if (values.json !== undefined) await writeFile(values.json, figures);
}
