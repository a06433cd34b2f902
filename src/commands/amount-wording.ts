import type { Amount } from '../core/limits/budget.ts';
import { formatMoney } from './amounts.ts';
import { toPlainText } from './join-text.ts';
import type { Say } from './texts/texts.ts';

/** Says what somebody may use: dollars, pictures, or both. */
export function wordAmount({ micros, pictures }: Amount, say: Say, language: string): string {
  const money = micros === 0 ? [] : [formatMoney(micros, language)];
  const counted = pictures === 0 ? [] : [toPlainText(say('admin.pictures', language, { count: pictures }))];
  return [...money, ...counted].join(' + ');
}
