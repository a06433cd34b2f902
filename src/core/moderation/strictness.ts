/** How much is let pass, from the most on. */
export const strictnessLevels = ['relaxed', 'standard', 'strict'] as const;
export type Strictness = (typeof strictnessLevels)[number];

/** Whether a rule that holds from one level on holds at another. */
export function holdsAt(from: Strictness, at: Strictness): boolean {
  return strictnessLevels.indexOf(at) >= strictnessLevels.indexOf(from);
}
