/** The processes that share the database. One that is alone with it has everything in hand. */
export interface Processes {
  /** This process lives until that moment at least; what it has in hand, the others leave alone. */
  live(untilMs: number): Promise<void>;
  /** It is over: what it had in hand is free at once. */
  end(): Promise<void>;
  /** Whether any process lives at this moment, this one apart. */
  othersLive(nowMs: number): Promise<boolean>;
  /** Gives this process a post that one at a time holds for as long as it lives; false while another has it. */
  hold(post: string): Promise<boolean>;
  /** Gives up a post; harmless when another process holds it. */
  leave(post: string): Promise<void>;
}
