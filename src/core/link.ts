/** Two people who are linked, or whose limits are still shared afterwards. */
export interface Link {
  /** `platform:id` of the person whose account it is. */
  readonly accountId: string;
  /** `platform:id` of the person who joined it. */
  readonly joinedId: string;
  /** Undefined while they are linked; afterwards the moment until which they share their limits all the same. */
  readonly sharesUntilMs: number | undefined;
}
