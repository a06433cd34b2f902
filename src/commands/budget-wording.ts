import type { Measure, Period } from '../core/limits/budget.ts';
import type { BudgetRefusal } from '../core/limits/budget-refusal.ts';
import type { Refusal } from '../core/refusal.ts';
import { formatMoney } from './amounts.ts';
import { joinText } from './join-text.ts';
import { wordRenewal } from './renewal-wording.ts';
import type { RichText } from './rich-text.ts';
import type { WordingTools } from './wording-tools.ts';

const sharedTexts = {
  place: { day: 'refusal.placeDaySpent', month: 'refusal.placeMonthSpent' },
  bot: { day: 'refusal.botDaySpent', month: 'refusal.botMonthSpent' },
} as const;

const moneyTexts = {
  spent: { day: 'refusal.personDaySpent', month: 'refusal.personMonthSpent' },
  above: { day: 'refusal.aboveDay', month: 'refusal.aboveMonth' },
} as const;

const pictureTexts = {
  spent: { day: 'refusal.personDayPictures', month: 'refusal.personMonthPictures' },
  above: { day: 'refusal.abovePicturesOfDay', month: 'refusal.abovePicturesOfMonth' },
} as const;

/** Says which budget refused, with the person's own figures and nobody else's. */
export function wordBudgetRefusal(refusal: BudgetRefusal, tools: WordingTools, language: string): RichText {
  const { say } = tools;
  if (refusal.remedy === 'nothing') return say('refusal.noBudget', language);
  switch (refusal.reason) {
    case 'person-budget-spent':
      return wordOwnBudget(refusal, tools, language);
    case 'place-budget-spent':
    case 'bot-budget-spent': {
      if (refusal.remedy === 'less') return say('refusal.aboveShared', language);
      const holder = refusal.reason === 'bot-budget-spent' ? 'bot' : 'place';
      return wordUsedUp({ holder, period: refusal.period }, tools, language);
    }
    default:
      return refusal satisfies never;
  }
}

/** Says that others share a budget, and that nothing is left of it. */
export function wordUsedUp(
  { holder, period }: { readonly holder: 'place' | 'bot'; readonly period: Period },
  { say }: WordingTools,
  language: string,
): RichText {
  return say(sharedTexts[holder][period], language);
}

/** Says when to come back, and whether anything else may be had until then; empty where waiting does not help. */
export function wordBudgetRemedy(refusal: BudgetRefusal, tools: WordingTools, language: string): RichText {
  switch (refusal.remedy) {
    case 'nothing':
    case 'less':
      return [];
    case 'later':
      return wordRenewal(refusal.renewsAtMs, language, tools);
    case 'less-or-later': {
      const isAboutPictures = 'measure' in refusal && refusal.measure === 'pictures';
      const less = tools.say(isAboutPictures ? 'refusal.fewer' : 'refusal.cheaper', language);
      return joinText([wordRenewal(refusal.renewsAtMs, language, tools), less], ' ');
    }
    default:
      return refusal.remedy satisfies never;
  }
}

type OwnRefusal = Extract<Refusal, { readonly measure: Measure }>;

function wordOwnBudget(refusal: OwnRefusal, { say }: WordingTools, language: string): RichText {
  const { asked, left, limit, measure, period, remedy } = refusal;
  const kind = remedy === 'less' ? 'above' : 'spent';
  switch (measure) {
    case 'micros': {
      const money = (micros: number) => formatMoney(micros, language);
      const figures = { estimate: money(asked), left: money(left), limit: money(limit) };
      return say(moneyTexts[kind][period], language, figures);
    }
    case 'pictures':
      return say(pictureTexts[kind][period], language, { left, limit });
    default:
      return measure satisfies never;
  }
}
