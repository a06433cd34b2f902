import { formatMoment, formatWait } from './amounts.ts';
import type { RichText } from './rich-text.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says when budgets renew. */
export function wordRenewal(
  renewsAtMs: number,
  language: string,
  { now, say, timeZone }: WordingTools,
): RichText {
  const moment = { nowMs: now(), language, timeZone };
  return say('refusal.renews', language, {
    relative: formatWait(renewsAtMs, moment),
    time: formatMoment(renewsAtMs, moment),
  });
}
