import { placeSubject } from '../../core/limits/budget-subject.ts';
import { mayDecide } from '../../core/rules/authority.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import type { AdminCall } from './admin-verb.ts';
import { readId } from './read-ids.ts';

/** Where something is to hold: here, unless another place or everywhere is named. */
export const scopeOptions = {
  everywhere: { kind: 'flag' },
  place: { kind: 'text', maxLength: 100 },
} as const;

interface ScopeValues {
  readonly everywhere: boolean | undefined;
  readonly place: string | undefined;
}

/** Undefined where whoever asks decides nothing, and for what is no place. */
export function scopeOf({ by, placeId, platform, values }: AdminCall<ScopeValues>): RuleScope | undefined {
  const named = values.place === undefined ? placeId : readId(values.place, { platform, kind: 'any' });
  if (values.place !== undefined && named === undefined) return undefined;
  const scope = values.everywhere === true || named === undefined ? 'bot' : placeSubject(named);
  return mayDecide(by, scope) ? scope : undefined;
}
