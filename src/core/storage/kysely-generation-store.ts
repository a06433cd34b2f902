import { sql, type Transaction } from 'kysely';
import { foldWords } from '../fold-words.ts';
import type { Generation } from '../generation.ts';
import type { GenerationQuery } from '../generation-query.ts';
import { type GenerationState, queuedStates } from '../generation-state.ts';
import type { Load } from '../load.ts';
import type { Outbox } from '../outbox.ts';
import { countLoad, followState } from './generation-counts.ts';
import {
  parseWish,
  type StoredAddress,
  type StoredGeneration,
  toAddressRow,
  toGeneration,
  toGenerationRow,
} from './generation-row.ts';
import {
  narrow,
  selectGenerations,
  selectLastWishes,
  selectNewest,
  selectOutbox,
} from './generation-selection.ts';
import { DuplicateSource, type GenerationStore, StaleAttempt } from './generation-store.ts';
import { isFree, putInHand } from './in-hand.ts';
import { prepared } from './prepared.ts';
import { storableInteger } from './storable.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

const findById = prepared((transaction, { id }: { id: string }) =>
  selectGenerations(transaction).where('id', '=', id),
);

const findBySource = prepared((transaction, { sourceKey }: { sourceKey: string }) =>
  selectGenerations(transaction).where('source_key', '=', sourceKey),
);

type NewGeneration = StoredGeneration & { folded_prompt: string; held_by?: string };

/** Finds nothing where its source is known: a violated constraint would make PostgreSQL refuse the rest of the transaction. */
const insertGeneration = prepared((transaction, { row }: { row: NewGeneration }) =>
  transaction
    .insertInto('generations')
    .values(({ selectFrom }) => ({
      ...row,
      kept_results: 0,
      kept_bytes: 0,
      sequence: selectFrom('generations').select(sql<number>`coalesce(max(sequence), 0) + 1`.as('next')),
    }))
    .onConflict((conflict) => conflict.column('source_key').doNothing())
    .returning('sequence'),
);

const insertAddress = prepared((transaction, { row }: { row: Tables['addresses'] }) =>
  transaction.insertInto('addresses').values(row),
);

type Changes = Partial<StoredGeneration> & { held_by?: string };

const changeGeneration = prepared((transaction, { changes, id }: { id: string; changes: Changes }) =>
  transaction.updateTable('generations').set(changes).where('id', '=', id),
);

const changeAddress = prepared(
  (transaction, { changes, id }: { id: string; changes: Partial<StoredAddress> }) =>
    transaction.updateTable('addresses').set(changes).where('generation_id', '=', id),
);

export class KyselyGenerationStore implements GenerationStore {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  insert(generation: Generation): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const row = toGenerationRow(generation);
      const address = toAddressRow(generation.address);
      const folded_prompt = foldWords(generation.wish.prompt);
      const stored = { ...row, folded_prompt, ...this.#inHand() };
      const [inserted] = await insertGeneration(transaction, { row: stored });
      if (inserted === undefined) throw new DuplicateSource(row.source_key);
      await Promise.all([
        insertAddress(transaction, { row: { ...address, generation_id: row.id } }),
        this.#follow(transaction, row, undefined),
      ]);
    });
  }

  find(id: string): Promise<Generation | undefined> {
    return this.#scope.run(async (transaction) => {
      const [row] = await findById(transaction, { id });
      return row && toGeneration(row);
    });
  }

  findBySource(sourceKey: string): Promise<Generation | undefined> {
    return this.#scope.run(async (transaction) => {
      const [row] = await findBySource(transaction, { sourceKey });
      return row && toGeneration(row);
    });
  }

  save(generation: Generation): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const row = toGenerationRow(generation);
      const address = toAddressRow(generation.address);
      const [before] = await findById(transaction, { id: row.id });
      if (before === undefined) throw new Error(`generation ${row.id} was never inserted`);
      if (before.person_id !== row.person_id || before.source_key !== row.source_key) {
        throw new Error(`generation ${row.id} cannot change its person or its source`);
      }
      if (before.attempt > row.attempt) {
        throw new StaleAttempt(row.id, { stored: before.attempt, written: row.attempt });
      }
      const accountId = before.account_id;
      const after: typeof row = { ...row, account_id: accountId };
      const changes = differences(before, after);
      const taken = before.state === after.state ? {} : this.#inHand();
      const move = differences(before, address);
      const { id } = row;
      await Promise.all([
        changes && changeGeneration(transaction, { id, changes: { ...changes, ...taken } }),
        move && changeAddress(transaction, { id, changes: move }),
        this.#follow(transaction, after, before.state),
      ]);
    });
  }

  take(id: string): Promise<boolean> {
    return this.#scope.run(async (transaction) => {
      const { life } = this.#scope;
      if (life === undefined) return true;
      const taking = putInHand(transaction, { generationId: id, life }).where(isFree(life));
      const { numUpdatedRows } = await taking.executeTakeFirst();
      return numUpdatedRows > 0n;
    });
  }

  waitLonger(byMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .updateTable('generations')
        .set(({ eb }) => ({ expires_at_ms: eb('expires_at_ms', '+', storableInteger('byMs', byMs)) }))
        .where('state', 'in', queuedStates)
        .execute();
    });
  }

  list(query: GenerationQuery): Promise<readonly Generation[]> {
    return this.#scope.run(async (transaction) => {
      const { life } = this.#scope;
      const narrowed = narrow(selectGenerations(transaction), query);
      const selected =
        query.isFree === undefined || life === undefined ? narrowed : narrowed.where(isFree(life));
      const rows = await selected.limit(query.limit).execute();
      return rows.map(toGeneration);
    });
  }

  lastDelivered(limit: number): Promise<readonly Generation[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectGenerations(transaction)
        .where('state', '=', 'delivered')
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toGeneration);
    });
  }

  lastPrompts({ limit, people }: { people: readonly string[]; limit: number }): Promise<readonly string[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectLastWishes(transaction, people).limit(limit).execute();
      return rows.map(({ wish }) => parseWish(wish).prompt);
    });
  }

  newest(limit: number): Promise<readonly Generation[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectNewest(transaction).limit(limit).execute();
      return rows.map(toGeneration);
    });
  }

  load(accountId: string | undefined): Promise<Load> {
    return this.#scope.run((transaction) => countLoad(transaction, accountId));
  }

  outbox(): Promise<Outbox> {
    return this.#scope.run(async (transaction) => {
      const { owed, oldest } = await selectOutbox(transaction).executeTakeFirstOrThrow();
      return { owed, oldestEndedAtMs: oldest ?? undefined };
    });
  }

  /** Whose hand a generation is in that this process brings to another state. */
  #inHand(): { readonly held_by?: string } {
    const { life } = this.#scope;
    return life === undefined ? {} : { held_by: life.id };
  }

  /** Keeps in step what stands beside a generation that came to another state. */
  async #follow(
    transaction: Transaction<Tables>,
    { account_id: accountId, state }: StoredGeneration,
    before: GenerationState | undefined,
  ): Promise<void> {
    if (before === state) return;
    if (state === 'waiting') this.#scope.hasBroughtWork = true;
    await followState(transaction, { accountId, before, after: state });
  }
}

/** What is to be written; undefined when nothing is. Every column that is named would cost its indexes a change. */
function differences<Row extends object>(before: Row, after: Row): Partial<Row> | undefined {
  const changes: Partial<Row> = {};
  let hasChanged = false;
  for (const column in after) {
    if (before[column] === after[column]) continue;
    changes[column] = after[column];
    hasChanged = true;
  }
  return hasChanged ? changes : undefined;
}
