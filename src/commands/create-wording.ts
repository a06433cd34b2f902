import type { ModelCatalog } from '../core/model-catalog.ts';
import { promisedTime } from '../core/model-timings.ts';
import { wordAltText } from './alt-text-wording.ts';
import { wordAmount } from './amount-wording.ts';
import { formatAgo, formatMoment, formatMoney } from './amounts.ts';
import { wordCode } from './failure-wording.ts';
import { generationButtons } from './generation-buttons.ts';
import { joinText, toPlainText } from './join-text.ts';
import { wordOptionProblems } from './option-problem-wording.ts';
import { wordEnding } from './outcome-wording.ts';
import { wordRefusal } from './refusal-wording.ts';
import { wordRenewal } from './renewal-wording.ts';
import { reportButtons } from './report-buttons.ts';
import { wordReport } from './report-wording.ts';
import type { RichText } from './rich-text.ts';
import { shorten } from './shorten.ts';
import { wordSpending } from './spending-wording.ts';
import { wordStatus } from './status-wording.ts';
import { createTexts } from './texts/texts.ts';
import { putUnderPrompt } from './under-prompt.ts';
import type { Wording } from './wording.ts';
import type { WordingTools } from './wording-tools.ts';
import { wordsOf } from './words-of.ts';

export interface WordingOptions {
  readonly catalog: ModelCatalog;
  /** True when the embedded sandbox paints: every status and result then says so. */
  readonly isSandbox: boolean;
  /** IANA name of the zone in which days and budgets are counted; UTC by default. */
  readonly timeZone?: string | undefined;
  readonly now?: (() => number) | undefined;
  /** By default the catalogue's word. */
  readonly expectedTime?: WordingTools['expectedTime'] | undefined;
}

const longestOutcome = 4_000;
const longestStatus = 1_000;
const longestPromptInStatus = 200;
const longestAltText = 1_024;

export function createWording(options: WordingOptions): Wording {
  const { catalog, isSandbox, timeZone = 'UTC', now = Date.now } = options;
  const say = createTexts();
  const { expectedTime = (wish) => promisedTime(wish, catalog) } = options;
  const tools: WordingTools = { say, catalog, timeZone, now, expectedTime };
  type Note = 'sandbox.picture' | 'sandbox.general';
  const markSandbox = (text: RichText, note: Note, language: string): RichText =>
    isSandbox ? joinText([text, say(note, language)], '\n') : text;

  const outcomeWithin: Wording['outcomeWithin'] = (outcome, maxLength) => {
    const { generation } = outcome;
    const { language, wish } = generation;
    const note = wish.verb === 'paint' ? 'sandbox.picture' : 'sandbox.general';
    const text = markSandbox(wordEnding(outcome, tools), note, language);
    // What a filter turned down stays for nobody to read.
    const isRefused = generation.failure?.code === 'content-refused';
    return putUnderPrompt(text, { prompt: isRefused ? '' : wordsOf(generation), maxLength });
  };

  return {
    outcomeWithin,
    outcome: (outcome) => outcomeWithin(outcome, longestOutcome),
    status: (status) => {
      const { language, wish } = status.generation;
      const prompt = shorten(wish.prompt.trim(), longestPromptInStatus);
      const text = markSandbox(wordStatus(status, tools), 'sandbox.general', language);
      return putUnderPrompt(text, { prompt, maxLength: longestStatus });
    },
    buttons: (generation, pictureCount) => generationButtons(generation, pictureCount, tools),
    altText: (generation, told) => {
      const picture = wordAltText(generation, told, say);
      const sandbox = isSandbox ? say('outcome.altTextSandbox', generation.language) : [];
      return shorten(toPlainText(joinText([sandbox, picture], ' ')).trim(), longestAltText);
    },
    typicalSeconds: (wish) => {
      const medianMs = expectedTime(wish)?.medianMs;
      return medianMs === undefined ? undefined : Math.max(1, Math.round(medianMs / 1_000));
    },
    stage: (status) => wordStatus(status, tools),
    moment: (atMs, language) => formatMoment(atMs, { nowMs: now(), language, timeZone }),
    until: (atMs, language) =>
      toPlainText(
        atMs === undefined
          ? say('admin.untilLifted', language)
          : say('admin.until', language, {
              time: formatMoment(atMs, { nowMs: now(), language, timeZone }),
            }),
      ),
    money: formatMoney,
    amount: (amount, language) => wordAmount(amount, say, language),
    ago: (atMs, language) => formatAgo(atMs, { nowMs: now(), language, timeZone }),
    refusal: (refusal, language) => wordRefusal(refusal, tools, language),
    failureCode: (code, language) => wordCode(code, { language, say }),
    spending: (spent, language) => wordSpending(spent, tools, language),
    renewal: (atMs, language) => wordRenewal(atMs, language, tools),
    optionProblems: (problems, place) => wordOptionProblems(problems, place, say),
    report: (sheet, links) => wordReport(sheet, links, say),
    reportButtons: (sheet) => reportButtons(sheet, say),
    fault: (reference, language) => say('fault', language, { reference }),
    text: say,
  };
}
