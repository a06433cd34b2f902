import type { MicroDollars } from './money.ts';
import type { WishProblem } from './wish.ts';

/** Why a request was not accepted. Nothing was stored, reserved or charged. */
export type Refusal =
  /** The operator has not opened the bot to this person or place. */
  | { readonly reason: 'not-allowed' }
  | { readonly reason: 'queue-full'; readonly limit: number }
  /** So much waits that this one would hardly start in time. */
  | { readonly reason: 'line-too-long'; readonly maxWaitMs: number }
  | {
      readonly reason: 'person-budget-spent' | 'bot-budget-spent';
      readonly limitMicros: MicroDollars;
      readonly leftMicros: MicroDollars;
      readonly estimateMicros: MicroDollars;
      readonly renewsAtMs: number;
    }
  | { readonly reason: 'wish-impossible'; readonly problems: readonly WishProblem[] }
  /** The image service takes nothing from this account right now. */
  | { readonly reason: 'provider-paused' }
  | { readonly reason: 'stopping' };
