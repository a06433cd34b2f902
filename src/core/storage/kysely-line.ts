import { sql, type Transaction } from 'kysely';
import type { Generation } from '../generation.ts';
import { queuedStates } from '../generation-state.ts';
import { toGeneration } from './generation-row.ts';
import { holdsSlot } from './generation-selection.ts';
import type { Line, NextQuery } from './line.ts';
import { countAhead } from './line-ahead.ts';
import { firstInLine, hasWaitingOn, selectWaiting } from './line-selection.ts';
import { countWaiting, recountWaiting, selectWaitingCount } from './line-waiting.ts';
import { prepared } from './prepared.ts';
import { storableKey } from './storable.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

const listWaiting = prepared((transaction, { accountId, limit }: { accountId: string; limit: number }) =>
  selectWaiting(transaction, accountId).limit(limit),
);

const joinLine = prepared((transaction, { accountId }: { accountId: string }) =>
  transaction
    .insertInto('line')
    .values({
      account_id: accountId,
      waiting: selectWaitingCount(transaction, accountId),
      turn: nextTurn(transaction),
    })
    .onConflict((conflict) => conflict.column('account_id').doNothing()),
);

/** Serves accounts in ascending order of their `turn`; a new turn is one more than the greatest. */
export class KyselyLine implements Line {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  join(accountId: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await joinLine(transaction, { accountId: storableKey('accountId', accountId) });
    });
  }

  next({ maxRunningPerUser, platforms }: NextQuery): Promise<Generation | undefined> {
    return this.#scope.run(async (transaction) => {
      const inTurn = firstInLine(transaction, maxRunningPerUser);
      const first = await (platforms === undefined
        ? inTurn
        : inTurn.where((expression) => hasWaitingOn(expression, platforms))
      ).executeTakeFirst();
      return first && oldestWaiting(transaction, first.account_id, platforms);
    });
  }

  served(accountId: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const waiting = await countWaiting(transaction, accountId);
      if (waiting === 0) return leave(transaction, accountId);
      await transaction
        .updateTable('line')
        .set({ turn: nextTurn(transaction), waiting })
        .where('account_id', '=', accountId)
        .execute();
    });
  }

  withdrew(accountId: string): Promise<void> {
    return this.#scope.run((transaction) => leaveUnlessWaiting(transaction, accountId));
  }

  transfer({ from, personId, to }: { personId: string; from: string; to: string }): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const theirs = transaction
        .updateTable('generations')
        .set({ account_id: storableKey('to', to) })
        .where('account_id', '=', from)
        .where('person_id', '=', personId);
      await theirs.where('state', 'in', [...queuedStates]).execute();
      await theirs.where(holdsSlot).execute();
      const before = await turnOf(transaction, from);
      await leaveUnlessWaiting(transaction, from);
      const stays = (await turnOf(transaction, from)) !== undefined;
      await standAt(transaction, to, stays ? undefined : before);
    });
  }

  upcoming(limit: number): Promise<readonly Generation[]> {
    return this.#scope.run(async (transaction) => {
      // Whoever stands behind so many people starts nothing within the first so many.
      const people = await transaction
        .selectFrom('line')
        .select(['account_id as accountId', 'waiting'])
        .where('waiting', '>', 0)
        .orderBy('turn')
        .limit(limit)
        .execute();
      const queues: (readonly Generation[])[] = [];
      for (const { accountId, turns } of turnsWithin(people, limit)) {
        const rows = await listWaiting(transaction, { accountId, limit: turns });
        queues.push(rows.map(toGeneration));
      }
      return inTurns(queues).slice(0, limit);
    });
  }

  ahead(generation: Pick<Generation, 'id' | 'accountId'>): Promise<number> {
    return this.#scope.run((transaction) => countAhead(transaction, generation));
  }
}

interface Waiting {
  readonly accountId: string;
  readonly waiting: number;
}

/** How many of the first so many turns each of them has: one for everybody who waits, then a second one, and so on. */
function turnsWithin(people: readonly Waiting[], limit: number) {
  const shares = people.map((person) => ({ ...person, turns: 0 }));
  let left = limit;
  while (left > 0) {
    const next = shares.filter(({ turns, waiting }) => turns < waiting).slice(0, left);
    if (next.length === 0) break;
    for (const share of next) share.turns += 1;
    left -= next.length;
  }
  return shares.filter(({ turns }) => turns > 0);
}

/** One of each, then a second one of each that has one, and so on. */
function inTurns(queues: readonly (readonly Generation[])[]): readonly Generation[] {
  const rounds = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: rounds }, (_, round) => queues.flatMap((queue) => queue[round] ?? [])).flat();
}

async function oldestWaiting(
  transaction: Transaction<Tables>,
  accountId: string,
  platforms: NextQuery['platforms'],
): Promise<Generation | undefined> {
  const all = selectWaiting(transaction, accountId);
  const theirs = platforms === undefined ? all : all.where('addresses.platform', 'in', platforms);
  const row = await theirs.limit(1).executeTakeFirst();
  return row && toGeneration(row);
}

async function leave(transaction: Transaction<Tables>, accountId: string): Promise<void> {
  await transaction.deleteFrom('line').where('account_id', '=', accountId).execute();
}

async function leaveUnlessWaiting(transaction: Transaction<Tables>, accountId: string): Promise<void> {
  const waiting = await countWaiting(transaction, accountId);
  if (waiting === 0) await leave(transaction, accountId);
  else await recountWaiting(transaction, accountId);
}

/** Gives an account that waits its place, or that one where it is later, or the end where there is neither. */
async function standAt(
  transaction: Transaction<Tables>,
  accountId: string,
  taken: number | undefined,
): Promise<void> {
  const own = await turnOf(transaction, accountId);
  await leave(transaction, accountId);
  const waiting = await countWaiting(transaction, accountId);
  if (waiting === 0) return;
  const latest = Math.max(own ?? 0, taken ?? 0);
  await transaction
    .insertInto('line')
    .values({ account_id: accountId, turn: latest === 0 ? nextTurn(transaction) : latest, waiting })
    .execute();
}

function nextTurn(transaction: Transaction<Tables>) {
  return transaction.selectFrom('line').select(sql<number>`coalesce(max(turn), 0) + 1`.as('next'));
}

async function turnOf(transaction: Transaction<Tables>, accountId: string): Promise<number | undefined> {
  const row = await transaction
    .selectFrom('line')
    .select('turn')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.turn;
}
