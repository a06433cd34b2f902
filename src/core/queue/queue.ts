import type { Generation } from '../generation.ts';

/** Does the paid work of one claimed generation; resolves when nothing is left to do in this run of it. Never rejects. */
export type RunGeneration = (generation: Generation, signal: AbortSignal) => Promise<void>;

/** PORT: decides which generation runs next and holds what is in flight. */
export interface GenerationQueue {
  /**
   * Takes up what holds a slot and no living process has, then claims as slots are free, and takes over from runs that died or hang.
   * Calling it again changes nothing.
   */
  start(run: RunGeneration): Promise<void>;
  /** Says that something may have become claimable. Cheap; call it freely. */
  wake(): void;
  /**
   * Stops claiming and waits for what is in flight; after `graceMs` that is told by its signal to hand back, so that
   * the next start goes on with it. What does not listen to that either holds up nobody.
   */
  stop(graceMs: number): Promise<void>;
}
