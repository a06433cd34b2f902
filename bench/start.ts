import { setTimeout as wait } from 'node:timers/promises';
import { openMeasuredWorld } from './measured-world.ts';
import type { Measurement } from './measurement.ts';
import { summaryMs } from './percentile.ts';
import { residentMegabytesOf } from './resident-memory.ts';
import { startEasel } from './start-easel.ts';

const rounds = 5;
const idleMs = 3_000;

/** How long a start takes until people can be served, and what the process holds in memory when nobody asks. */
export const start: Measurement = {
  name: 'start',
  about:
    'A real process with Discord: from its start until it is ready, each time with the database of the time before; ' +
    'then its resident memory after three idle seconds. The fakes run in another process.',
  run: async () => {
    const world = await openMeasuredWorld();
    const took: number[] = [];
    const residentMegabytes: number[] = [];
    try {
      for (let round = 0; round < rounds; round += 1) {
        const startedAtMs = performance.now();
        const program = startEasel(world.environment);
        try {
          await program.waitForLog('Easel is ready');
          took.push(performance.now() - startedAtMs);
          await wait(idleMs);
          residentMegabytes.push(await residentMegabytesOf(program.pid));
          program.signal('SIGTERM');
          await program.ended();
        } finally {
          await program.dispose();
        }
      }
    } finally {
      await world.close();
    }
    const largest = Math.round(Math.max(...residentMegabytes));
    return [{ starts: rounds, ...summaryMs(took), 'idle RSS MB': largest }];
  },
};
