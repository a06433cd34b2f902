import type { Report } from '../moderation/report.ts';

/** Results that moderators should look at, or have looked at. */
export interface ReportRecords {
  /** Resolves with whether it is the first one about its result; another one changes nothing. */
  add(report: Report): Promise<boolean>;
  find(generationId: string): Promise<Report | undefined>;
  /** Replaces what was known. */
  put(report: Report): Promise<void>;
  /** Has every one shown anew that is shown or on its way, about what these people asked for. */
  outdateOf(query: { readonly people: readonly string[]; readonly nowMs: number }): Promise<void>;
  /** How many results somebody reported after that moment. */
  countBy(query: { readonly reporterId: string; readonly afterMs: number }): Promise<number>;
  /** How many are owed that were to be shown before, and have reached nobody. */
  unseen(): Promise<number>;
  /** Nothing is owed any more about what is over and left nothing to be seen, if it was never shown. */
  forgetUnseeable(nowMs: number): Promise<void>;
  /** Those to be shown by now whose results people can see, the oldest first. */
  due(query: { readonly nowMs: number; readonly limit: number }): Promise<readonly Report[]>;
}
