import type { StorageTransaction } from './storage/storage.ts';

/** Who counts as one person: somebody on one platform, or on two once they have linked them. */
export interface Account {
  /** What places in the line and running requests are counted under; a person's own id until they join another's account. */
  readonly id: string;
  /** The person, and whom they are linked with: their pictures, favourites and settings are one. */
  readonly people: readonly string[];
  /**
   * Those who are held back together: `people`, and until budgets renew also whoever was unlinked. What limits one of
   * them (a budget, and whatever else may come to be kept by person, such as a ban) limits them all.
   */
  readonly sharing: readonly string[];
}

/** Finds a person's account; one that was unlinked, and shares limits no more, comes apart for good at this moment. */
export async function accountOf(
  { line, links }: StorageTransaction,
  personId: string,
  nowMs: number,
): Promise<Account> {
  const alone = { id: personId, people: [personId], sharing: [personId] };
  const link = await links.find(personId);
  if (link === undefined) return alone;
  const { accountId, joinedId, sharesUntilMs } = link;
  if (sharesUntilMs !== undefined && sharesUntilMs <= nowMs) {
    await links.remove(accountId);
    await line.transfer({ personId: joinedId, from: accountId, to: joinedId });
    return alone;
  }
  const both = [accountId, joinedId];
  return { id: accountId, people: sharesUntilMs === undefined ? both : [personId], sharing: both };
}
