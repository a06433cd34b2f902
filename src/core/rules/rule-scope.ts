import type { PlaceSubject } from '../limits/budget-subject.ts';

/** Where a rule or a ban holds: in the whole bot, or in one server or group. */
export type RuleScope = 'bot' | PlaceSubject;
