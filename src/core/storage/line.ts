import type { Generation } from '../generation.ts';

export interface NextQuery {
  readonly maxRunningPerUser: number;
  readonly platforms?: readonly string[] | undefined;
}

/**
 * The line of people who wait, by their accounts. Each with a waiting generation stands in it once; whoever was served
 * goes to its end, so nobody's second request starts before another person's first.
 */
export interface Line {
  /** Puts the account at the end of the line; one that stands in it keeps the place. */
  join(accountId: string): Promise<void>;
  /**
   * The oldest waiting generation of the first account in line with fewer than `maxRunningPerUser` running ones, or
   * undefined when there is none. With `platforms`, only what is to be answered on one of these counts.
   */
  next(query: NextQuery): Promise<Generation | undefined>;
  /** Call after a generation of the account started: moves it to the end, or out when nothing else of it waits. */
  served(accountId: string): Promise<void>;
  /** Call after a waiting generation of the account ended unserved: it keeps the place while something else waits. */
  withdrew(accountId: string): Promise<void>;
  /**
   * Counts what a person has queued or running under another account from now on. Two places in the line become one, the
   * later of them; whoever leaves something waiting behind begins at the end. Harmless when repeated.
   */
  transfer(move: { readonly personId: string; readonly from: string; readonly to: string }): Promise<void>;
  /** The first so many waiting generations in the order in which they would start if only turns counted. */
  upcoming(limit: number): Promise<readonly Generation[]>;
  /**
   * How many waiting generations would start before this one if only turns counted; 0 = next. Its own draft is none of
   * them. One that is not stored yet is taken for the newest of its account.
   */
  ahead(generation: Pick<Generation, 'id' | 'accountId'>): Promise<number>;
}
