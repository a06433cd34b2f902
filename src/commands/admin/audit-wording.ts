import type { NumberedAuditEntry } from '../../core/rules/audit-entry.ts';
import { joinText } from '../join-text.ts';
import { nameId } from '../name-id.ts';
import type { RichText } from '../rich-text.ts';
import { shorten } from '../shorten.ts';
import type { Wording } from '../wording.ts';

const keys = {
  'rules-changed': 'admin.deedRules',
  banned: 'admin.deedBanned',
  'ban-lifted': 'admin.deedLifted',
  paused: 'admin.deedPaused',
  resumed: 'admin.deedResumed',
  granted: 'admin.deedGranted',
  announced: 'admin.deedAnnounced',
  'picture-deleted': 'admin.deedDeleted',
  'report-dismissed': 'admin.deedDismissed',
} as const satisfies Record<NumberedAuditEntry['deed'], string>;

const longestDetail = 300;

/** Says in two or three lines who decided what about whom, when and where. */
export function wordEntry(entry: NumberedAuditEntry, language: string, wording: Wording): RichText {
  const { atMs, byId, deed, scope, subject } = entry;
  const heading = joinText(
    [
      wording.text(keys[deed], language),
      subject === undefined ? [] : [nameId(subject, 'person')],
      scope === 'bot' ? [] : [{ text: `(${scope.slice('place:'.length)})`, style: 'plain' }],
    ],
    ' ',
  );
  const who = wording.text('admin.auditBy', language, {
    by: byId,
    ago: wording.ago(atMs, language),
    time: wording.moment(atMs, language),
  });
  const more = wordDetail(entry, language, wording);
  return joinText(
    [heading, who, more === '' ? [] : [{ text: shorten(more, longestDetail), style: 'plain' }]],
    '\n',
  );
}

/** Of rules what each was and became; of everything else what is known of it. */
function wordDetail({ deed, detail }: NumberedAuditEntry, language: string, wording: Wording): string {
  if (deed === 'rules-changed') return wordChanges(detail);
  const { untilMs, ...facts } = detail;
  const words = Object.entries(facts)
    .filter(([, value]) => value !== '' && value !== 0)
    .map(([name, value]) => (name === 'reason' ? String(value) : `${name}: ${wordValue(value)}`));
  const until = typeof untilMs === 'number' ? [wording.until(untilMs, language)] : [];
  return [...words, ...until].join(' · ');
}

function wordChanges({ after, before }: NumberedAuditEntry['detail']): string {
  const [old, now] = [asRecord(before), asRecord(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const changed = names.filter((name) => wordValue(old[name]) !== wordValue(now[name]));
  return changed.map((name) => `${name}: ${wordValue(old[name])} → ${wordValue(now[name])}`).join('\n');
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function wordValue(value: unknown): string {
  if (value === undefined) return '–';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
