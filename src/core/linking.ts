import { accountOf } from './account.ts';
import type { StandardBudgets } from './limits/admission.ts';
import type { Calendar } from './limits/calendar.ts';
import type { Link } from './link.ts';
import type { LinkCode } from './link-code.ts';
import { createLinkCode, hashLinkCode, readLinkCode } from './link-code.ts';
import { noteWrongTry, triesAreUsedUp } from './link-limits.ts';
import type { Log } from './log.ts';
import { partLink } from './part-link.ts';
import type { PersonSettings } from './person-settings.ts';
import { noSettings } from './person-settings.ts';
import type { Storage, StorageTransaction } from './storage/storage.ts';

export type CodeOffer =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'refused'; readonly reason: 'already-linked'; readonly otherId: string };

export type Joining =
  | { readonly kind: 'linked'; readonly otherId: string }
  | { readonly kind: 'refused'; readonly refusal: JoinRefusal };

/** Why two people were not linked. */
export type JoinRefusal =
  /** It was never given out, is too old, or was used or replaced. */
  | { readonly reason: 'wrong-code' | 'too-many-tries' | 'own-code' | 'same-platform' }
  | { readonly reason: 'already-linked'; readonly otherId: string }
  /** One of the two was unlinked from somebody else, and still shares limits with them. */
  | { readonly reason: 'still-sharing'; readonly untilMs: number };

export type Parting =
  /** Also when it is said again while they still share their limits. */
  | { readonly kind: 'parted'; readonly otherId: string; readonly sharesUntilMs: number }
  | { readonly kind: 'not-linked' };

/** Makes two people on two platforms one, and two again. */
export interface Linking {
  /** Gives out a code for one person on another platform; an earlier one of the same person is void. */
  offer(personId: string): Promise<CodeOffer>;
  /** Links a person with whoever was shown the code; said twice, it is answered the same. */
  join(request: { readonly personId: string; readonly code: string }): Promise<Joining>;
  /** Makes a code void that others could read. */
  spoil(code: string): Promise<void>;
  /** Ends a person's link. Their limits stay shared until all that they used together has renewed. */
  part(personId: string): Promise<Parting>;
}

export interface StoredLinkingOptions {
  readonly storage: Storage;
  readonly calendar: Calendar;
  /** What people may use where nothing else was decided. */
  readonly standard: StandardBudgets;
  /** Called with whoever's settings were changed by it. */
  readonly settingsChanged: (personId: string) => void;
  readonly log: Log;
  readonly now: () => number;
}

/** How long a code is good for, in minutes. */
export const linkCodeMinutes = 10;

export class StoredLinking implements Linking {
  readonly #options: StoredLinkingOptions;

  constructor(options: StoredLinkingOptions) {
    this.#options = options;
  }

  async offer(personId: string): Promise<CodeOffer> {
    const nowMs = this.#options.now();
    const code = createLinkCode();
    return this.#options.storage.transaction(async (transaction) => {
      const linked = await linkedWith(transaction, personId, nowMs);
      if (linked !== undefined) return { kind: 'refused', reason: 'already-linked', otherId: linked };
      const expiresAtMs = nowMs + linkCodeMinutes * 60_000;
      await transaction.linkCodes.put({
        hash: hashLinkCode(code),
        personId,
        expiresAtMs,
        usedById: undefined,
      });
      return { kind: 'code', code };
    });
  }

  async join(request: { personId: string; code: string }): Promise<Joining> {
    const { log, now, settingsChanged, storage } = this.#options;
    const nowMs = now();
    const joining = await storage.transaction((transaction) => join(transaction, { ...request, nowMs, log }));
    if (joining.kind === 'linked') {
      for (const personId of [request.personId, joining.otherId]) settingsChanged(personId);
    }
    return joining;
  }

  async spoil(typed: string): Promise<void> {
    const code = readLinkCode(typed);
    if (code === undefined) return;
    await this.#options.storage.transaction(({ linkCodes }) => linkCodes.remove(hashLinkCode(code)));
  }

  async part(personId: string): Promise<Parting> {
    const { calendar, now, standard, storage } = this.#options;
    const nowMs = now();
    return storage.transaction(async (transaction) => {
      const link = await currentLink(transaction, personId, nowMs);
      if (link === undefined) return { kind: 'not-linked' };
      const sharesUntilMs = await partLink(transaction, link, { calendar, standard, nowMs });
      return { kind: 'parted', otherId: otherOf(link, personId), sharesUntilMs };
    });
  }
}

