import type { StandardBudgets } from './limits/admission.ts';
import type { Calendar } from './limits/calendar.ts';
import { allRenewedAtMs } from './limits/renewal-of-all.ts';
import type { Link } from './link.ts';
import { shareBans } from './rules/share-bans.ts';
import type { StorageTransaction } from './storage/storage.ts';

export interface PartingTools {
  readonly calendar: Calendar;
  /** What people may use where nothing else was decided. */
  readonly standard: StandardBudgets;
  readonly nowMs: number;
}

/**
 * Parts two people, each with every ban that held for both; resolves with the moment until which they share their limits
 * all the same.
 */
export async function partLink(
  transaction: StorageTransaction,
  link: Link,
  tools: PartingTools,
): Promise<number> {
  const people = [link.accountId, link.joinedId];
  const sharesUntilMs = await allRenewedAtMs(transaction, { ...tools, people });
  await shareBans(transaction, people, tools.nowMs);
  await transaction.links.put({ ...link, sharesUntilMs });
  return sharesUntilMs;
}
