import type { DeliverablePicture } from '../../core/courier.ts';
import { PictureMissing } from '../../core/pictures/picture-store.ts';
import { mostReportDays } from '../../core/usage-report.ts';
import { toPlainText } from '../join-text.ts';
import type { OptionSpecs } from '../option.ts';
import { usageCsv } from '../usage-csv.ts';
import { drawUsageReport, wordUsageReport } from '../usage-report-wording.ts';
import { adminButton } from './admin-button.ts';
import type { AdminAnswer, AdminCall, AdminTools, AdminVerb } from './admin-verb.ts';

const options = {
  days: { kind: 'integer', min: 1, max: mostReportDays },
  csv: { kind: 'flag' },
} as const satisfies OptionSpecs;

const usualDays = 30;

/** Shows what was paid lately, in words, as a chart and as a table. */
export const usage: AdminVerb<typeof options> = {
  name: 'usage',
  audience: 'admins',
  options,
  run(call, tools) {
    const { csv, days = usualDays } = call.values;
    return csv === true ? asTable(days, call, tools) : show(days, call, tools);
  },
  press(call, tools) {
    const [, typed = usualDays, csv] = /^(\d{1,2})(-csv)?$/.exec(call.values) ?? [];
    const days = Math.min(mostReportDays, Math.max(1, Number(typed)));
    return csv === undefined ? show(days, call, tools) : asTable(days, call, tools);
  },
};

async function show(
  days: number,
  { language }: AdminCall<unknown>,
  { catalog, house, wording }: AdminTools,
): Promise<AdminAnswer> {
  const report = await house.usageReports.of(days);
  const reader = { catalog, language, wording };
  const text = wordUsageReport(report, reader);
  const chart = chartOf(() => house.drawing.toPng(drawUsageReport(report, reader)));
  const spans = [7, usualDays].map((count) =>
    adminButton(
      { verb: 'usage', argument: `${count}` },
      wording.text('usageReport.days', language, { count }),
    ),
  );
  const table = adminButton(
    { verb: 'usage', argument: `${days}-csv` },
    wording.text('usageReport.csv', language),
  );
  return {
    kind: 'done',
    text,
    pictures: report.lines.length === 0 ? [] : [chart],
    altTexts: [toPlainText(text)],
    unshown: wording.text('usageReport.noChart', language),
    buttons: [spans, [table]],
    data: report,
  };
}

/** Drawn when it is sent, which may take longer than a first answer. The page is shown without what cannot be drawn. */
function chartOf(draw: () => Promise<Uint8Array>): DeliverablePicture {
  const key = 'usage-chart';
  return {
    key,
    generationId: key,
    role: 'result',
    position: 0,
    mediaType: 'image/png',
    width: 1200,
    height: 800,
    byteLength: 100_000,
    seed: undefined,
    costMicros: undefined,
    vendorId: undefined,
    read: () =>
      draw().catch(() => {
        throw new PictureMissing(key);
      }),
  };
}

async function asTable(
  days: number,
  { language }: AdminCall<unknown>,
  { house, wording }: AdminTools,
): Promise<AdminAnswer> {
  return {
    kind: 'documents',
    text: wording.text('usageReport.hereIsTable', language),
    prepare: async () => {
      const bytes = Buffer.from(usageCsv(await house.usageReports.of(days)));
      return [{ name: `easel-usage-${days}-days.csv`, mediaType: 'text/csv', bytes }];
    },
  };
}
