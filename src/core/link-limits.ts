import type { Log } from './log.ts';
import type { StorageTransaction } from './storage/storage.ts';

/** How many wrong codes are looked at within an hour: those of one person, and everybody's. */
export const linkLimits = { perPerson: 5, inAll: 300, windowMs: 60 * 60_000 } as const;

/** Whether no more codes of that person are looked at for now, right ones included. They are counted in the database, so that a restart forgives none. */
export async function triesAreUsedUp(
  { linkTries }: StorageTransaction,
  personId: string,
  nowMs: number,
): Promise<boolean> {
  const afterMs = nowMs - linkLimits.windowMs;
  await linkTries.removeUntil(afterMs);
  const own = await linkTries.count({ personId, afterMs });
  const all = await linkTries.count({ personId: undefined, afterMs });
  return own >= linkLimits.perPerson || all >= linkLimits.inAll;
}

/** Counts a wrong code; tells the operator of the last one that is looked at. */
export async function noteWrongTry(
  { linkTries }: StorageTransaction,
  wrong: { readonly personId: string; readonly atMs: number },
  log: Log,
): Promise<void> {
  await linkTries.add(wrong);
  const afterMs = wrong.atMs - linkLimits.windowMs;
  const all = await linkTries.count({ personId: undefined, afterMs });
  if (all === linkLimits.inAll) log.warn({ wrongCodes: all }, 'somebody seems to guess link codes: all wait');
}
