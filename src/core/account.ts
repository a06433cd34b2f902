import type { Link } from './link.ts';
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
  transaction: StorageTransaction,
  personId: string,
  nowMs: number,
): Promise<Account> {
  const { line, links } = transaction;
  const link = await links.find(personId);
  if (link !== undefined && isOver(link, nowMs)) {
    const { accountId, joinedId } = link;
    await links.remove(accountId);
    await line.transfer({ personId: joinedId, from: accountId, to: joinedId });
  }
  return accountBy(link, personId, nowMs);
}

/** The same, to be looked at only: what is to come apart is left for others. */
export async function lookUpAccount(
  { links }: StorageTransaction,
  personId: string,
  nowMs: number,
): Promise<Account> {
  return accountBy(await links.find(personId), personId, nowMs);
}

function accountBy(link: Link | undefined, personId: string, nowMs: number): Account {
  if (link === undefined || isOver(link, nowMs))
    return { id: personId, people: [personId], sharing: [personId] };
  const both = [link.accountId, link.joinedId];
  const isParted = link.sharesUntilMs !== undefined;
  return { id: link.accountId, people: isParted ? [personId] : both, sharing: both };
}

function isOver({ sharesUntilMs }: Link, nowMs: number): boolean {
  return sharesUntilMs !== undefined && sharesUntilMs <= nowMs;
}
