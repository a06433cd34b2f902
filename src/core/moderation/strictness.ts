/** How much is let pass, from the most on. */
export const strictnessLevels = ['relaxed', 'standard', 'strict'] as const;
export type Strictness = (typeof strictnessLevels)[number];

/** Whether a rule that holds from one level on holds at another. */
export function holdsAt(from: Strictness, at: Strictness): boolean {
  return strictnessLevels.indexOf(at) >= strictnessLevels.indexOf(from);
}

/** The stricter of two levels; undefined when there is none. */
export function stricter(one: Strictness | undefined, other: Strictness | undefined): Strictness | undefined {
  return strictnessLevels.findLast((level) => level === one || level === other);
}
