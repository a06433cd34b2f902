import type { NumberedAuditEntry } from '../../core/rules/audit-entry.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import { joinText } from '../join-text.ts';
import type { OptionSpecs } from '../option.ts';
import { adminButton } from './admin-button.ts';
import { scopeOf, scopeOptions } from './admin-scope.ts';
import type { AdminAnswer, AdminCall, AdminTools, AdminVerb } from './admin-verb.ts';
import { wordEntry } from './audit-wording.ts';
import { refuse } from './refuse.ts';

const options = { ...scopeOptions } as const satisfies OptionSpecs;

const pageSize = 8;

interface Page {
  /** `bot` shows what was decided about anything at all. */
  readonly scope: RuleScope;
  readonly before: number | undefined;
}

/** Shows who decided what, and when, a page at a time. */
export const audit: AdminVerb<typeof options> = {
  name: 'audit',
  audience: 'moderators',
  options,
  async run(call, tools) {
    const scope = scopeOf(call);
    if (scope === undefined) return refuse('admin.notYours', call, tools);
    return showPage({ scope, before: undefined }, call, tools);
  },
  async press(call, tools) {
    const before = /^(here|all)-(\d{1,15})$/.exec(call.values);
    const scope = scopeOf({ ...call, values: { everywhere: before?.[1] === 'all', place: undefined } });
    if (scope === undefined) return refuse('admin.notYours', call, tools);
    return showPage({ scope, before: before === null ? undefined : Number(before[2]) }, call, tools);
  },
};

async function showPage(
  { before, scope }: Page,
  { language }: AdminCall<unknown>,
  { catalog, house, wording }: AdminTools,
): Promise<AdminAnswer> {
  const ofAll = scope === 'bot';
  const found = await house.auditLog.list({
    scope: ofAll ? undefined : scope,
    before,
    limit: pageSize + 1,
  });
  const entries: readonly NumberedAuditEntry[] = found.slice(0, pageSize);
  const last = entries.at(-1);
  const heading = wording.text(entries.length === 0 ? 'admin.auditEmpty' : 'admin.auditHeading', language);
  const lines = entries.map((entry) => wordEntry(entry, { catalog, language, wording }));
  const older = wording.text('admin.auditOlder', language);
  const argument = `${ofAll ? 'all' : 'here'}-${last?.number ?? 0}`;
  const hasMore = found.length > pageSize;
  return {
    kind: 'done',
    text: joinText([heading, ...lines], '\n\n'),
    buttons: hasMore ? [[adminButton({ verb: 'audit', argument }, older)]] : [],
    data: entries,
  };
}
