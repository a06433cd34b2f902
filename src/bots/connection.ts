/** How a bot stands with its platform, for whoever runs it. */
export interface Connection {
  readonly state: ConnectionState;
  /** What is the matter, and what would help; undefined where nothing is. Names no secret. */
  readonly reason: string | undefined;
}

/**
 * `connecting` until it worked once, `reconnecting` after that. `blocked` and `refused` last until the operator does
 * something: stops another process, mends the token or what it may do. `standing-by` lasts while another process is
 * connected in this one's place, and is as good as connected.
 */
export type ConnectionState =
  | 'off'
  | 'connecting'
  | 'connected'
  | 'standing-by'
  | 'reconnecting'
  | 'blocked'
  | 'refused';
