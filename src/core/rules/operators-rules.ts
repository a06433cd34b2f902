import { isDeepStrictEqual } from 'node:util';
import type { Authority } from './authority.ts';
import type { ChangeOf, PlaceRules } from './place-rules.ts';

/** Which of these rules are not theirs to change: those that whoever runs the bot decided for the place. */
export function fixedFor(
  { isAdmin }: Pick<Authority, 'isAdmin'>,
  before: PlaceRules,
  change: ChangeOf<PlaceRules>,
): readonly string[] {
  const rules: Readonly<Record<string, unknown>> = before;
  const changed = Object.entries(change).filter(([name, value]) => !isDeepStrictEqual(rules[name], value));
  const names = changed.map(([name]) => name);
  return isAdmin ? [] : names.filter((name) => before.byOperator?.includes(name));
}

/** The change with a note of what whoever runs the bot decides by it; what they take back is the place's own again. */
export function signed(
  { isAdmin }: Pick<Authority, 'isAdmin'>,
  { byOperator: before = [] }: PlaceRules,
  change: ChangeOf<PlaceRules>,
): ChangeOf<PlaceRules> {
  if (!isAdmin) return change;
  const decided = Object.entries(change).filter(([, value]) => value !== undefined);
  const kept = before.filter((name) => !Object.hasOwn(change, name));
  const byOperator = [...kept, ...decided.map(([name]) => name)].sort();
  return { ...change, byOperator: byOperator.length === 0 ? undefined : byOperator };
}
