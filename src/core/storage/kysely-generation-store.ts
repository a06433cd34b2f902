import { sql, type Transaction } from 'kysely';
import { foldWords } from '../fold-words.ts';
import type { Generation } from '../generation.ts';
import type { GenerationQuery } from '../generation-query.ts';
import { type GenerationState, queuedStates } from '../generation-state.ts';
import type { Load } from '../load.ts';
import type { Outbox } from '../outbox.ts';
import { parseWish, toAddressRow, toGeneration, toGenerationRow } from './generation-row.ts';
import {
  holdsSlot,
  narrow,
  selectGenerations,
  selectLastWishes,
  selectOutbox,
} from './generation-selection.ts';
import { DuplicateSource, type GenerationStore, StaleAttempt } from './generation-store.ts';
import { recountWaiting } from './line-waiting.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyGenerationStore implements GenerationStore {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  insert(generation: Generation): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const row = toGenerationRow(generation);
      const address = toAddressRow(generation.address);
      // Asked beforehand, since a violated constraint would make PostgreSQL refuse the rest of the transaction.
      const known = await transaction
        .selectFrom('generations')
        .select('id')
        .where('source_key', '=', row.source_key)
        .executeTakeFirst();
      if (known !== undefined) throw new DuplicateSource(row.source_key);
      await transaction
        .insertInto('generations')
        .values((expression) => ({
          ...row,
          folded_prompt: foldWords(generation.wish.prompt),
          kept_results: 0,
          kept_bytes: 0,
          sequence: expression
            .selectFrom('generations')
            .select(sql<number>`coalesce(max(sequence), 0) + 1`.as('next')),
        }))
        .execute();
      await transaction
        .insertInto('addresses')
        .values({ ...address, generation_id: row.id })
        .execute();
      await follow(transaction, { accountId: row.account_id, before: undefined, after: row.state });
    });
  }

  find(id: string): Promise<Generation | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await selectGenerations(transaction).where('generations.id', '=', id).executeTakeFirst();
      return row && toGeneration(row);
    });
  }

  findBySource(sourceKey: string): Promise<Generation | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await selectGenerations(transaction).where('source_key', '=', sourceKey).executeTakeFirst();
      return row && toGeneration(row);
    });
  }

  save(generation: Generation): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const row = toGenerationRow(generation);
      const address = toAddressRow(generation.address);
      const before = await selectGenerations(transaction).where('id', '=', row.id).executeTakeFirst();
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
      if (changes !== undefined) {
        await transaction.updateTable('generations').set(changes).where('id', '=', row.id).execute();
      }
      const move = differences(before, address);
      if (move !== undefined) {
        await transaction.updateTable('addresses').set(move).where('generation_id', '=', row.id).execute();
      }
      await follow(transaction, { accountId, before: before.state, after: row.state });
    });
  }

  list(query: GenerationQuery): Promise<readonly Generation[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await narrow(selectGenerations(transaction), query).limit(query.limit).execute();
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

  load(accountId: string | undefined): Promise<Load> {
    return this.#scope.run(async (transaction) => {
      const slots = transaction
        .selectFrom('generations')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where(holdsSlot);
      const running = await (accountId === undefined
        ? slots
        : slots.where('account_id', '=', accountId)
      ).executeTakeFirstOrThrow();
      return { running: running.count, queued: await countQueued(transaction, accountId) };
    });
  }

  outbox(): Promise<Outbox> {
    return this.#scope.run(async (transaction) => {
      const { owed, oldest } = await selectOutbox(transaction).executeTakeFirstOrThrow();
      return { owed, oldestEndedAtMs: oldest ?? undefined };
    });
  }
}

async function countQueued(transaction: Transaction<Tables>, accountId: string | undefined): Promise<number> {
  if (accountId === undefined) {
    const tally = await transaction
      .selectFrom('tallies')
      .select('value')
      .where('name', '=', 'queued')
      .executeTakeFirstOrThrow();
    return tally.value;
  }
  const queued = await transaction
    .selectFrom('generations')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('state', 'in', [...queuedStates])
    .executeTakeFirstOrThrow();
  return queued.count;
}

/** Keeps the counts beside the generations in step with a change of state. */
async function follow(
  transaction: Transaction<Tables>,
  change: { accountId: string; before: GenerationState | undefined; after: GenerationState },
): Promise<void> {
  const difference = Number(isQueued(change.after)) - Number(isQueued(change.before));
  if (difference !== 0) {
    await transaction
      .updateTable('tallies')
      .set((expression) => ({ value: expression('value', '+', difference) }))
      .where('name', '=', 'queued')
      .execute();
  }
  if ((change.before === 'waiting') !== (change.after === 'waiting')) {
    await recountWaiting(transaction, change.accountId);
  }
}

function isQueued(state: GenerationState | undefined): boolean {
  return queuedStates.some((queued) => queued === state);
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
