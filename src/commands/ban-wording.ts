import type { Refusal } from '../core/refusal.ts';
import { formatMoment, formatWait } from './amounts.ts';
import { joinText } from './join-text.ts';
import type { RichText } from './rich-text.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says that somebody is kept out, why, and until when. */
export function wordBan(
  { from, untilMs, why }: Extract<Refusal, { readonly reason: 'banned' }>,
  { now, say, timeZone }: WordingTools,
  language: string,
): RichText {
  const moment = { nowMs: now(), language, timeZone };
  const end =
    untilMs === undefined
      ? say('refusal.bannedForGood', language)
      : say('refusal.bannedUntil', language, {
          relative: formatWait(untilMs, moment),
          time: formatMoment(untilMs, moment),
        });
  return joinText(
    [
      say(from === 'bot' ? 'refusal.bannedFromBot' : 'refusal.bannedFromPlace', language),
      why === '' ? [] : say('refusal.bannedWhy', language, { why }),
      end,
    ],
    ' ',
  );
}
