import type { Transaction } from 'kysely';
import type { Life } from '../life.ts';
import type { Tables } from './tables.ts';

/** A transaction was used in a way that cannot be made safe: the calling code is wrong. */
export class TransactionMisuse extends Error {
  override readonly name = 'TransactionMisuse';
}

/**
 * The life of one transaction. Every operation of its stores runs through here, so that none can slip out of the
 * transaction and change the database on its own.
 */
export class TransactionScope {
  /** Of the process that it belongs to; undefined where that is alone with the database. */
  readonly life: Life | undefined;
  /** Whether something has come to wait for its turn. */
  hasBroughtWork = false;
  readonly #transaction: Transaction<Tables>;
  readonly #underWay = new Set<Promise<unknown>>();
  #isOpen = true;

  constructor(transaction: Transaction<Tables>, life?: Life) {
    this.#transaction = transaction;
    this.life = life;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @throws TransactionMisuse when the transaction is over. */
  async run<Result>(operation: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    if (!this.#isOpen)
      throw new TransactionMisuse('the transaction is over: its stores cannot be used any more');
    const running = operation(this.#transaction);
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  /** Ends the life; resolves with the number of operations that nobody had awaited, once they have settled. */
  async end(): Promise<number> {
    this.#isOpen = false;
    const unfinished = [...this.#underWay];
    await Promise.allSettled(unfinished);
    return unfinished.length;
  }
}
