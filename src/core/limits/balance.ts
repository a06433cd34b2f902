import type { Usage } from '../usage.ts';
import type { BudgetSubject } from './budget-subject.ts';

/** What one subject used in one day (as `2026-11-22`) or month (as `2026-11`). */
export interface Balance extends Usage {
  readonly subject: BudgetSubject;
  readonly period: string;
}
