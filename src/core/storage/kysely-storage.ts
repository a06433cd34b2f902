import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { OpenedDatabase } from './dialect.ts';
import { KyselyGenerationStore } from './kysely-generation-store.ts';
import { KyselyLedger } from './kysely-ledger.ts';
import { KyselyLine } from './kysely-line.ts';
import { KyselyPendingForms } from './kysely-pending-forms.ts';
import { KyselyPictureRecords } from './kysely-picture-records.ts';
import type { Storage, StorageTransaction } from './storage.ts';
import type { Tables } from './tables.ts';
import { TransactionMisuse, TransactionScope } from './transaction-scope.ts';

/**
 * Storage in a SQL database whose schema is up to date. Transactions of one process run one after another in the order
 * in which they were asked for; those of other processes are kept apart by the database.
 */
export class KyselyStorage implements Storage {
  readonly #database: OpenedDatabase;
  readonly #surrounding = new AsyncLocalStorage<TransactionScope>();
  #lastTurn: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(database: OpenedDatabase) {
    this.#database = database;
  }

  /**
   * @throws TransactionMisuse when called inside another transaction's work (it would wait for itself), after `close`,
   * when a store is used after its transaction, and when `work` resolves before all its operations have.
   */
  transaction<Result>(work: (transaction: StorageTransaction) => Promise<Result>): Promise<Result> {
    return this.#enqueue((scope) =>
      work({
        generations: new KyselyGenerationStore(scope),
        line: new KyselyLine(scope),
        ledger: new KyselyLedger(scope),
        pictures: new KyselyPictureRecords(scope),
        forms: new KyselyPendingForms(scope),
      }),
    );
  }

  /** Lets the transactions that were asked for finish. Harmless when repeated. */
  close(): Promise<void> {
    this.#closing ??= this.#lastTurn.then(() => this.#database.kysely.destroy());
    return this.#closing;
  }

  async #enqueue<Result>(work: (scope: TransactionScope) => Promise<Result>): Promise<Result> {
    if (this.#surrounding.getStore()?.isOpen) {
      throw new TransactionMisuse('a transaction cannot be opened inside another: use the one at hand');
    }
    if (this.#closing !== undefined) throw new TransactionMisuse('the storage is closed');
    const turn = this.#lastTurn.then(() => this.#run(work));
    // SQLite answers within the same tick, so without a pause a long queue would keep all other work waiting.
    const pause = () => yieldToEventLoop();
    this.#lastTurn = turn.then(pause, pause);
    return turn;
  }

  #run<Result>(work: (scope: TransactionScope) => Promise<Result>): Promise<Result> {
    const { kysely, serialise } = this.#database;
    return kysely
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (transaction) => {
        await serialise(transaction);
        return this.#perform(transaction, work);
      });
  }

  async #perform<Result>(
    transaction: Transaction<Tables>,
    work: (scope: TransactionScope) => Promise<Result>,
  ): Promise<Result> {
    const scope = new TransactionScope(transaction);
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
