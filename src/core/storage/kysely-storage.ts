import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { CompiledQuery, type Transaction } from 'kysely';
import type { Life } from '../life.ts';
import type { OpenedDatabase } from './dialect.ts';
import { KyselyAllotments } from './kysely-allotments.ts';
import { KyselyArrivedUpdates } from './kysely-arrived-updates.ts';
import { KyselyAuditRecords } from './kysely-audit-records.ts';
import { KyselyBanRecords } from './kysely-ban-records.ts';
import { KyselyChatMessages } from './kysely-chat-messages.ts';
import { KyselyFavourites } from './kysely-favourites.ts';
import { KyselyGalleryRecords } from './kysely-gallery-records.ts';
import { KyselyGenerationStore } from './kysely-generation-store.ts';
import { KyselyLedger } from './kysely-ledger.ts';
import { KyselyLine } from './kysely-line.ts';
import { KyselyLinkCodes } from './kysely-link-codes.ts';
import { KyselyLinkTries } from './kysely-link-tries.ts';
import { KyselyLinks } from './kysely-links.ts';
import { KyselyMarks } from './kysely-marks.ts';
import { KyselyMissedAnswers } from './kysely-missed-answers.ts';
import { KyselyNoticeRecords } from './kysely-notice-records.ts';
import { KyselyOwnPhotos } from './kysely-own-photos.ts';
import { KyselyPendingForms } from './kysely-pending-forms.ts';
import { KyselyPersonalRecords } from './kysely-personal-records.ts';
import { KyselyPictureRecords } from './kysely-picture-records.ts';
import { KyselyPictureRetention } from './kysely-picture-retention.ts';
import { KyselyPlaceRecords } from './kysely-place-records.ts';
import { KyselyProcesses } from './kysely-processes.ts';
import { KyselyReportRecords } from './kysely-report-records.ts';
import { KyselyRuleRecords } from './kysely-rule-records.ts';
import { KyselySearches } from './kysely-searches.ts';
import { KyselySeenAlbums } from './kysely-seen-albums.ts';
import { KyselySeenPictures } from './kysely-seen-pictures.ts';
import { KyselySettings } from './kysely-settings.ts';
import { KyselyUnansweredRequests } from './kysely-unanswered-requests.ts';
import { KyselyUsageRecords } from './kysely-usage-records.ts';
import { connect, send } from './sent-together.ts';
import type { Storage, StorageTransaction, Turn } from './storage.ts';
import { TurnGivenUp } from './storage.ts';
import type { Tables } from './tables.ts';
import { TransactionMisuse, TransactionScope } from './transaction-scope.ts';

type Work<Result> = (scope: TransactionScope) => Promise<Result>;

interface Asked<Result> {
  readonly work: Work<Result>;
  /** Whether what it writes is to last. */
  readonly isKept: boolean;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** What a storage needs where several processes share the database. */
export interface Sharing {
  readonly life: Life;
  /** Tells the processes that something has come to wait for its turn, by the commit that lets it wait. */
  readonly announceWork: (transaction: SqlExecutor) => Promise<void>;
  /** Whoever waits is found without having been announced, only later. */
  readonly onAnnounceFault: (error: unknown) => void;
}

/** Runs plain SQL inside a transaction. */
interface SqlExecutor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

interface Attempted {
  readonly settle: () => void;
  readonly hasBroughtWork: boolean;
}

/** A piece of work in line. `attempt` does it and returns what tells its caller, once that is known to last. */
interface Waiting {
  readonly attempt: (transaction: Transaction<Tables>, doneBefore: number) => Promise<Attempted>;
  readonly reject: (error: unknown) => void;
}

const savepoint = {
  set: CompiledQuery.raw('savepoint work'),
  goBack: CompiledQuery.raw('rollback to savepoint work'),
  release: CompiledQuery.raw('release savepoint work'),
};

const announcement = {
  set: CompiledQuery.raw('savepoint announcement'),
  goBack: CompiledQuery.raw('rollback to savepoint announcement'),
};

/** A group keeps the event loop busy for as long as its work takes: some twenty milliseconds. */
const largestGroup = 50;

/**
 * Storage in a SQL database whose schema is up to date. Transactions of one process run one after another in the order
 * in which they were asked for; those of other processes are kept apart by the database.
 */
export class KyselyStorage implements Storage {
  readonly #database: OpenedDatabase;
  readonly #sharing: Sharing | undefined;
  readonly #surrounding = new AsyncLocalStorage<TransactionScope>();
  readonly #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(database: OpenedDatabase, sharing?: Sharing) {
    this.#database = database;
    this.#sharing = sharing;
  }

