import { html } from 'hono/html';
import { formatDay, formatMoney } from '../commands/amounts.ts';
import { toPlainText } from '../commands/join-text.ts';
import type { Wording } from '../commands/wording.ts';
import type { Generation } from '../core/generation.ts';
import { sumBy, sumOf } from '../core/usage-report.ts';
import type { OperatorText } from './operator-texts.ts';
import type { OperatorView } from './operator-view.ts';
import { plot } from './plot.ts';

export interface OperatorPageOptions {
  readonly language: string;
  readonly wording: Wording;
  readonly nowMs: number;
}

const mostRows = 10;

/** The whole page, as it stands at one moment. */
export function renderOperatorPage(view: OperatorView, options: OperatorPageOptions) {
  const { language, nowMs, wording } = options;
  const say = (key: OperatorText) => toPlainText(wording.text(key, language));
  const money = (micros: number) => formatMoney(micros, language);
  const ago = (atMs: number) => wording.ago(atMs, language);
  const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
  const { audit, bans, latest, platforms, report, rules, standing, wall } = view;
  const { budget, load, outbox } = standing;

  const fact = (label: OperatorText, value: string, look = '') =>
    html`<div class="fact ${look}"><dt>${say(label)}</dt><dd>${value}</dd></div>`;
  const table = (caption: OperatorText, rows: readonly (readonly string[])[]) => html`<section>
<h2>${say(caption)}</h2>
${
  rows.length === 0
    ? html`<p class="nothing">${say('operator.nothing')}</p>`
    : html`<table>${rows.map(
        ([first = '', ...others]) =>
          html`<tr><th scope="row">${first}</th>${others.map((other) => html`<td>${other}</td>`)}</tr>`,
      )}</table>`
}
</section>`;
  const byUse = (keyOf: 'personId' | 'placeId') =>
    sumBy(report.lines, (line) => line[keyOf])
      .slice(0, mostRows)
      .map(({ key, pictures, requests, spentMicros }) => [
        key,
        String(requests),
        String(pictures),
        money(spentMicros),
      ]);

  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${say('operator.title')}</title>
<link rel="stylesheet" href="/admin/operator.css">
</head>
<body>
<header><h1>${say('operator.title')}</h1>
<p>${new Date(nowMs).toISOString().replace('T', ' ').slice(0, 19)} UTC · <a href="/admin?language=${language}">${say('operator.again')}</a></p></header>
<main>
<section>
<h2>${say('operator.now')}</h2>
<dl class="facts">
${fact('operator.running', String(load.running))}
${fact('operator.waiting', String(load.queued))}
${fact('operator.owed', outbox.oldestEndedAtMs === undefined ? String(outbox.owed) : `${outbox.owed} (${ago(outbox.oldestEndedAtMs)})`, outbox.owed > 0 ? 'warning' : '')}
${fact('operator.provider', say(standing.isProviderLeftAlone ? 'operator.leftAlone' : 'operator.fine'), standing.isProviderLeftAlone ? 'warning' : 'fine')}
${fact('operator.today', Number.isFinite(budget.limitMicros) ? `${money(budget.usedMicros)} / ${money(budget.limitMicros)}` : money(budget.usedMicros))}
${platforms.map(({ isReady, name, reason, state }) => html`<div class="fact ${isReady ? 'fine' : 'warning'}"><dt>${name}</dt><dd>${state}${reason === undefined ? '' : ` (${reason})`}</dd></div>`)}
</dl>
</section>
<section>
<h2>${say('operator.spend')} <small>${money(sumOf(report.lines).spentMicros)}</small></h2>
${plot(
  say('operator.spend'),
  report.days.map((day) => {
    const micros = sumOf(report.lines.filter((line) => line.day === day)).spentMicros;
    return {
      label: formatDay(day, language),
      words: `${formatDay(day, language)}: ${money(micros)}`,
      parts: [{ kind: 'spent', value: micros }],
    };
  }),
)}
</section>
<section>
<h2>${say('operator.outcomes')} <small>${say('operator.ofLast')} ${latest.length}</small></h2>
${plot(
  say('operator.outcomes'),
  report.days.map((day) => {
    const ended = latest.filter(({ budgetDay, endedAtMs }) => budgetDay === day && endedAtMs !== undefined);
    const parts = outcomeKinds.map((kind) => ({
      kind,
      value: ended.filter((one) => kindOf(one) === kind).length,
    }));
    const words = parts.map(({ kind, value }) => `${say(outcomeTexts[kind])} ${value}`).join(', ');
    return { label: formatDay(day, language), words: `${formatDay(day, language)}: ${words}`, parts };
  }),
)}
<p class="legend">${outcomeKinds.map((kind) => html`<span class="${kind}">${say(outcomeTexts[kind])}</span> `)}</p>
</section>
${table(
  'operator.failures',
  failuresOf(latest).map(({ code, count, newest }) => [
    code,
    String(count),
    ago(newest.endedAtMs ?? nowMs),
    newest.failure?.reference ?? '',
  ]),
)}
${table(
  'operator.slowest',
  slowestOf(latest).map((one) => [seconds(tookMs(one)), one.wish.model, one.personId, ago(one.acceptedAtMs)]),
)}
${table('operator.people', byUse('personId'))}
${table('operator.places', byUse('placeId'))}
<section class="wide">
<h2>${say('operator.wall')}</h2>
${wall.length === 0 ? html`<p class="nothing">${say('operator.nothing')}</p>` : ''}
<div class="wall">${wall.map(
    ({ generation, picture }) =>
      html`<img loading="lazy" src="/admin/pictures/${generation.id}/${picture.position}" width="${picture.width}" height="${picture.height}" alt="${wording.altText(generation, picture)}">`,
  )}</div>
</section>
${table(
  'operator.rules',
  Object.entries(rules).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]),
)}
${table(
  'operator.bans',
  bans.slice(0, mostRows).map(({ atMs, byId, personId, reason }) => [personId, reason, byId, ago(atMs)]),
)}
${table(
  'operator.audit',
  audit.map(({ atMs, byId, deed, scope, subject }) => [ago(atMs), byId, deed, subject ?? scope]),
)}
</main>
</body>
</html>`;
}

const outcomeTexts = {
  delivered: 'operator.delivered',
  failed: 'operator.failed',
  cancelled: 'operator.cancelled',
  expired: 'operator.expired',
} as const satisfies Record<string, OperatorText>;

const outcomeKinds = ['delivered', 'failed', 'cancelled', 'expired'] as const;

function kindOf({ state }: Generation): (typeof outcomeKinds)[number] {
  return outcomeKinds.find((kind) => kind === state) ?? 'delivered';
}

function tookMs({ acceptedAtMs, endedAtMs = acceptedAtMs }: Generation): number {
  return endedAtMs - acceptedAtMs;
}

function slowestOf(latest: readonly Generation[]): readonly Generation[] {
  const painted = latest.filter(
    ({ state }) => state === 'delivered' || state === 'made' || state === 'undeliverable',
  );
  return painted.toSorted((one, other) => tookMs(other) - tookMs(one)).slice(0, mostRows);
}

function failuresOf(latest: readonly Generation[]) {
  const failed = latest.filter(({ state }) => state === 'failed');
  return [...Map.groupBy(failed, ({ failure }) => failure?.code ?? '')]
    .flatMap(([code, all]) => all.slice(0, 1).map((newest) => ({ code, count: all.length, newest })))
    .toSorted((one, other) => other.count - one.count);
}
