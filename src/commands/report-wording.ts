import type { ReportSheet } from '../core/courier.ts';
import { joinText } from './join-text.ts';
import type { RichText } from './rich-text.ts';
import { shorten } from './shorten.ts';
import type { Say } from './texts/texts.ts';

/** Where a report is shown, and where its people and its result are to be found by the platform's own links. */
export interface ReportLinks {
  /** Whoever sees the result reads the report, too. */
  readonly isForEverybody: boolean;
  /** Undefined where nobody else can follow one. */
  readonly result: string | undefined;
  readonly profileOf: (personId: string) => string;
}

const longestPrompt = 500;

/** Says what was reported and by whom, or what became of it. Nobody is told before everybody to have reported somebody. */
export function wordReport(
  { generation, language, report }: ReportSheet,
  { isForEverybody, profileOf, result }: ReportLinks,
  say: Say,
): RichText {
  const { decidedById, reason, reporterId, verdict } = report;
  const isGone = generation.removedAtMs !== undefined;
  const isNamed = reporterId !== undefined && !isForEverybody;
  const prompt = shorten(generation.wish.prompt.trim(), longestPrompt);
  return joinText(
    [
      say(reason === 'person' ? 'report.heading' : 'report.headingOfWords', language),
      // What was deleted should not be read any longer, either.
      isGone || prompt === '' ? [] : [{ text: prompt, style: 'quote' }],
      say('report.askedBy', language, { link: profileOf(generation.personId) }),
      isNamed ? say('report.reportedBy', language, { link: profileOf(reporterId) }) : [],
      isGone || result === undefined ? [] : say('report.result', language, { link: result }),
      verdict === undefined || decidedById === undefined
        ? isGone
          ? say('report.isGone', language)
          : []
        : say(`report.${verdictKeys[verdict]}`, language, { link: profileOf(decidedById) }),
    ],
    '\n',
  );
}

const verdictKeys = { keep: 'kept', delete: 'deleted', ban: 'banned' } as const;
