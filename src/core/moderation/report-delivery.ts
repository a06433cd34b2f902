import type { Address } from '../address.ts';
import type { Courier, ReportSheet, ReportTarget } from '../courier.ts';
import { DeliveryError } from '../courier.ts';
import { deliverablePicture } from '../deliverable-picture.ts';
import { findShown } from '../draft.ts';
import type { Generation } from '../generation.ts';
import type { Log } from '../log.ts';
import type { PictureStore } from '../pictures/picture-store.ts';
import { narrow } from '../rules/narrowing.ts';
import type { Storage } from '../storage/storage.ts';
import type { Report } from './report.ts';

export interface ReportDeliveryOptions {
  readonly storage: Storage;
  readonly pictures: PictureStore;
  readonly couriers: ReadonlyMap<string, Pick<Courier, 'report' | 'retract'>>;
  /** Who is told where no channel is set, as `platform:id`; the first that can be reached. */
  readonly adminIds: readonly string[];
  readonly now: () => number;
  readonly log: Log;
}

const patrolMs = 2_000;
const batchSize = 20;
const firstDelayMs = 2_000;
const longestDelayMs = 5 * 60_000;
/** Counted from what was decided. */
const mostAttempts = 300;
/** Whatever is not known to anybody waits for somebody to be told; by then pictures are usually gone. */
const longestUnseenMs = 30 * 24 * 60 * 60_000;

/** Shows moderators what was reported, and what became of it: whatever the database owes them, until it has arrived. */
export class ReportDelivery {
  readonly #options: ReportDeliveryOptions;
  #patrol: NodeJS.Timeout | undefined;
  #showing: Promise<void> | undefined;
  #isWoken = false;

  constructor(options: ReportDeliveryOptions) {
    this.#options = options;
  }

  start(): void {
    this.#patrol ??= setInterval(() => this.wake(), patrolMs);
    this.wake();
  }

  /** Says that something may be owed. */
  wake(): void {
    if (this.#patrol === undefined) return;
    this.#isWoken = true;
    this.#showing ??= this.#showAll().finally(() => {
      this.#showing = undefined;
    });
  }

  /** What is on its way arrives first; the rest is owed at the next start too. */
  async stop(): Promise<void> {
    clearInterval(this.#patrol);
    this.#patrol = undefined;
    await this.#showing;
  }

  async #showAll(): Promise<void> {
    const { log, now, storage } = this.#options;
    while (this.#isWoken) {
      this.#isWoken = false;
      try {
        const nowMs = now();
        // Of several processes one shows them all, or they would come several times.
        const due = await storage.transaction(async ({ processes, reports }) => {
          if (!(await processes.hold('reports'))) return [];
          await reports.forgetUnseeable(nowMs);
          return reports.due({ nowMs, limit: batchSize });
        });
        for (const report of due) await this.#show(report);
      } catch (error) {
        log.error({ error }, 'looking for due reports failed');
      }
    }
  }

  async #show(report: Report): Promise<void> {
    const { log, storage } = this.#options;
    const { generationId } = report;
    let shownAt: Address | undefined;
    let isOver = true;
    try {
      shownAt = await this.#showSomewhere(report);
    } catch (error) {
      isOver = isFinal(error, report, this.#options.now());
      // Where nobody can be told for weeks, that is said once.
      const isNews = isOver || report.attempts === 0;
      log[isNews ? 'warn' : 'debug'](
        { generationId, isOver, error },
        'a report did not reach the moderators',
      );
    }
    await storage.transaction(async ({ reports }) => {
      const current = await reports.find(generationId);
      if (current === undefined) return;
      const isCurrent = current.dueAtMs === report.dueAtMs && current.verdict === report.verdict;
      const next = isOver ? undefined : this.#options.now() + delayMs(report.attempts);
      await reports.put({
        ...current,
        shownAt: shownAt ?? current.shownAt,
        attempts: isOver ? 0 : current.attempts + 1,
        // What was decided meanwhile is still to be shown.
        dueAtMs: isCurrent ? next : current.dueAtMs,
      });
    });
  }

  async #showSomewhere(report: Report): Promise<Address> {
    const { adminIds, couriers, pictures: store, storage } = this.#options;
    const { generation, kept, rules } = await storage.transaction(async (transaction) => {
      const generation = await transaction.generations.find(report.generationId);
      const kept = generation === undefined ? [] : await findShown(transaction, generation);
      return { generation, kept, rules: await transaction.rules.of(report.placeId) };
    });
    if (generation === undefined) throw new DeliveryError({ problem: 'gone' });
    await this.#takeAwayRemoved(report, generation);
    const language = narrow(rules).language ?? generation.language;
    // Those of what was erased may still be on their way out.
    const shown = generation.removedAtMs === undefined ? kept : [];
    const pictures = shown.map((picture) => deliverablePicture(picture, store));
    const sheet = { report, generation, pictures, language };
    if (report.shownAt !== undefined)
      return courierOf(report.shownAt.platform, couriers)(sheet, { shownAt: report.shownAt });
    const channel = rules.place.moderatorsChannel ?? rules.bot.moderatorsChannel;
    const targets: readonly ReportTarget[] = [
      ...(channel === undefined ? [] : [{ channelId: channel }]),
      ...adminIds.map((personId) => ({ personId })),
    ];
    return this.#showAtFirst(targets, sheet);
  }

  /** Where one place is closed for good, another may be open. */
  async #showAtFirst(targets: readonly ReportTarget[], sheet: ReportSheet): Promise<Address> {
    let last: unknown = new DeliveryError({ problem: 'gone' });
    for (const target of targets) {
      const id = 'channelId' in target ? target.channelId : 'personId' in target ? target.personId : '';
      try {
        return await courierOf(id.split(':')[0] ?? '', this.#options.couriers)(sheet, target);
      } catch (error) {
        const isClosed =
          error instanceof DeliveryError && (error.problem === 'gone' || error.problem === 'rejected');
        if (!isClosed) throw error;
        last = error;
      }
    }
    throw last;
  }

  /** A crash may have come between what was decided and the message; harmless when repeated. */
  async #takeAwayRemoved({ verdict }: Report, generation: Generation): Promise<void> {
    if (verdict === undefined || verdict === 'keep') return;
    await this.#options.couriers.get(generation.address.platform)?.retract(generation);
  }
}

type Show = (sheet: ReportSheet, target: ReportTarget) => Promise<Address>;

function courierOf(platform: string, couriers: ReportDeliveryOptions['couriers']): Show {
  const courier = couriers.get(platform);
  const report = courier?.report?.bind(courier);
  if (report === undefined) return () => Promise.reject(new DeliveryError({ problem: 'gone' }));
  return report;
}

/** A message with the report that is gone is nobody's loss: it was seen. */
function isFinal(error: unknown, { atMs, attempts, shownAt }: Report, nowMs: number): boolean {
  if (!(error instanceof DeliveryError)) return attempts + 1 >= 3;
  if (shownAt === undefined) return nowMs - atMs > longestUnseenMs;
  if (attempts + 1 >= mostAttempts) return true;
  return error.problem === 'gone' || error.problem === 'rejected';
}

function delayMs(attempts: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** attempts);
}
