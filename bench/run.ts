import { availableParallelism } from 'node:os';
import { claims } from './claims.ts';
import { firstAnswers } from './first-answers.ts';
import { flood } from './flood.ts';
import type { Measurement } from './measurement.ts';
import { pictureDelivery } from './picture-delivery.ts';
import { references } from './references.ts';
import { start } from './start.ts';

// Usage: npm run bench            everything
//        npm run bench -- start   one measurement, or several by name
const measurements: readonly Measurement[] = [
  firstAnswers,
  flood,
  references,
  pictureDelivery,
  claims,
  start,
];

const asked = process.argv.slice(2);
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
  const machine = `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`;
  console.log(`${machine}. Everything runs on this machine, over loopback.`);
  for (const { name, about, run } of chosen) {
    console.log(`\n${name}: ${about}`);
    const rows = await run();
    console.table(rows);
    results[name] = rows;
  }
  console.log(JSON.stringify({ machine, results }));
}
