import type { StorageTransaction } from '../storage/storage.ts';
import type { BotRules, ChangeOf } from './place-rules.ts';

/** A change of rules that pauses, or lets painting go on, with what is to be known of the pause. */
export function timed(before: BotRules, change: ChangeOf<BotRules>, nowMs: number): ChangeOf<BotRules> {
  if (!Object.hasOwn(change, 'isPaused') || change.isPaused === before.isPaused) return change;
  return { ...change, pausedAtMs: change.isPaused === true ? nowMs : undefined };
}

/** The time of a pause that is over counts for nobody who waits. */
export async function giveBackPausedTime(
  { generations }: Pick<StorageTransaction, 'generations'>,
  { after, before, nowMs }: { readonly before: BotRules; readonly after: BotRules; readonly nowMs: number },
): Promise<void> {
  const { pausedAtMs } = before;
  if (pausedAtMs === undefined || after.isPaused === true) return;
  await generations.waitLonger(Math.max(0, nowMs - pausedAtMs));
}
