import type { GenerationState } from './generation-state.ts';

/** Which generations are looked for. */
export interface GenerationQuery {
  readonly states?: readonly GenerationState[];
  readonly accountId?: string;
  /** Only those that this button asked for. */
  readonly origin?: string;
  readonly holdsSlot?: boolean;
  /** Only those that hold a slot without anybody having it at this moment: their lease has ended, or there is none. */
  readonly leaseEndedAtMs?: number;
  /** Only those whose final answer is owed and due at this moment. */
  readonly deliveryDueAtMs?: number;
  /** Only those whose `expiresAtMs` has passed at this moment. */
  readonly expiredAtMs?: number;
  /** Only those that no other living process has in hand. */
  readonly isFree?: true;
  /** Only those whose answers go to one of these platforms; by default to any. */
  readonly platforms?: readonly string[] | undefined;
  readonly limit: number;
}