  /**
   * @throws TransactionMisuse when called inside another transaction's work (it would wait for itself), after `close`,
   * when a store is used after its transaction, and when `work` resolves before all its operations have.
   */
  transaction<Result>(
    work: (transaction: StorageTransaction) => Promise<Result>,
    turn: Turn = {},
  ): Promise<Result> {
    return this.#enqueue((scope) => work(storesOf(scope)), turn);
  }

  /** @throws TransactionMisuse like `transaction`. */
  async read<Result>(work: (transaction: StorageTransaction) => Promise<Result>): Promise<Result> {
    const { reading } = this.#database;
    if (reading === undefined) return this.#enqueue((scope) => work(storesOf(scope)), { isKept: false });
    this.#requireOpen();
    return reading.connection().execute((connection) => {
      // A connection offers its stores all that a transaction does.
      const scope = new TransactionScope(connection as Transaction<Tables>, this.#sharing?.life);
      return this.#perform(scope, () => work(storesOf(scope)));
    });
  }

  /** Lets the transactions that were asked for finish. Harmless when repeated. */
  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    await this.#running;
    await Promise.all([this.#database.kysely.destroy(), this.#database.reading?.destroy()]);
  }

  #requireOpen(): void {
    if (this.#surrounding.getStore()?.isOpen) {
      throw new TransactionMisuse('a transaction cannot be opened inside another: use the one at hand');
    }
    if (this.#closing !== undefined) throw new TransactionMisuse('the storage is closed');
  }

  async #enqueue<Result>(
    work: Work<Result>,
    { isKept = true, signal }: Turn & { readonly isKept?: boolean },
  ): Promise<Result> {
    this.#requireOpen();
    if (signal?.aborted) throw new TurnGivenUp();
    return new Promise<Result>((resolve, reject) => {
      const waiting: Waiting = {
        attempt: (transaction, doneBefore) =>
          this.#attempt(transaction, { work, isKept, resolve, reject }, doneBefore),
        reject,
      };
      this.#waiting.push(waiting);
      signal?.addEventListener('abort', () => this.#giveUp(waiting), { once: true });
      this.#running ??= this.#runAll();
    });
  }

  /** Does nothing for what has begun. */
  #giveUp(waiting: Waiting): void {
    const place = this.#waiting.indexOf(waiting);
    if (place === -1) return;
    this.#waiting.splice(place, 1);
    waiting.reject(new TurnGivenUp());
  }

  async #runAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#runTogether();
      // SQLite answers within the same tick, so without a pause a long queue would keep all other work waiting.
      await yieldToEventLoop();
    }
    this.#running = undefined;
  }

  /**
   * Commits what waits together: waiting for the disk is the dearest part of a small transaction. Each piece of work has
   * a savepoint of its own, so that one which fails takes nothing else along, except where it fails for want of room.
   */
  async #runTogether(): Promise<void> {
    const { kysely, serialise } = this.#database;
    let group: readonly Waiting[] = [];
    try {
      const attempted = await kysely
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (transaction) => {
          await connect(transaction);
          await serialise(transaction);
          // Whoever gave up while another process had the database is not among them.
          group = this.#takeGroup();
          const attempted: Attempted[] = [];
          for (const { attempt } of group) attempted.push(await attempt(transaction, attempted.length));
          if (attempted.some(({ hasBroughtWork }) => hasBroughtWork)) {
            await this.#announceWork(transaction);
          }
          return attempted;
        });
      // Nobody hears of success before it is on disk.
      for (const { settle } of attempted) settle();
    } catch (error) {
      if (group.length === 0) group = this.#takeGroup();
      for (const { reject } of group) reject(error);
    }
  }

  #takeGroup(): readonly Waiting[] {
    return this.#waiting.splice(0, largestGroup);
  }

  /** What merely wakes others must not keep anybody's request from being stored. */
  async #announceWork(transaction: Transaction<Tables>): Promise<void> {
    if (this.#sharing === undefined) return;
    const { announceWork, onAnnounceFault } = this.#sharing;
    await transaction.executeQuery(announcement.set);
    try {
      await announceWork({
        executeSql: async (text, values = []) => {
          const { rows } = await transaction.executeQuery(CompiledQuery.raw(text, values));
          return { rows };
        },
      });
    } catch (error) {
      await transaction.executeQuery(announcement.goBack);
      onAnnounceFault(error);
    }
  }

  async #attempt<Result>(
    transaction: Transaction<Tables>,
    { isKept, work, resolve, reject }: Asked<Result>,
    doneBefore: number,
  ): Promise<Attempted> {
    const scope = new TransactionScope(transaction, this.#sharing?.life);
    await separate(transaction, doneBefore);
    try {
      const result = await this.#perform(scope, work);
      if (!isKept) await transaction.executeQuery(savepoint.goBack);
      return { settle: () => resolve(result), hasBroughtWork: isKept && scope.hasBroughtWork };
    } catch (error) {
      await backToSavepoint(transaction, error);
      return { settle: () => reject(error), hasBroughtWork: false };
    }
  }

  async #perform<Result>(scope: TransactionScope, work: Work<Result>): Promise<Result> {
    let unfinished = 0;
    let result: Result;
    try {
      result = await this.#surrounding.run(scope, () => work(scope));
    } finally {
      unfinished = await scope.end();
    }
    if (unfinished > 0) {
      throw new TransactionMisuse(`the work resolved while ${unfinished} of its operations were under way`);
    }
    return result;
  }
}

