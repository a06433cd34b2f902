import type { Address } from '../address.ts';
import type { Notice, NumberedNotice } from '../rules/notice.ts';

/** What those who run the bot have to say, until it is said. */
export interface NoticeRecords {
  /** Where something was asked for since then, each place once with the newest address; the newest first. */
  audience(query: {
    readonly sinceMs: number;
    readonly limit: number;
  }): Promise<readonly { readonly address: Address; readonly language: string }[]>;
  add(notice: Notice): Promise<void>;
  /** Lets what was held back go; resolves with how many there were. */
  release(release: { readonly announcement: string; readonly dueAtMs: number }): Promise<number>;
  forgetHeldBack(): Promise<void>;
  nextDue(nowMs: number): Promise<NumberedNotice | undefined>;
  /** Counts one more attempt. */
  postpone(postponement: { readonly number: number; readonly dueAtMs: number }): Promise<void>;
  remove(number: number): Promise<void>;
}
