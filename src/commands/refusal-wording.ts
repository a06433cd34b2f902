import type { Refusal } from '../core/refusal.ts';
import { formatMoney } from './amounts.ts';
import { joinText } from './join-text.ts';
import { wordRenewal } from './renewal-wording.ts';
import type { RichText } from './rich-text.ts';
import { wordWishProblem } from './wish-wording.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says why a request was not accepted, that it cost nothing, and what is possible instead. */
export function wordRefusal(refusal: Refusal, tools: WordingTools, language: string): RichText {
  const { say } = tools;
  const unpaid = say('refusal.unpaid', language);
  switch (refusal.reason) {
    case 'not-allowed':
      return say('refusal.notAllowed', language);
    case 'queue-full':
      return joinText([say('refusal.queueFull', language, { count: refusal.limit }), unpaid], ' ');
    case 'line-too-long': {
      const count = Math.round(refusal.maxWaitMs / 60_000);
      return joinText([say('refusal.lineTooLong', language, { count }), unpaid], ' ');
    }
    case 'person-budget-spent':
    case 'bot-budget-spent':
      return wordBudget(refusal, tools, language);
    case 'wish-impossible': {
      const problems = refusal.problems.map((problem) => wordWishProblem(problem, tools, language));
      return wordProblems(say('refusal.impossible', language), problems, unpaid);
    }
    case 'provider-paused':
      return joinText([say('refusal.providerPaused', language), unpaid], ' ');
    case 'stopping':
      return joinText([say('refusal.stopping', language), unpaid], ' ');
    default:
      return refusal satisfies never;
  }
}

function wordProblems(heading: RichText, problems: readonly RichText[], unpaid: RichText): RichText {
  const lines = problems.map((problem): RichText => [{ text: '• ', style: 'plain' }, ...problem]);
  return joinText([heading, ...lines, unpaid], '\n');
}

type BudgetRefusal = Extract<Refusal, { readonly limitMicros: number }>;

function wordBudget(refusal: BudgetRefusal, tools: WordingTools, language: string): RichText {
  const { say } = tools;
  const unpaid = say('refusal.unpaid', language);
  const estimate = formatMoney(refusal.estimateMicros, language);
  const limit = formatMoney(refusal.limitMicros, language);
  if (refusal.estimateMicros > refusal.limitMicros) {
    return joinText([say('refusal.aboveDailyBudget', language, { estimate, limit }), unpaid], ' ');
  }
  const left = formatMoney(Math.max(0, refusal.leftMicros), language);
  const isPersonal = refusal.reason === 'person-budget-spent';
  const renewal = wordRenewal(refusal.renewsAtMs, language, tools);
  const spent = say(isPersonal ? 'refusal.personBudgetSpent' : 'refusal.botBudgetSpent', language, {
    estimate,
    left,
    limit,
  });
  const cheaper = refusal.leftMicros > 0 ? say('refusal.cheaper', language) : [];
  return joinText([spent, unpaid, renewal, cheaper], ' ');
}
