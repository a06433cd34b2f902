import type { Spent } from '../core/spending.ts';
import { formatMoney } from './amounts.ts';
import { joinText } from './join-text.ts';
import { wordRenewal } from './renewal-wording.ts';
import type { RichText } from './rich-text.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says what a person used, what is left for them, and when it renews. */
export function wordSpending(spent: Spent, tools: WordingTools, language: string): RichText {
  const { say } = tools;
  const { isShared, leftMicros, limitMicros, month, renewsAtMs, reservedMicros, sharedLeftMicros, today } =
    spent;
  const money = (micros: number) => formatMoney(micros, language);
  const used = [
    say('usage.today', language, { count: today.pictures, cost: money(today.chargedMicros) }),
    say('usage.month', language, { count: month.pictures, cost: money(month.chargedMicros) }),
    reservedMicros > 0 ? say('usage.reserved', language, { amount: money(reservedMicros) }) : [],
    isShared ? say('usage.shared', language) : [],
  ];
  const left = [
    say('usage.left', language, { left: money(leftMicros), limit: money(limitMicros) }),
    sharedLeftMicros < leftMicros ? say('usage.sharedLeft', language, { left: money(sharedLeftMicros) }) : [],
    wordRenewal(renewsAtMs, language, tools),
  ];
  return joinText([say('usage.heading', language), joinText(used, '\n'), joinText(left, '\n')], '\n\n');
}
