import type { GenerationFailure } from './failure.ts';
import type { MicroDollars } from './money.ts';
import type { Verb } from './verb.ts';
import type { ContentCheck, PictureFormat, PictureSize } from './wish.ts';

/** PORT: an image backend, reduced to what Easel needs of it. */
export interface ImageModel {
  /**
   * Carries out one wish and returns the checked bytes of every picture, or the words, that were made.
   *
   * The call's `id` is the backend's task id. When `firstSentAtMs` is set the task may already have been accepted (and
   * paid) in an earlier life of the process: the backend is asked for its outcome before anything is sent again.
   *
   * @throws GenerationFailure when nothing was made or the outcome could not be found out by the deadline.
   * @throws the signal's reason when `signal` is aborted; the task may go on at the backend.
   */
  generate(call: ImageCall): Promise<ImageResult>;

  /** True while the backend has been failing and nothing is sent to it for a moment. */
  readonly isLeftAlone: boolean;

  /**
   * Whether the account can pay at this moment; asks without buying anything.
   *
   * @throws GenerationFailure `provider-out-of-funds`, `provider-key-rejected` or `provider-unreachable`.
   */
  checkAccount(signal: AbortSignal): Promise<AccountStatus>;
}

export interface ImageCall {
  readonly id: string;
  readonly verb: Verb;
  readonly model: string;
  readonly prompt: string;
  readonly count: number;
  readonly size: PictureSize | undefined;
  readonly seed: number | undefined;
  readonly format: PictureFormat;
  /** Set only for models that take the question. */
  readonly contentCheck?: ContentCheck | undefined;
  /** In the person's order; empty for text-to-image. */
  readonly references: readonly ReferencePicture[];
  readonly firstSentAtMs: number | undefined;
  /** When to give up, in milliseconds since the epoch. */
  readonly deadlineAtMs: number;
  readonly signal: AbortSignal;
  /**
   * Awaited right before the first byte of every send of what cannot have been accepted yet: the first moment must be
   * on disk before money can be spent, and what was cancelled meanwhile is not sent. Its rejection ends the call.
   */
  readonly beforeSend: () => Promise<void>;
}

interface ReferencePicture {
  readonly mediaType: string;
  readonly read: () => Promise<Uint8Array>;
}

export interface ImageResult {
  /** At least one picture, or at least one text, whichever the verb makes. */
  readonly pictures: readonly PaintedPicture[];
  readonly texts: readonly MadeText[];
  /** The backend finds some of the pictures to be not for everybody. */
  readonly isExplicit?: boolean;
  /** Why some are missing when fewer than `count` were made. */
  readonly failures: readonly GenerationFailure[];
  /** Sum of the reported costs; undefined when the backend reported none. */
  readonly costMicros: MicroDollars | undefined;
}

export interface PaintedPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly seed: number | undefined;
  readonly costMicros: MicroDollars | undefined;
  /** The backend's id of the picture. */
  readonly vendorId: string | undefined;
}

export interface MadeText {
  readonly text: string;
  readonly costMicros: MicroDollars | undefined;
}

export interface AccountStatus {
  /** In US dollars; undefined when the backend does not tell. */
  readonly balanceDollars: number | undefined;
}
