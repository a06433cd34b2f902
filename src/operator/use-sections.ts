import { html } from 'hono/html';
import { formatDay, formatMoney } from '../commands/amounts.ts';
import { toPlainText } from '../commands/join-text.ts';
import type { Generation } from '../core/generation.ts';
import { sumBy, sumOf } from '../core/usage-report.ts';
import type { OperatorText } from './operator-texts.ts';
import type { OperatorView } from './operator-view.ts';
import { plot } from './plot.ts';
import { section, tableSection } from './section.ts';
import type { Speech } from './speech.ts';

const mostRows = 10;

/** What was asked for of late: what it cost, how it ended, what failed, who asked. */
export function useSections(view: OperatorView, speech: Speech) {
  return [
    spendSection(view, speech),
    outcomesSection(view, speech),
    failuresSection(view, speech),
    slowestSection(view, speech),
    byUseSection(view, { ...speech, keyOf: 'personId' }),
    byUseSection(view, { ...speech, keyOf: 'placeId' }),
    wallSection(view, speech),
  ];
}

function spendSection({ report }: OperatorView, { language, say }: Speech) {
  const money = (micros: number) => formatMoney(micros, language);
  const columns = report.days.map((day) => {
    const micros = sumOf(report.lines.filter((line) => line.day === day)).spentMicros;
    return {
      label: formatDay(day, language),
      words: money(micros),
      parts: [{ kind: 'spent', value: micros }],
    };
  });
  const total = html`${say('operator.spend')} <small>${money(sumOf(report.lines).spentMicros)}</small>`;
  return section(total, plot(say('operator.spend'), { columns, wordValue: money }));
}

const outcomeTexts = {
  delivered: 'operator.delivered',
  failed: 'operator.failed',
  cancelled: 'operator.cancelled',
  expired: 'operator.expired',
} as const satisfies Record<string, OperatorText>;

const outcomeKinds = ['delivered', 'failed', 'cancelled', 'expired'] as const;

function outcomesSection({ latest, report }: OperatorView, { language, say }: Speech) {
  const columns = report.days.map((day) => {
    const ended = latest.filter(({ budgetDay, endedAtMs }) => budgetDay === day && endedAtMs !== undefined);
    const parts = outcomeKinds.map((kind) => ({
      kind,
      value: ended.filter((one) => kindOf(one) === kind).length,
    }));
    const words = parts.map(({ kind, value }) => `${say(outcomeTexts[kind])} ${value}`).join(', ');
    return { label: formatDay(day, language), words, parts };
  });
  const legend = outcomeKinds.map((kind) => html`<span class="${kind}">${say(outcomeTexts[kind])}</span> `);
  return section(
    html`${say('operator.outcomes')} <small>${say('operator.ofLast')} ${latest.length}</small>`,
    html`${plot(say('operator.outcomes'), { columns, wordValue: String })}<p class="legend">${legend}</p>`,
  );
}

/** What was made and could not be delivered was painted all the same. */
function kindOf({ state }: Generation): (typeof outcomeKinds)[number] {
  return outcomeKinds.find((kind) => kind === state) ?? 'delivered';
}

function failuresSection({ latest }: OperatorView, { language, nowMs, say, wording }: Speech) {
  const failed = latest.flatMap((one) =>
    one.state === 'failed' && one.failure !== undefined ? [{ ...one, failure: one.failure }] : [],
  );
  const byCode = [...Map.groupBy(failed, ({ failure }) => failure.code)];
  const rows = byCode
    .toSorted(([, some], [, others]) => others.length - some.length)
    .map(([code, all]) => [
      html`${toPlainText(wording.failureCode(code, language))} <code>${code}</code>`,
      String(all.length),
      wording.ago(all[0]?.endedAtMs ?? nowMs, language),
      html`<code>${all[0]?.failure.reference ?? ''}</code>`,
    ]);
  return tableSection({
    heading: say('operator.failures'),
    columns: [
      say('operator.columnReason'),
      say('operator.columnCount'),
      say('operator.columnLast'),
      say('operator.columnReference'),
    ],
    rows,
    nothing: say('operator.nothing'),
  });
}

function slowestSection({ latest }: OperatorView, { catalog, language, say, wording }: Speech) {
  const painted = latest.filter(({ state }) => state === 'delivered' || state === 'undeliverable');
  const slowest = painted.toSorted((one, other) => tookMs(other) - tookMs(one)).slice(0, mostRows);
  return tableSection({
    heading: say('operator.slowest'),
    columns: [
      say('operator.columnTook'),
      say('operator.columnModel'),
      say('operator.columnPerson'),
      say('operator.columnWhen'),
    ],
    rows: slowest.map((one) => [
      formatSeconds(tookMs(one), language),
      catalog.find(one.wish.model)?.label ?? one.wish.model,
      one.personId,
      wording.ago(one.acceptedAtMs, language),
    ]),
    nothing: say('operator.nothing'),
  });
}

function tookMs({ acceptedAtMs, endedAtMs = acceptedAtMs }: Generation): number {
  return endedAtMs - acceptedAtMs;
}

function formatSeconds(ms: number, language: string): string {
  const options = { style: 'unit', unit: 'second', maximumFractionDigits: ms < 10_000 ? 1 : 0 } as const;
  return new Intl.NumberFormat(language, options).format(ms / 1000);
}

function byUseSection(
  { report }: OperatorView,
  { keyOf, language, say }: Speech & { readonly keyOf: 'personId' | 'placeId' },
) {
  const sums = sumBy(report.lines, (line) => line[keyOf]).slice(0, mostRows);
  const isPerson = keyOf === 'personId';
  return tableSection({
    heading: say(isPerson ? 'operator.people' : 'operator.places'),
    columns: [
      say(isPerson ? 'operator.columnPerson' : 'operator.columnPlace'),
      say('operator.columnRequests'),
      say('operator.columnPictures'),
      say('operator.columnCost'),
    ],
    rows: sums.map(({ key, pictures, requests, spentMicros }) => [
      key,
      String(requests),
      String(pictures),
      formatMoney(spentMicros, language),
    ]),
    nothing: say('operator.nothing'),
  });
}

function wallSection({ wall }: OperatorView, { say, wording }: Speech) {
  if (wall.length === 0) {
    return section(say('operator.wall'), html`<p class="nothing">${say('operator.nothing')}</p>`, 'wide');
  }
  const pictures = wall.map(({ generation, picture }) => {
    const source = `/admin/pictures/${generation.id}/${picture.position}`;
    const words = wording.altText(generation, picture);
    return html`<img loading="lazy" src="${source}" width="${picture.width}" height="${picture.height}" alt="${words}" title="${words}">`;
  });
  return section(say('operator.wall'), html`<div class="wall">${pictures}</div>`, 'wide');
}
