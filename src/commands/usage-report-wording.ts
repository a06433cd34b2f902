import type { ModelCatalog } from '../core/model-catalog.ts';
import type { Paid, UsageReport } from '../core/usage-report.ts';
import { sumBy, sumOf } from '../core/usage-report.ts';
import { formatDay, formatMoney } from './amounts.ts';
import { joinText, toPlainText } from './join-text.ts';
import { nameId } from './name-id.ts';
import type { RichText, TextRun } from './rich-text.ts';
import { usageChart } from './usage-chart.ts';
import type { Wording } from './wording.ts';

export interface ReportReader {
  readonly language: string;
  readonly wording: Wording;
  readonly catalog: Pick<ModelCatalog, 'about'>;
}

/** As many as a phone shows without scrolling. */
const mostLines = 5;

/** Says what was paid, by model, and who used most. */
export function wordUsageReport(report: UsageReport, reader: ReportReader): RichText {
  const { language, wording } = reader;
  const { days, lines } = report;
  const total = sumOf(lines);
  const cost = formatMoney(total.spentMicros, language);
  const heading = wording.text('usageReport.heading', language, { count: days.length, cost });
  if (total.requests === 0) return joinText([heading, wording.text('usageReport.nothing', language)], '\n\n');
  const byModel = sumBy(lines, ({ model }) => nameOf(model, reader));
  const byPerson = sumBy(lines, ({ personId }) => personId);
  return joinText(
    [
      joinText([heading, wordPaid(total, reader)], '\n'),
      listOf(wording.text('usageReport.byModel', language), byModel, { ...reader, name: plain }),
      listOf(wording.text('usageReport.byPerson', language), byPerson, {
        ...reader,
        name: (id) => nameId(id, 'person'),
      }),
    ],
    '\n\n',
  );
}

/** The same as a drawing. */
export function drawUsageReport(report: UsageReport, reader: ReportReader): string {
  const { language, wording } = reader;
  const say = (
    key: 'usageReport.perDay' | 'usageReport.others' | 'usageReport.byModel' | 'usageReport.byPerson',
  ) => toPlainText(wording.text(key, language));
  return usageChart(report, {
    language,
    modelName: (air) => nameOf(air, reader),
    words: {
      title: titleOf(report, language),
      perDay: say('usageReport.perDay'),
      byModel: say('usageReport.byModel'),
      byPerson: say('usageReport.byPerson'),
      others: say('usageReport.others'),
    },
  });
}

function titleOf({ days }: UsageReport, language: string): string {
  const [first = '', last = first] = [days[0], days.at(-1)];
  return first === last
    ? formatDay(first, language)
    : `${formatDay(first, language)} – ${formatDay(last, language)}`;
}

function listOf(
  title: RichText,
  sums: ReturnType<typeof sumBy>,
  { language, name }: { readonly language: string; readonly name: (key: string) => TextRun },
): RichText {
  const lines = sums.slice(0, mostLines).map(({ key, spentMicros }): RichText => {
    const cost = formatMoney(spentMicros, language);
    return [plain('• '), name(key), plain(': '), { text: cost, style: 'bold' }];
  });
  return joinText([title, ...lines], '\n');
}

function plain(text: string): TextRun {
  return { text, style: 'plain' };
}

function wordPaid({ pictures, requests }: Paid, { language, wording }: ReportReader): RichText {
  return joinText(
    [
      wording.text('outcome.pictures', language, { count: pictures }),
      wording.text('usageReport.requests', language, { count: requests }),
    ],
    ', ',
  );
}

function nameOf(air: string, { catalog }: ReportReader): string {
  return catalog.about(air)?.label ?? air;
}
