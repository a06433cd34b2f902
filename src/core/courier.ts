import type { Address } from './address.ts';
import type { Generation } from './generation.ts';
import type { Report } from './moderation/report.ts';
import type { StoredPicture } from './pictures/picture-store.ts';
import type { Notice } from './rules/notice.ts';

/**
 * PORT: brings a platform's people the answers to their generations, by address alone. A courier renders; it decides
 * nothing. Every method may be called again after a crash.
 */
export interface Courier {
  readonly platform: string;

  /**
   * Sends the first answer ("queued") and returns the address with whatever is needed to edit that answer later.
   *
   * @throws DeliveryError `gone` when the first answer can no longer arrive.
   */
  acknowledge(status: GenerationStatus): Promise<Address>;

  /** Shows how far a generation is. Best effort: coalesced, paced, and never thrown from. */
  progress(status: GenerationStatus): void;

  /**
   * Replaces the status by the final answer: pictures, or why there are none. Resolves with the address of where it
   * stands when it has arrived, and with the last one known when it is not owed any more.
   *
   * @throws DeliveryError
   */
  deliver(outcome: OwedOutcome): Promise<Address>;

  /**
   * Shows moderators a report, or makes of the message that shows it what it has come to. Resolves with where it stands.
   * Platforms without moderators have none.
   *
   * @throws DeliveryError
   */
  report?(sheet: ReportSheet, target: ReportTarget): Promise<Address>;

  /**
   * Says in a place, or to a person in private, what those who run the bot have to say. It may come a second time. Where
   * nobody is when nothing is painted for them, there is none.
   *
   * @throws DeliveryError
   */
  announce?(notice: Pick<Notice, 'address' | 'language' | 'words'>): Promise<void>;

  /** Takes an answer that was delivered away from its address. Best effort, and never thrown from. */
  retract(generation: Generation): Promise<void>;
}

export interface GenerationStatus {
  readonly generation: Generation;
  /** How many generations start before this one; undefined once it runs. */
  readonly ahead: number | undefined;
  /** Nothing is painted at the moment, whoever's turn it is: the account or the image backend is out of order. */
  readonly isPaused?: boolean;
  /** Those who run the bot have stopped it by hand. */
  readonly isPausedByHand?: boolean;
  /** What comes first, where something does. */
  readonly draft?: Draft | undefined;
  /**
   * Whether this is still so: what waited for its turn to be shown may be past. Undefined where no other process can have
   * gone on with the generation.
   */
  readonly isCurrent?: () => Promise<boolean>;
}

/** What is painted first, quickly and cheaply, to be replaced by what was asked for; it is no answer. */
export interface Draft {
  /** The paid call of its own: it has a turn, a slot, a reservation and an outcome like any other. */
  readonly generation: Generation;
  /** Undefined until it is painted, and once the answer has taken its place. */
  readonly picture: DeliverablePicture | undefined;
}

export interface GenerationOutcome {
  readonly generation: Generation;
  /** What was painted; where nothing was, the draft, which then is all there is. */
  readonly pictures: readonly DeliverablePicture[];
  readonly draft?: Draft | undefined;
}

/** An outcome on its way to its person. */
export interface OwedOutcome extends GenerationOutcome {
  /** Asked before each further way: what somebody deletes meanwhile is to appear nowhere any more. */
  readonly isOwed: () => Promise<boolean>;
}

export interface DeliverablePicture extends StoredPicture {
  /** Reads the stored bytes; called when they are needed, so that nothing waits in memory. */
  readonly read: () => Promise<Uint8Array>;
}

/** What moderators are shown of a report. */
export interface ReportSheet {
  readonly report: Report;
  readonly generation: Generation;
  /** Shown covered; none once they were deleted. */
  readonly pictures: readonly DeliverablePicture[];
  readonly language: string;
}

/** Where a report goes, by `platform:id`; or the message that it takes the place of. */
export type ReportTarget =
  | { readonly channelId: string }
  | { readonly personId: string }
  | { readonly shownAt: Address };

/**
 * What a platform's refusal means: `gone` (nobody can be reached there any more), `temporary` (try again, not before
 * `retryAfterMs`), `rejected` (the platform will never take this message; a bug on our side), `unauthorised` (the bot
 * itself is refused until its operator does something, which tells nothing of the message).
 */
export type DeliveryProblem = 'gone' | 'temporary' | 'rejected' | 'unauthorised';

export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly problem: DeliveryProblem;
  readonly retryAfterMs: number | undefined;

  constructor(details: { problem: DeliveryProblem; retryAfterMs?: number | undefined; cause?: unknown }) {
    super(`delivery failed: ${details.problem}`, { cause: details.cause });
    this.problem = details.problem;
    this.retryAfterMs = details.retryAfterMs;
  }
}
