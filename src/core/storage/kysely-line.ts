import { type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { Generation } from '../generation.ts';
import { toGeneration } from './generation-row.ts';
import { firstInLine, selectWaiting } from './line-selection.ts';
import { countWaiting, recountWaiting } from './line-waiting.ts';
import { storableKey } from './storable.ts';
import type { Line } from './storage.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

type PeopleInLine = SelectQueryBuilder<Tables, 'line', object>;

/** Serves people in ascending order of their `turn`; a new turn is one more than the greatest. */
export class KyselyLine implements Line {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  join(personId: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('line')
        .values({
          person_id: storableKey('personId', personId),
          turn: nextTurn(transaction),
          waiting: await countWaiting(transaction, personId),
        })
        .onConflict((conflict) => conflict.column('person_id').doNothing())
        .execute();
    });
  }

  next(limits: { readonly maxRunningPerUser: number }): Promise<Generation | undefined> {
    return this.#scope.run(async (transaction) => {
      const first = await firstInLine(transaction, limits.maxRunningPerUser).executeTakeFirst();
      return first && oldestWaiting(transaction, first.person_id);
    });
  }

  served(personId: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const waiting = await countWaiting(transaction, personId);
      if (waiting === 0) return leave(transaction, personId);
      await transaction
        .updateTable('line')
        .set({ turn: nextTurn(transaction), waiting })
        .where('person_id', '=', personId)
        .execute();
    });
  }

  withdrew(personId: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const waiting = await countWaiting(transaction, personId);
      if (waiting === 0) return leave(transaction, personId);
      await recountWaiting(transaction, personId);
    });
  }

  upcoming(limit: number): Promise<readonly Generation[]> {
    return this.#scope.run(async (transaction) => {
      // Whoever stands behind so many people starts nothing within the first so many.
      const people = await transaction
        .selectFrom('line')
        .select('person_id')
        .where('waiting', '>', 0)
        .orderBy('turn')
        .limit(limit)
        .execute();
      const queues: (readonly Generation[])[] = [];
      for (const { person_id: personId } of people) {
        const rows = await selectWaiting(transaction, personId).limit(limit).execute();
        queues.push(rows.map(toGeneration));
      }
      return inTurns(queues).slice(0, limit);
    });
  }

  /**
   * Before this person's k-th waiting generation (counted from 0) each other person gets k turns, and one more when
   * standing further ahead, but never more than they have generations waiting.
   */
  ahead(generation: Generation): Promise<number> {
    return this.#scope.run(async (transaction) => {
      const own = await countOwnBefore(transaction, generation);
      const turn = await turnOf(transaction, generation.personId);
      const others = transaction.selectFrom('line').where('person_id', '<>', generation.personId);
      if (turn === undefined) return own + (await sumTurns(others, own + 1));
      const infront = await sumTurns(others.where('turn', '<', turn), own + 1);
      const behind = own === 0 ? 0 : await sumTurns(others.where('turn', '>', turn), own);
      return own + infront + behind;
    });
  }
}

/** One of each, then a second one of each that has one, and so on. */
function inTurns(queues: readonly (readonly Generation[])[]): readonly Generation[] {
  const rounds = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: rounds }, (_, round) => queues.flatMap((queue) => queue[round] ?? [])).flat();
}

async function oldestWaiting(
  transaction: Transaction<Tables>,
  personId: string,
): Promise<Generation | undefined> {
  const row = await selectWaiting(transaction, personId).limit(1).executeTakeFirst();
  return row && toGeneration(row);
}

async function leave(transaction: Transaction<Tables>, personId: string): Promise<void> {
  await transaction.deleteFrom('line').where('person_id', '=', personId).execute();
}

function nextTurn(transaction: Transaction<Tables>) {
  return transaction.selectFrom('line').select(sql<number>`coalesce(max(turn), 0) + 1`.as('next'));
}

async function turnOf(transaction: Transaction<Tables>, personId: string): Promise<number | undefined> {
  const row = await transaction
    .selectFrom('line')
    .select('turn')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.turn;
}

async function countOwnBefore(transaction: Transaction<Tables>, generation: Generation): Promise<number> {
  const { count } = await transaction
    .selectFrom('generations')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('person_id', '=', generation.personId)
    .where('state', '=', 'waiting')
    .where('sequence', '<', ({ fn, selectFrom, val }) =>
      // What is not stored yet comes after everything that is.
      fn.coalesce(
        selectFrom('generations').select('sequence').where('id', '=', generation.id),
        val(Number.MAX_SAFE_INTEGER),
      ),
    )
    .executeTakeFirstOrThrow();
  return count;
}

/** The turns that these people use when each has at most `most` of them. */
async function sumTurns(people: PeopleInLine, most: number): Promise<number> {
  const { turns } = await people
    .select(
      sql<number>`cast(coalesce(sum(case when waiting < ${most} then waiting else ${most} end), 0) as bigint)`.as(
        'turns',
      ),
    )
    .executeTakeFirstOrThrow();
  return turns;
}
