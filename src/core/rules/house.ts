import type { Budgets } from '../budgets.ts';
import type { Condition } from '../condition.ts';
import type { SvgDrawing } from '../svg-drawing.ts';
import type { UsageReports } from '../usage-report.ts';
import type { Announcements } from './announcements.ts';
import type { AuditLog } from './audit-log.ts';
import type { Bans } from './bans.ts';
import type { HouseRules } from './house-rules.ts';

/** Everything by which a community is kept in order. */
export interface House {
  /** Who runs the bot, as `platform:id`. */
  readonly adminIds: readonly string[];
  readonly rules: HouseRules;
  readonly bans: Bans;
  readonly auditLog: AuditLog;
  readonly budgets: Budgets;
  readonly announcements: Announcements;
  readonly usageReports: UsageReports;
  readonly drawing: SvgDrawing;
  /** How the bot is, at this moment. */
  condition(): Promise<Condition>;
}
