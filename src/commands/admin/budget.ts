import type { Allotment } from '../../core/allotment.ts';
import type { BudgetSubject } from '../../core/limits/budget-subject.ts';
import { personSubject, roleSubject } from '../../core/limits/budget-subject.ts';
import { joinText } from '../join-text.ts';
import { nameId } from '../name-id.ts';
import type { OptionSpecs, OptionValues } from '../option.ts';
import type { RichText } from '../rich-text.ts';
import { scopeOf, scopeOptions } from './admin-scope.ts';
import type { AdminCall, AdminTools, AdminVerb } from './admin-verb.ts';
import { wordAllotted } from './allotment-wording.ts';
import { budgetOptions, readBudget } from './read-budget.ts';
import { readId } from './read-ids.ts';
import { refuse } from './refuse.ts';

const options = {
  person: { kind: 'text', isRest: true, maxLength: 100 },
  role: { kind: 'text', maxLength: 100 },
  ...budgetOptions,
  ...scopeOptions,
} as const satisfies OptionSpecs;

type Call = AdminCall<OptionValues<typeof options>>;

/** Named by the text that tells it. */
type SubjectProblem = 'admin.whom' | 'admin.whichRole' | 'admin.oneBudget' | 'admin.notYours';

/** Shows what a person, a role, a place or the whole bot may use, and changes what is named. */
export const budget: AdminVerb<typeof options> = {
  name: 'budget',
  audience: 'admins',
  options,
  async run(call, tools) {
    const subject = subjectOf(call);
    if (typeof subject !== 'string') return refuse(subject.problem, call, tools);
    const reading = readBudget(call.values);
    if (reading === undefined) return refuse('admin.badBudget', call, tools);
    const { isChange, rewrite } = reading;
    const { budgets } = tools.house;
    // Whatever is spent, somebody pays for it.
    if (subject === 'bot' && hasNoLimit(rewrite({}))) return refuse('admin.botBudget', call, tools);
    const allotment = isChange ? await budgets.set(call.by, subject, rewrite) : await budgets.of(subject);
    if (allotment === undefined) return refuse('admin.notYours', call, tools);
    return {
      kind: 'done',
      text: wordBudgetOf({ subject, allotment, isChange }, call, tools),
      data: { subject, ...allotment },
    };
  },
};

function subjectOf(call: Call): BudgetSubject | { readonly problem: SubjectProblem } {
  const { platform, repliesToId, values } = call;
  const { everywhere, person = '', place, role } = values;
  const named = [person.trim() !== '', role !== undefined, place !== undefined || everywhere === true];
  if (named.filter(Boolean).length > 1) return { problem: 'admin.oneBudget' };
  if (role !== undefined) {
    const roleId = readId(role, { platform, kind: 'role' });
    return roleId?.startsWith('discord:') === true ? roleSubject(roleId) : { problem: 'admin.whichRole' };
  }
  if (person.trim() !== '') {
    const personId = readId(person, { platform, kind: 'person' });
    return personId === undefined ? { problem: 'admin.whom' } : personSubject(personId);
  }
  if (repliesToId !== undefined && !named.includes(true)) return personSubject(repliesToId);
  return scopeOf(call) ?? { problem: 'admin.notYours' };
}

function hasNoLimit({ day, month }: Allotment['budget']): boolean {
  return [day?.micros, day?.pictures, month?.micros, month?.pictures].includes(Number.POSITIVE_INFINITY);
}

interface Told {
  readonly subject: BudgetSubject;
  readonly allotment: Allotment;
  readonly isChange: boolean;
}

function wordBudgetOf(
  { allotment, isChange, subject }: Told,
  { language }: Call,
  { now, wording }: AdminTools,
): RichText {
  const { budget, grant } = allotment;
  const granted =
    grant === undefined || grant.untilMs <= now()
      ? []
      : wording.text('admin.budgetGranted', language, {
          amount: wording.amount(grant.amount, language),
          until: wording.until(grant.untilMs, language),
        });
  const heading = joinText(
    [
      wording.text(isChange ? 'admin.budgetChanged' : 'admin.budgetHeading', language),
      wordSubject(subject, language, wording),
    ],
    ' ',
  );
  const decided: RichText = [{ text: wordAllotted(budget, { language, wording }), style: 'bold' }];
  const ofRole = subject.startsWith('role:') ? wording.text('admin.budgetOfRole', language) : [];
  return joinText(
    [joinText([heading, decided, granted, ofRole], '\n'), wording.text('admin.budgetHow', language)],
    '\n\n',
  );
}

function wordSubject(subject: BudgetSubject, language: string, wording: AdminTools['wording']): RichText {
  if (subject === 'bot') return wording.text('admin.budgetOfBot', language);
  const id = subject.slice(subject.indexOf(':') + 1);
  if (subject.startsWith('place:')) return [{ text: id, style: 'code' }];
  return [nameId(id, subject.startsWith('role:') ? 'role' : 'person')];
}
