import type { RuleScope } from './rule-scope.ts';

/** What somebody decided, as it is kept for good. Closed, and told in words; never renamed. */
const deeds = [
  'rules-changed',
  'banned',
  'ban-lifted',
  'paused',
  'resumed',
  'granted',
  'budget-set',
  'announced',
  'picture-deleted',
  'report-dismissed',
] as const;
export type Deed = (typeof deeds)[number];

/** One line of the audit log: who did what to whom, and when. Never a prompt. */
export interface AuditEntry {
  readonly atMs: number;
  /** `platform:id`, or `shell`. */
  readonly byId: string;
  readonly scope: RuleScope;
  readonly deed: Deed;
  /** Whom or what it was about, as `platform:id`. */
  readonly subject: string | undefined;
  /** What changed, as plain data; what a rule was `before` and is `after`. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An entry with its place in the log: later ones have greater numbers. */
export interface NumberedAuditEntry extends AuditEntry {
  readonly number: number;
}

export interface AuditQuery {
  /** Undefined = of every scope. */
  readonly scope: RuleScope | undefined;
  /** Only earlier ones than that number; undefined begins with the newest. */
  readonly before: number | undefined;
  readonly limit: number;
}
