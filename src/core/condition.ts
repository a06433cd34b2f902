import type { Load } from './load.ts';
import type { Outbox } from './outbox.ts';
import type { PauseReason } from './pause-reason.ts';

/** How the bot is, at one moment. */
export interface Condition {
  readonly version: string;
  /** Of Node. */
  readonly nodeVersion: string;
  readonly atWork: ProcessAtWork;
  readonly load: Load;
  readonly outbox: Outbox;
  /** Reports that have reached nobody so far, and are tried again. */
  readonly unseenReports: number;
  /** Stopped by those who run it. */
  readonly isPausedByHand: boolean;
  readonly providerPause: PauseReason | undefined;
  /** The image service has been failing, and nothing is sent to it for a moment. */
  readonly isProviderLeftAlone: boolean;
  /** Of the account at the image service; undefined when it does not tell. */
  readonly balanceDollars: number | undefined;
  readonly platforms: readonly PlatformCondition[];
}

/** Which process claims what waits: the one that tells, another one, of which it knows no more, or none. */
export type ProcessAtWork =
  | { readonly kind: 'this'; readonly startedAtMs: number }
  | { readonly kind: 'another' }
  | { readonly kind: 'none' }
  /** Whether any is cannot be told. */
  | { readonly kind: 'unknown' };

interface PlatformCondition {
  readonly name: string;
  readonly isReady: boolean;
  /** In a word. */
  readonly state: string;
}
