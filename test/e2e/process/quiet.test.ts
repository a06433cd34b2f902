import { afterEach, beforeEach, expect, test } from 'vitest';
import type { World } from '../support/easel-under-test.ts';
import { createWorld } from '../support/easel-under-test.ts';
import { RunningProgram } from './running-program.ts';

/** V8 says what it finds when it looks whether the process is quiet: soon after its start, and then every 8 s. */
const talkative = ['--trace-mutator-utilization', '--gc-memory-reducer-start-delay-ms=500'];
/** Many looks, for a machine on which much else happens. */
const patienceMs = 90_000;

let world: World;
let program: RunningProgram;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await program.dispose();
  await world.close();
});

test('V8 sees that nobody asks', { timeout: 2 * patienceMs }, async () => {
  program = new RunningProgram({
    command: process.execPath,
    words: [...talkative, 'src/main.ts'],
    environment: world.environment,
  });
  await program.waitForLog('Easel is ready');
  const message = 'V8 to take the embedder for quiet';
  await expect
    .poll(() => program.stdout, { timeout: patienceMs, message })
    .toMatch(/Embedder mutator utilization = (0\.99|1\.00)/);
});
