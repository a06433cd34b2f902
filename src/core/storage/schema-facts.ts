/** How far the schema of a database is. */
export interface SchemaFacts {
  /** Its last step; undefined when it has none yet. */
  readonly schema: string | undefined;
  /** Steps that this release would add. */
  readonly missing: readonly string[];
  /** Steps that only a newer release knows. */
  readonly unknown: readonly string[];
}
