import { accountOf } from '../account.ts';
import { removeWithDraft } from '../draft.ts';
import type { Generation } from '../generation.ts';
import { remove } from '../generation.ts';
import { placeSubject } from '../limits/budget-subject.ts';
import type { PictureStore } from '../pictures/picture-store.ts';
import { removeFiles } from '../remove-files.ts';
import type { Authority } from '../rules/authority.ts';
import { mayDecide } from '../rules/authority.ts';
import { refuseBanned } from '../rules/judge.ts';
import { keepOut } from '../rules/keep-out.ts';
import type { Storage, StorageTransaction } from '../storage/storage.ts';
import type { Verdict } from './report.ts';
import { isOnItsWay, isSeen, newReport, outdate } from './report.ts';

export type ReportOutcome =
  | 'reported'
  /** Moderators know of it, or have decided. */
  | 'known'
  | 'too-many'
  /** They are banned from there. */
  | 'banned'
  /** There are no moderators' channel and nobody who runs the bot to be told. */
  | 'nobody-to-tell';

export type VerdictOutcome =
  | { readonly kind: 'decided' }
  /** Somebody was quicker. */
  | { readonly kind: 'decided-before'; readonly verdict: Verdict }
  /** Nobody bans those who run the bot; nothing was decided. */
  | { readonly kind: 'is-admin' }
  | { readonly kind: 'not-theirs' }
  | { readonly kind: 'unknown' };

/** What people report, and what moderators decide about it. Each step is stored before anybody is told. */
export interface Reports {
  /** Reports a result that others can see; a second time, whoever does it, changes nothing. */
  report(report: {
    readonly personId: string;
    readonly generation: Pick<Generation, 'id' | 'placeId'>;
  }): Promise<ReportOutcome>;
  /** The place whose moderators decide about a result; undefined where nothing was reported. */
  placeOf(generationId: string): Promise<string | undefined>;
  decide(
    by: Omit<Authority, 'isAdmin'>,
    decision: { readonly generationId: string; readonly verdict: Verdict },
  ): Promise<VerdictOutcome>;
}

export interface StoredReportsOptions {
  readonly storage: Storage;
  /** Called for each request that ended before it was sent. */
  readonly endedUnpaid: (generationId: string) => void;
  readonly pictures: PictureStore;
  /** Who runs the bot, as `platform:id`. */
  readonly adminIds: readonly string[];
  /** Called when a report has to be shown. */
  readonly wakeDelivery: () => void;
  readonly now: () => number;
}

/** A person who means well reports a few; whoever wants to annoy is held back. */
const mostReports = { count: 5, withinMs: 60 * 60_000 };
const banLengthMs = 7 * 24 * 60 * 60_000;

export class StoredReports implements Reports {
  readonly #options: StoredReportsOptions;

  constructor(options: StoredReportsOptions) {
    this.#options = options;
  }

  async report({
    generation: { id: generationId, placeId },
    personId,
  }: {
    personId: string;
    generation: Pick<Generation, 'id' | 'placeId'>;
  }): Promise<ReportOutcome> {
    const { adminIds, now, storage, wakeDelivery } = this.#options;
    const atMs = now();
    const outcome = await storage.transaction(async (transaction): Promise<ReportOutcome> => {
      const { bans, reports, rules } = transaction;
      const { sharing } = await accountOf(transaction, personId, atMs);
      if (refuseBanned(await bans.against({ people: sharing, placeId }), atMs) !== undefined) return 'banned';
      const before = await reports.find(generationId);
      if (before !== undefined && isSeen(before)) return 'known';
      const { bot, place } = await rules.of(placeId);
      const hasChannel = (place.moderatorsChannel ?? bot.moderatorsChannel) !== undefined;
      if (!hasChannel && adminIds.length === 0) return 'nobody-to-tell';
      if (before !== undefined && isOnItsWay(before)) return 'known';
      const afterMs = atMs - mostReports.withinMs;
      const count = await reports.countBy({ reporterId: personId, afterMs });
      if (count >= mostReports.count) return 'too-many';
      const made = newReport({ generationId, placeId, reason: 'person', reporterId: personId, atMs });
      await (before === undefined ? reports.add(made) : reports.put(made));
      return 'reported';
    });
    if (outcome === 'reported') wakeDelivery();
    return outcome;
  }

  placeOf(generationId: string): Promise<string | undefined> {
    return this.#options.storage.read(async ({ reports }) => (await reports.find(generationId))?.placeId);
  }

  async decide(
    who: Omit<Authority, 'isAdmin'>,
    decision: { readonly generationId: string; readonly verdict: Verdict },
  ): Promise<VerdictOutcome> {
    const { adminIds, endedUnpaid, storage, wakeDelivery } = this.#options;
    const by = { ...who, isAdmin: adminIds.includes(who.byId) };
    const {
      ended = [],
      outcome,
      unneeded = [],
    } = await storage.transaction((transaction) => this.#decide(transaction, by, decision));
    if (outcome.kind === 'decided') wakeDelivery();
    for (const id of ended) endedUnpaid(id);
    await removeFiles(unneeded, this.#options);
    return outcome;
  }

  async #decide(
    transaction: StorageTransaction,
    by: Authority,
    { generationId, verdict }: { readonly generationId: string; readonly verdict: Verdict },
  ): Promise<Decided> {
    const { audit, generations, reports } = transaction;
    const report = await reports.find(generationId);
    const generation = await generations.find(generationId);
    if (report === undefined || generation === undefined) return { outcome: { kind: 'unknown' } };
    const scope = placeSubject(report.placeId);
    if (!mayDecide(by, scope)) return { outcome: { kind: 'not-theirs' } };
    if (report.verdict !== undefined) {
      return { outcome: { kind: 'decided-before', verdict: report.verdict } };
    }
    const atMs = this.#options.now();
    const { byId } = by;
    const { personId } = generation;
    const ban = { scope, personId, byId, reason: '', atMs, untilMs: atMs + banLengthMs };
    const keeping = { adminIds: this.#options.adminIds, mayShorten: false };
    const ended = verdict === 'ban' ? await keepOut(transaction, ban, keeping) : [];
    if (ended === undefined) return { outcome: { kind: 'is-admin' } };
    await reports.put({ ...outdate(report, atMs), verdict, decidedById: byId });
    const removed = verdict === 'keep' ? [] : await removeWithDraft(transaction, generation);
    if (verdict !== 'keep') await generations.save(remove(generation, atMs));
    const deed = verdict === 'keep' ? 'report-dismissed' : 'picture-deleted';
    await audit.append({ atMs, byId, scope, deed, subject: personId, detail: { generationId } });
    return { outcome: { kind: 'decided' }, ended, unneeded: removed.map(({ key }) => key) };
  }
}

interface Decided {
  readonly outcome: VerdictOutcome;
  /** What ended unpaid by it. */
  readonly ended?: readonly string[];
  /** Files that nothing names any more. */
  readonly unneeded?: readonly string[];
}
