/** What a process does when it is brought to look. */
export interface Duties {
  /** Something has come to wait for its turn; somebody has to look at the line. */
  readonly lookAtLine: () => void;
  /** What is to be removed from time to time has its time. */
  readonly sweep: () => Promise<void>;
}

/**
 * PORT: brings one of the processes that share a database to look when there is something for them to do. It decides
 * nothing: what is done is decided by the rows alone, and whatever was not announced is found by a patrol.
 */
export interface Attention {
  /** Takes on the duties of a process that works. Calling it again changes nothing. */
  start(duties: Duties): Promise<void>;
  /** Takes on no more; resolves when what was begun is over. */
  stop(): Promise<void>;
}