/** Keeps a piece of work apart from what was done before it. */
async function separate(transaction: Transaction<Tables>, doneBefore: number): Promise<void> {
  const last = doneBefore === 0 ? undefined : send(transaction, savepoint.release);
  await Promise.all([last, send(transaction, savepoint.set)]);
}

/**
 * @throws the same error when the savepoint is gone: on a full disk or a failing one SQLite takes back the whole
 * transaction (https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction), and with it all that
 * would have been committed together.
 */
async function backToSavepoint(transaction: Transaction<Tables>, error: unknown): Promise<void> {
  try {
    await transaction.executeQuery(savepoint.goBack);
  } catch {
    throw error;
  }
}

/** Everything that one transaction, or one reading, can reach. */
function storesOf(scope: TransactionScope): StorageTransaction {
  return {
    generations: new KyselyGenerationStore(scope),
    line: new KyselyLine(scope),
    ledger: new KyselyLedger(scope),
    allotments: new KyselyAllotments(scope),
    pictures: new KyselyPictureRecords(scope),
    forms: new KyselyPendingForms(scope),
    retention: new KyselyPictureRetention(scope),
    favourites: new KyselyFavourites(scope),
    settings: new KyselySettings(scope),
    gallery: new KyselyGalleryRecords(scope),
    ownPhotos: new KyselyOwnPhotos(scope),
    searches: new KyselySearches(scope),
    seenPictures: new KyselySeenPictures(scope),
    seenAlbums: new KyselySeenAlbums(scope),
    arrivedUpdates: new KyselyArrivedUpdates(scope),
    marks: new KyselyMarks(scope),
    missedAnswers: new KyselyMissedAnswers(scope),
    unanswered: new KyselyUnansweredRequests(scope),
    links: new KyselyLinks(scope),
    linkCodes: new KyselyLinkCodes(scope),
    linkTries: new KyselyLinkTries(scope),
    processes: new KyselyProcesses(scope),
    rules: new KyselyRuleRecords(scope),
    bans: new KyselyBanRecords(scope),
    audit: new KyselyAuditRecords(scope),
    personal: new KyselyPersonalRecords(scope),
    places: new KyselyPlaceRecords(scope),
    usage: new KyselyUsageRecords(scope),
    reports: new KyselyReportRecords(scope),
    chatMessages: new KyselyChatMessages(scope),
    notices: new KyselyNoticeRecords(scope),
  };
}
