import { html } from 'hono/html';
import { wordPainting } from '../commands/admin/status.ts';
import { formatMoney } from '../commands/amounts.ts';
import { toPlainText } from '../commands/join-text.ts';
import { platformName } from '../commands/platform-name.ts';
import type { OperatorView } from './operator-view.ts';
import { section } from './section.ts';
import type { Speech } from './speech.ts';

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly look?: 'fine' | 'warning' | '';
}

/** How Easel is at this moment: the numbers of `/metrics`, and what `/admin status` says. */
export function nowSection(view: OperatorView, speech: Speech) {
  const { language, say, wording } = speech;
  const { budget, condition, platforms } = view;
  const { load, outbox } = condition;
  const money = (micros: number) => formatMoney(micros, language);
  const since =
    outbox.oldestEndedAtMs === undefined ? '' : ` (${wording.ago(outbox.oldestEndedAtMs, language)})`;
  const limit = Number.isFinite(budget.limitMicros) ? ` / ${money(budget.limitMicros)}` : '';
  const facts: readonly Fact[] = [
    { label: say('operator.running'), value: String(load.running) },
    { label: say('operator.waiting'), value: String(load.queued) },
    {
      label: say('operator.owed'),
      value: `${outbox.owed}${since}`,
      look: outbox.owed > 0 ? 'warning' : '',
    },
    { label: say('operator.today'), value: `${money(budget.usedMicros)}${limit}` },
    { label: say('operator.balance'), value: wordBalance(view, speech) },
    paintingFact(view, speech),
    ...platforms.map(
      ({ isReady, name, reason, state }): Fact => ({
        label: platformName(name),
        value: reason === undefined ? state : `${state} (${reason})`,
        look: isReady ? 'fine' : 'warning',
      }),
    ),
  ];
  const shown = facts.map(
    ({ label, look = '', value }) => html`<div class="fact ${look}"><dt>${label}</dt><dd>${value}</dd></div>`,
  );
  return section(say('operator.now'), html`<dl class="facts">${shown}</dl>`, 'wide');
}

function wordBalance({ condition: { balanceDollars } }: OperatorView, { language, say }: Speech): string {
  if (balanceDollars === undefined) return say('operator.balanceUnknown');
  return formatMoney(Math.round(balanceDollars * 1_000_000), language);
}

function paintingFact({ condition }: OperatorView, { language, say, wording, works }: Speech): Fact {
  const label = say('operator.painting');
  if (!works && !condition.isPausedByHand) return { label, value: say('operator.elsewhere') };
  const isHeldUp =
    condition.isPausedByHand || condition.providerPause !== undefined || condition.isProviderLeftAlone;
  return {
    label,
    value: toPlainText(wordPainting(condition, language, wording)),
    look: isHeldUp ? 'warning' : 'fine',
  };
}
