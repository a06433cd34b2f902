import type { Measure, Period } from './limits/budget.ts';
import type { WishProblem } from './wish.ts';

/** Why a request was not accepted. Nothing was stored, reserved or charged. */
export type Refusal =
  /** The operator has not opened the bot to this person or place. */
  | { readonly reason: 'not-allowed' }
  /** Those who run the bot, or keep order here, want nothing painted for this person. */
  | {
      readonly reason: 'banned';
      readonly from: 'bot' | 'place';
      /** In their words; empty when they gave none. */
      readonly why: string;
      /** Undefined = until somebody lifts it. */
      readonly untilMs: number | undefined;
    }
  /** Those who run the bot have stopped it by hand. */
  | { readonly reason: 'paused' }
  /** Not here; `open` are the ids of channels where it is possible, if only some are. */
  | { readonly reason: 'channel-closed'; readonly open: readonly string[] }
  | { readonly reason: 'role-missing' }
  /** Here pictures come for one person alone, and this request is to be seen by others. */
  | { readonly reason: 'private-only' }
  /** The words ask for something that is not wanted there; which ones is not said. */
  | { readonly reason: 'words-refused' }
  | { readonly reason: 'queue-full'; readonly limit: number }
  /** So much waits that this one would hardly start in time. */
  | { readonly reason: 'line-too-long'; readonly maxWaitMs: number }
  /** So many ask in the same moment that this one could not be decided about while its platform takes an answer. */
  | { readonly reason: 'too-many-at-once' }
  /** In micro-dollars or pictures, as `measure` says. */
  | ({
      readonly reason: 'person-budget-spent';
      readonly measure: Measure;
      readonly asked: number;
      /** 0 or more. */
      readonly left: number;
      readonly limit: number;
    } & BudgetRenewal)
  /** What others used is nobody's business: there are no figures. */
  | ({ readonly reason: 'place-budget-spent' | 'bot-budget-spent' } & BudgetRenewal)
  | { readonly reason: 'wish-impossible'; readonly problems: readonly WishProblem[] }
  /** The image service takes nothing from this account right now. */
  | { readonly reason: 'provider-paused' }
  | { readonly reason: 'stopping' };

interface BudgetRenewal {
  readonly period: Period;
  readonly renewsAtMs: number;
  readonly remedy: BudgetRemedy;
}

/**
 * What may help whom a budget has refused: nothing where it has no room at all, less at once where the whole of it would
 * not do, later when it renews, and less where something is left until then.
 */
export type BudgetRemedy = 'nothing' | 'less' | 'later' | 'less-or-later';
