import { shellAuthority } from './authority.ts';
import type { RuleScope } from './rule-scope.ts';

/** Somebody may ask for nothing in a place, or anywhere. */
export interface Ban {
  readonly scope: RuleScope;
  /** `platform:id` */
  readonly personId: string;
  /** Who decided it: `platform:id`, or `shell`. */
  readonly byId: string;
  /** In words that the person is told; empty when none was given. */
  readonly reason: string;
  readonly atMs: number;
  /** Undefined = until it is lifted. */
  readonly untilMs: number | undefined;
}

/** Whether a ban still keeps somebody out. */
export function holds({ untilMs }: Pick<Ban, 'untilMs'>, nowMs: number): boolean {
  return untilMs === undefined || untilMs > nowMs;
}

/** Whether those who run the bot decided a ban, as they are known now: nobody else shortens or lifts it. */
export function isByOperator({ byId }: Pick<Ban, 'byId'>, adminIds: readonly string[]): boolean {
  return byId === shellAuthority.byId || adminIds.includes(byId);
}

/** Whether one ban ends no earlier than another. */
export function lastsAsLong(one: Pick<Ban, 'untilMs'>, other: Pick<Ban, 'untilMs'>): boolean {
  return (one.untilMs ?? Infinity) >= (other.untilMs ?? Infinity);
}
