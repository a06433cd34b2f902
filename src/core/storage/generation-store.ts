import type { Generation } from '../generation.ts';
import type { GenerationQuery } from '../generation-query.ts';
import type { Load } from '../load.ts';
import type { Outbox } from '../outbox.ts';

/** Every generation that was ever accepted. */
export interface GenerationStore {
  /** Stores a new generation. @throws DuplicateSource when its source key is known already. */
  insert(generation: Generation): Promise<void>;
  find(id: string): Promise<Generation | undefined>;
  findBySource(sourceKey: string): Promise<Generation | undefined>;
  /**
   * Writes the whole entity but for its account, which `Line.transfer` alone changes.
   *
   * @throws StaleAttempt when a later attempt has claimed the generation, and writes nothing.
   * @throws Error when the generation was never inserted.
   */
  save(generation: Generation): Promise<void>;
  /**
   * Takes a generation in this process's hand; false while another one that lives has it. Whoever changes its state has
   * it in hand by that alone.
   */
  take(id: string): Promise<boolean>;
  /** Everything that is queued may wait so much longer before it expires, in milliseconds. */
  waitLonger(byMs: number): Promise<void>;
  /** Oldest first. */
  list(query: GenerationQuery): Promise<readonly Generation[]>;
  /** The newest that were delivered, newest first. */
  lastDelivered(limit: number): Promise<readonly Generation[]>;
  /** The prompts of what people asked for last and did not have removed, newest first; the same one may come again. */
  lastPrompts(query: {
    readonly people: readonly string[];
    readonly limit: number;
  }): Promise<readonly string[]>;
  /** What was asked for last, by anybody, the newest first. */
  newest(limit: number): Promise<readonly Generation[]>;
  /**
   * Counts what holds a slot and what is queued: for one account, whose drafts do not count as queued, or for everybody
   * when `accountId` is undefined.
   */
  load(accountId: string | undefined): Promise<Load>;
  /** Counts the final answers that are still owed. */
  outbox(): Promise<Outbox>;
}

/** Whoever writes was overtaken: a later attempt has claimed the generation. */
export class StaleAttempt extends Error {
  override readonly name = 'StaleAttempt';
  constructor(id: string, attempts: { readonly stored: number; readonly written: number }) {
    super(`generation ${id} is at attempt ${attempts.stored}: attempt ${attempts.written} writes no more`);
  }
}

export class DuplicateSource extends Error {
  override readonly name = 'DuplicateSource';
  constructor(sourceKey: string) {
    super(`a generation for ${sourceKey} exists already`);
  }
}
