import type { Address } from '../address.ts';
import type { Notice, NumberedNotice } from '../rules/notice.ts';

/** What was asked for last in a place, of what everybody there can see or of what they cannot. */
export interface LatestAnswer {
  readonly placeId: string;
  readonly isPrivate: boolean;
  readonly address: Address;
  /** BCP 47 language of whoever asked. */
  readonly language: string;
}

/** What those who run the bot have to say, until it is said. */
export interface NoticeRecords {
  /**
   * Where something was asked for since then, each place with the newest public and the newest private answer that was
   * not erased; the newest first.
   */
  audience(query: { readonly sinceMs: number; readonly limit: number }): Promise<readonly LatestAnswer[]>;
  add(notice: Notice): Promise<void>;
  /** Lets what was held back go; resolves with how many there were. */
  release(release: { readonly announcement: string; readonly dueAtMs: number }): Promise<number>;
  forgetHeldBack(): Promise<void>;
  nextDue(nowMs: number): Promise<NumberedNotice | undefined>;
  /** Counts one more attempt. */
  postpone(postponement: { readonly number: number; readonly dueAtMs: number }): Promise<void>;
  remove(number: number): Promise<void>;
}
