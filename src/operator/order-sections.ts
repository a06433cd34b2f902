import { html } from 'hono/html';
import { wordEntry } from '../commands/admin/audit-wording.ts';
import { wordDecided } from '../commands/admin/rules-wording.ts';
import { toPlainText } from '../commands/join-text.ts';
import type { BotRules, PlaceRules } from '../core/rules/place-rules.ts';
import type { RuleScope } from '../core/rules/rule-scope.ts';
import type { OperatorView } from './operator-view.ts';
import { section, tableSection } from './section.ts';
import type { Speech } from './speech.ts';

const mostBans = 10;

/** By what rules the community is kept in order, and who decided what. */
export function orderSections(view: OperatorView, speech: Speech) {
  return [rulesSection(view, speech), bansSection(view, speech), auditSection(view, speech)];
}

function rulesSection({ rules, rulesOfPlaces }: OperatorView, speech: Speech) {
  const { say } = speech;
  const ofBot = ruleList({ scope: 'bot', rules }, speech);
  const ofPlaces = rulesOfPlaces.map(
    ({ placeId, rules: decided }) =>
      html`<h3>${placeId}</h3>${ruleList({ scope: `place:${placeId}`, rules: decided }, speech)}`,
  );
  return section(say('operator.rules'), html`<h3>${say('operator.wholeBot')}</h3>${ofBot}${ofPlaces}`);
}

function ruleList(
  shown: { readonly scope: RuleScope; readonly rules: BotRules & PlaceRules },
  speech: Speech,
) {
  const lines = wordDecided(shown, speech).map(toPlainText);
  if (lines.length === 0) return html`<p class="nothing">${speech.say('operator.nothing')}</p>`;
  return html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function bansSection({ bans }: OperatorView, { language, say, wording }: Speech) {
  return tableSection({
    heading: say('operator.bans'),
    columns: [
      say('operator.columnPerson'),
      say('operator.columnWhy'),
      say('operator.columnBy'),
      say('operator.columnSince'),
      say('operator.columnUntil'),
    ],
    rows: bans
      .slice(0, mostBans)
      .map(({ atMs, byId, personId, reason, untilMs }) => [
        personId,
        reason,
        byId,
        wording.ago(atMs, language),
        wording.until(untilMs, language),
      ]),
    nothing: say('operator.nothing'),
  });
}

function auditSection({ audit }: OperatorView, speech: Speech) {
  const { say } = speech;
  if (audit.length === 0) {
    return section(say('operator.audit'), html`<p class="nothing">${say('operator.nothing')}</p>`, 'wide');
  }
  const entries = audit.map((entry) => {
    const [deed, who, ...more] = toPlainText(wordEntry(entry, speech)).split('\n');
    return html`<li><b>${deed}</b> <small>${who}</small>${more.map((line) => html`<br>${line}`)}</li>`;
  });
  return section(say('operator.audit'), html`<ol class="audit">${entries}</ol>`, 'wide');
}
