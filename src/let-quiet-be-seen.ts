import { Script } from 'node:vm';

/** The rate of what was allocated fades to zero in less than two minutes. */
const againMs = 60_000;

/**
 * Lets V8 see that the process is quiet, so that it gives back what a burst left. V8 takes a rate of exactly zero in the
 * embedder's part of the heap for the highest of all, and of what Node offers only scripts are kept in that part:
 * docs/decisions/0055-v8-sees-that-it-is-quiet.md
 */
export function letQuietBeSeen(): void {
  allocate();
  setInterval(allocate, againMs).unref();
}

/** A script without words: some bytes, and nothing to run. */
function allocate(): Script {
  return new Script('');
}
