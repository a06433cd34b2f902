import type { Amount } from '../core/limits/budget.ts';
import type { Spent } from '../core/spending.ts';
import { formatMoney } from './amounts.ts';
import { wordUsedUp } from './budget-wording.ts';
import { joinText } from './join-text.ts';
import { wordRenewal } from './renewal-wording.ts';
import type { RichText } from './rich-text.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says what a person used, of how much, what is left for them, and when it renews. */
export function wordSpending(spent: Spent, tools: WordingTools, language: string): RichText {
  const { say } = tools;
  const { isShared, month, reservedMicros, today, usedUp } = spent;
  const amount = formatMoney(reservedMicros, language);
  const used = [
    joinText([say('usage.today', language), wordUsed(today, tools, language)], ' '),
    joinText([say('usage.month', language), wordUsed(month, tools, language)], ' '),
    reservedMicros > 0 ? say('usage.reserved', language, { amount }) : [],
    isShared ? say('usage.shared', language) : [],
  ];
  const limited = [
    wordLeft(say('usage.leftToday', language), today, { tools, language }),
    wordLeft(say('usage.leftMonth', language), month, { tools, language }),
  ].filter((lines) => lines.length > 0);
  const left = limited.length > 0 ? limited : [say('usage.unlimited', language)];
  const shared = usedUp.map((purse) =>
    joinText([wordUsedUp(purse, tools, language), wordRenewal(purse.renewsAtMs, language, tools)], '\n'),
  );
  return joinText([say('usage.heading', language), joinText(used, '\n'), ...left, ...shared], '\n\n');
}

type Used = Spent['today'];

function wordUsed({ limit, used }: Used, { say }: WordingTools, language: string): RichText {
  const cost = formatMoney(used.micros, language);
  const pictures = Number.isFinite(limit.pictures)
    ? say('usage.picturesOf', language, { used: used.pictures, count: limit.pictures })
    : say('usage.pictures', language, { count: used.pictures });
  const money = Number.isFinite(limit.micros)
    ? say('usage.costOf', language, { cost, limit: formatMoney(limit.micros, language) })
    : say('usage.cost', language, { cost });
  return joinText([pictures, money], ', ');
}

/** Empty where there is no limit. */
function wordLeft(
  label: RichText,
  { left, renewsAtMs }: Used,
  { tools, language }: { readonly tools: WordingTools; readonly language: string },
): RichText {
  const amounts = wordAmounts(left, tools, language);
  if (amounts.length === 0) return [];
  const line = joinText([label, amounts], ' ');
  return joinText([line, wordRenewal(renewsAtMs, language, tools)], '\n');
}

function wordAmounts({ micros, pictures }: Amount, { say }: WordingTools, language: string): RichText {
  const money = Number.isFinite(micros)
    ? say('usage.cost', language, { cost: formatMoney(micros, language) })
    : [];
  const count = Number.isFinite(pictures) ? say('usage.pictures', language, { count: pictures }) : [];
  return joinText([money, count], ', ');
}