interface JoinRequest {
  readonly personId: string;
  readonly code: string;
  readonly nowMs: number;
  readonly log: Log;
}

async function join(
  transaction: StorageTransaction,
  { code, log, nowMs, personId }: JoinRequest,
): Promise<Joining> {
  const found = await findCode(transaction, code, nowMs);
  const otherId = await linkedWith(transaction, personId, nowMs);
  if (otherId !== undefined) {
    // The same update may come twice, and so may a press of the same button.
    const isRepeated = found?.usedById === personId && found.personId === otherId;
    return isRepeated ? { kind: 'linked', otherId } : refused({ reason: 'already-linked', otherId });
  }
  if (await triesAreUsedUp(transaction, personId, nowMs)) return refused({ reason: 'too-many-tries' });
  if (found === undefined || (await isSpent(transaction, found, nowMs))) {
    await noteWrongTry(transaction, { personId, atMs: nowMs }, log);
    return refused({ reason: 'wrong-code' });
  }
  if (found.personId === personId) return refused({ reason: 'own-code' });
  if (platformOf(found.personId) === platformOf(personId)) return refused({ reason: 'same-platform' });
  const sharesUntilMs = await sharesWithOthersUntil(transaction, [found.personId, personId], nowMs);
  if (sharesUntilMs !== undefined) return refused({ reason: 'still-sharing', untilMs: sharesUntilMs });

  await linkTogether(transaction, { giverId: found.personId, takerId: personId, nowMs });
  await transaction.linkCodes.use({ hash: found.hash, usedById: personId });
  return { kind: 'linked', otherId: found.personId };
}

/** One that can be used, or was used lately. */
async function findCode(
  { linkCodes }: StorageTransaction,
  typed: string,
  nowMs: number,
): Promise<LinkCode | undefined> {
  await linkCodes.removeExpired(nowMs);
  const code = readLinkCode(typed);
  return code === undefined ? undefined : linkCodes.find(hashLinkCode(code));
}

/** Whether somebody used it, or whoever gave it was linked by another one. */
async function isSpent(
  transaction: StorageTransaction,
  { personId, usedById }: LinkCode,
  nowMs: number,
): Promise<boolean> {
  return usedById !== undefined || (await linkedWith(transaction, personId, nowMs)) !== undefined;
}

/** The settings of the one who gave the code hold for both; what either of them hid stays hidden. */
async function linkTogether(
  transaction: StorageTransaction,
  { giverId, nowMs, takerId }: { readonly giverId: string; readonly takerId: string; readonly nowMs: number },
): Promise<void> {
  const { line, links, settings } = transaction;
  const earlier = await currentLink(transaction, giverId, nowMs);
  const { accountId, joinedId } = earlier ?? { accountId: giverId, joinedId: takerId };
  await links.put({ accountId, joinedId, sharesUntilMs: undefined });
  await line.transfer({ personId: joinedId, from: joinedId, to: accountId });
  const giver = (await settings.find(giverId)) ?? noSettings;
  const taker = (await settings.find(takerId)) ?? noSettings;
  const both: PersonSettings = { ...giver, isPrivate: giver.isPrivate || taker.isPrivate };
  for (const personId of [giverId, takerId]) await settings.put(personId, both);
}

/** The latest moment until which one of these two shares limits with somebody else. */
async function sharesWithOthersUntil(
  transaction: StorageTransaction,
  pair: readonly [string, string],
  nowMs: number,
): Promise<number | undefined> {
  for (const personId of pair) {
    const link = await currentLink(transaction, personId, nowMs);
    if (link !== undefined && !pair.includes(otherOf(link, personId))) return link.sharesUntilMs;
  }
  return undefined;
}

async function linkedWith(
  transaction: StorageTransaction,
  personId: string,
  nowMs: number,
): Promise<string | undefined> {
  const { people } = await accountOf(transaction, personId, nowMs);
  return people.find((other) => other !== personId);
}

/** What is not quite over yet. */
async function currentLink(
  transaction: StorageTransaction,
  personId: string,
  nowMs: number,
): Promise<Link | undefined> {
  await accountOf(transaction, personId, nowMs);
  return transaction.links.find(personId);
}

function otherOf({ accountId, joinedId }: Link, personId: string): string {
  return personId === accountId ? joinedId : accountId;
}

function platformOf(personId: string): string {
  return personId.slice(0, personId.indexOf(':'));
}

function refused(refusal: JoinRefusal): Joining {
  return { kind: 'refused', refusal };
}
