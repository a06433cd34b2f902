import type { NumberedAuditEntry } from '../../core/rules/audit-entry.ts';
import { parseBotRules, parsePlaceRules } from '../../core/rules/place-rules.ts';
import { joinText } from '../join-text.ts';
import { nameId } from '../name-id.ts';
import type { RichText } from '../rich-text.ts';
import { shorten } from '../shorten.ts';
import { readLoggedBudget, wordAllotted } from './allotment-wording.ts';
import type { RuleWords } from './rule-wording.ts';
import { isRuleName, wordRuleName, wordRuleValue } from './rule-wording.ts';

const keys = {
  'rules-changed': 'admin.deedRules',
  banned: 'admin.deedBanned',
  'ban-lifted': 'admin.deedLifted',
  paused: 'admin.deedPaused',
  resumed: 'admin.deedResumed',
  granted: 'admin.deedGranted',
  'budget-set': 'admin.deedBudget',
  announced: 'admin.deedAnnounced',
  'picture-deleted': 'admin.deedDeleted',
  'report-dismissed': 'admin.deedDismissed',
} as const satisfies Record<NumberedAuditEntry['deed'], string>;

const longestReason = 300;
/** Of a list of channels, roles or people. */
const mostListed = 5;

type Words = Omit<RuleWords, 'isOnTelegram'>;

/** Says in two or three lines who decided what about whom, when and where. */
export function wordEntry(entry: NumberedAuditEntry, words: Words): RichText {
  const { atMs, byId, deed, detail, scope, subject } = entry;
  const { language, wording } = words;
  const heading = joinText(
    [
      wording.text(keys[deed], language),
      subject === undefined ? [] : [nameId(subject, detail.isRole === true ? 'role' : 'person')],
      scope === 'bot' ? [] : [{ text: `(${scope.slice('place:'.length)})`, style: 'plain' }],
    ],
    ' ',
  );
  const when = wording.text('admin.auditBy', language, {
    ago: wording.ago(atMs, language),
    time: wording.moment(atMs, language),
  });
  return joinText([heading, joinText([when, wordDoer(byId, words)], ' '), wordDetail(entry, words)], '\n');
}

function wordDoer(byId: string, { language, wording }: Words): RichText {
  if (byId === 'shell') return wording.text('admin.byShell', language);
  // Whoever writes in the name of a group has its id.
  if (byId.startsWith('telegram:-')) return wording.text('admin.byAnonymous', language, { group: byId });
  return [nameId(byId, 'person')];
}

/** Of rules what each was and became; of everything else what is known of it. */
function wordDetail({ deed, detail, scope }: NumberedAuditEntry, words: Words): RichText {
  if (deed === 'rules-changed')
    return wordChanges(detail, { ...words, isOnTelegram: scope.startsWith('place:telegram:') });
  const { language, wording } = words;
  if (deed === 'budget-set') {
    const [was, is] = [detail.before, detail.after].map((one) => wordAllotted(readLoggedBudget(one), words));
    return [{ text: `${was} → ${is}`, style: 'plain' }];
  }
  const facts: string[] = [];
  const { generationId, micros = 0, pictures = 0, places, reason, untilMs } = detail;
  const plain = (text: RichText) => text.map((run) => run.text).join('');
  if (typeof reason === 'string' && reason !== '') facts.push(shorten(reason, longestReason));
  if (typeof micros === 'number' && typeof pictures === 'number' && micros + pictures > 0)
    facts.push(wording.amount({ micros, pictures }, language));
  if (typeof places === 'number')
    facts.push(plain(wording.text('admin.auditPlaces', language, { count: places })));
  if (typeof generationId === 'string')
    facts.push(plain(wording.text('admin.auditRequest', language, { id: generationId })));
  if (typeof untilMs === 'number') facts.push(wording.until(untilMs, language));
  return facts.length === 0 ? [] : [{ text: facts.join(' · '), style: 'plain' }];
}

function wordChanges({ after, before }: NumberedAuditEntry['detail'], words: RuleWords): RichText {
  const [old, now] = [asRules(before), asRules(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(isRuleName);
  const changes = names.map((name) => {
    const [was, is] = [old, now].map((rules) => wordRuleValue(name, rules, words, mostListed));
    const isSame = JSON.stringify(was) === JSON.stringify(is);
    return isSame
      ? []
      : joinText([wordRuleName(name, words), was ?? [], [{ text: '→', style: 'plain' }], is ?? []], ' ');
  });
  return joinText(changes, '\n');
}

/** As they were parsed when they were decided. */
function asRules(detail: unknown) {
  const rules = typeof detail === 'object' && detail !== null ? detail : {};
  return { ...parsePlaceRules(rules), ...parseBotRules(rules) };
}
