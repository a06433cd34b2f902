import type { World } from './world.ts';

const PATIENCE_MS = 10_000;

/**
 * Looks again after every change until something is found.
 * @throws Error that says what was awaited and how things stand.
 */
export function waitForChange<Found>(details: {
  world: World;
  find: () => Found | undefined;
  describe: () => string;
  timeoutMs?: number;
}): Promise<Found> {
  const { world, find, describe, timeoutMs = PATIENCE_MS } = details;
  const now = find();
  if (now !== undefined) return Promise.resolve(now);
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      world.events.off('change', look);
    };
    const look = () => {
      try {
        const found = find();
        if (found === undefined) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Waited ${timeoutMs} ms for ${describe()}`));
    }, timeoutMs);
    world.events.on('change', look);
  });
}
