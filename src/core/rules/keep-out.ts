import { accountOf } from '../account.ts';
import { createReference } from '../reference.ts';
import type { StorageTransaction } from '../storage/storage.ts';
import type { Ban } from './ban.ts';
import { holds, isByOperator, lastsAsLong } from './ban.ts';
import { endWaitingOf } from './end-waiting-of.ts';
import { shareBans } from './share-bans.ts';

export interface KeepingOut {
  /** Who runs the bot, as `platform:id`: nobody keeps them out. */
  readonly adminIds: readonly string[];
  /** Whether an earlier ban that lasts as long or longer gives way all the same. */
  readonly mayShorten: boolean;
}

/**
 * Bans somebody from now on, and ends unpaid what waits of theirs there. Resolves with the ids of that, to be told once
 * it is committed; undefined where nothing was done, since they run the bot.
 */
export async function keepOut(
  transaction: StorageTransaction,
  ban: Ban,
  { adminIds, mayShorten }: KeepingOut,
): Promise<readonly string[] | undefined> {
  const { atMs, byId, personId, reason, scope, untilMs } = ban;
  const { audit, bans } = transaction;
  const { sharing } = await accountOf(transaction, personId, atMs);
  if (sharing.some((id) => adminIds.includes(id))) return undefined;
  const before = (await bans.of([personId])).find((one) => one.scope === scope);
  if (mayShorten || before === undefined || !lastsAsLong(before, ban)) {
    // What those who run the bot decided stays theirs, however much longer it becomes.
    const isTheirs =
      !mayShorten && before !== undefined && holds(before, atMs) && isByOperator(before, adminIds);
    await bans.put(isTheirs ? { ...before, untilMs } : ban);
    await audit.append({ atMs, byId, scope, deed: 'banned', subject: personId, detail: { reason, untilMs } });
  }
  await shareBans(transaction, sharing, atMs);
  return endWaitingOf(transaction, { people: sharing, scope, reference: createReference(), nowMs: atMs });
}
