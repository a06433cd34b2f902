import { accountOf } from '../account.ts';
import type { Storage } from '../storage/storage.ts';
import type { Authority } from './authority.ts';
import { mayDecide } from './authority.ts';
import type { Ban } from './ban.ts';
import { holds, isByOperator } from './ban.ts';
import type { BanRefusal } from './judge.ts';
import { refuseBanned } from './judge.ts';
import { keepOut } from './keep-out.ts';
import type { RuleScope } from './rule-scope.ts';

/** What came of banning somebody. */
export type BanOutcome =
  /** `ended` of their requests were waiting; they are over, unpaid. */
  | { readonly kind: 'banned'; readonly ended: number }
  /** Nobody bans those who run the bot. */
  | { readonly kind: 'is-admin' }
  /** Those who run the bot have banned them there, and only they change that. */
  | { readonly kind: 'fixed' }
  /** Whoever asked decides nothing there. */
  | { readonly kind: 'not-theirs' };

export type LiftOutcome = 'lifted' | 'was-not-banned' | 'not-theirs' | 'fixed';

export type BanRequest = Pick<Ban, 'scope' | 'personId' | 'reason' | 'untilMs'>;

/** Who is kept out, in a place or in the whole bot. It holds from the next request on, and is kept. */
export interface Bans {
  /** Replaces an earlier ban of the person in that scope, but none of those who run the bot for anybody else. What waits of theirs there ends unpaid, and they are told. */
  ban(by: Authority, ban: BanRequest): Promise<BanOutcome>;
  /** Lets the person in again, under whichever name they are kept out; nobody does that for themselves. */
  lift(by: Authority, ban: Pick<Ban, 'scope' | 'personId'>): Promise<LiftOutcome>;
  /** What keeps somebody out of a place, under whichever name; undefined when nothing does. */
  against(where: { readonly personId: string; readonly placeId: string }): Promise<BanRefusal | undefined>;
  /** Those that hold, newest first. */
  list(scope: RuleScope): Promise<readonly Ban[]>;
}

export interface StoredBansOptions {
  readonly storage: Storage;
  /** Who runs the bot, as `platform:id`. */
  readonly adminIds: readonly string[];
  /** Called for each request that ended before it was sent. */
  readonly endedUnpaid: (generationId: string) => void;
  readonly now: () => number;
}

export class StoredBans implements Bans {
  readonly #options: StoredBansOptions;

  constructor(options: StoredBansOptions) {
    this.#options = options;
  }

  async ban(by: Authority, { personId, reason, scope, untilMs }: BanRequest): Promise<BanOutcome> {
    if (!mayDecide(by, scope)) return { kind: 'not-theirs' };
    const { adminIds, endedUnpaid, now, storage } = this.#options;
    const ban: Ban = { scope, personId, reason, untilMs, byId: by.byId, atMs: now() };
    const ended = await storage.transaction(async (transaction) => {
      const before = await transaction.bans.of([personId]);
      return !by.isAdmin && before.some((one) => one.scope === scope && this.#isFixed(one, ban.atMs))
        ? 'fixed'
        : keepOut(transaction, ban, { adminIds, mayShorten: true });
    });
    if (ended === 'fixed') return { kind: 'fixed' };
    if (ended === undefined) return { kind: 'is-admin' };
    for (const id of ended) endedUnpaid(id);
    return { kind: 'banned', ended: ended.length };
  }

  async lift(by: Authority, { personId, scope }: Pick<Ban, 'scope' | 'personId'>): Promise<LiftOutcome> {
    if (!mayDecide(by, scope)) return 'not-theirs';
    const atMs = this.#options.now();
    return this.#options.storage.transaction(async (transaction) => {
      const { sharing } = await accountOf(transaction, personId, atMs);
      if (!by.isAdmin && sharing.includes(by.byId)) return 'not-theirs';
      const known = (await transaction.bans.of(sharing)).filter((ban) => ban.scope === scope);
      if (!by.isAdmin && known.some((ban) => this.#isFixed(ban, atMs))) return 'fixed';
      for (const ban of known) await transaction.bans.remove(ban);
      const [lifted] = known.filter((ban) => holds(ban, atMs));
      if (lifted === undefined) return 'was-not-banned';
      const entry = { deed: 'ban-lifted', scope, subject: personId, detail: {} } as const;
      await transaction.audit.append({ ...entry, atMs, byId: by.byId });
      return 'lifted';
    });
  }

  #isFixed(ban: Ban, nowMs: number): boolean {
    return holds(ban, nowMs) && isByOperator(ban, this.#options.adminIds);
  }

  async against({
    personId,
    placeId,
  }: {
    personId: string;
    placeId: string;
  }): Promise<BanRefusal | undefined> {
    const { now, storage } = this.#options;
    const nowMs = now();
    return storage.transaction(async (transaction) => {
      const { sharing } = await accountOf(transaction, personId, nowMs);
      return refuseBanned(await transaction.bans.against({ people: sharing, placeId }), nowMs);
    });
  }

  async list(scope: RuleScope): Promise<readonly Ban[]> {
    const nowMs = this.#options.now();
    const bans = await this.#options.storage.read((transaction) => transaction.bans.list(scope));
    return bans.filter((ban) => holds(ban, nowMs));
  }
}
