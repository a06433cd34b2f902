import { sql, type Transaction } from 'kysely';
import { noAddress } from '../erasure.ts';
import { unfinishedStates } from '../generation-state.ts';
import type { Tables } from './tables.ts';

/** Counts what people asked for, as far as it was not erased and is not about to be. */
export function personalRequests(transaction: Transaction<Tables>, people: readonly string[]) {
  // A draft is none of them, and a picture of its own while it is kept.
  const isRequest = sql<number>`case when draft_of is null then 1 else 0 end`;
  const isUnderWay = sql<number>`case when draft_of is null and state in (${sql.join([...unfinishedStates])}) then 1 else 0 end`;
  const sum = (counted: ReturnType<typeof sql<number>>) =>
    // PostgreSQL's own sum of a bigint would be a text.
    sql<number>`cast(coalesce(sum(${counted}), 0) as bigint)`;
  return transaction
    .selectFrom('generations')
    .innerJoin('addresses', 'addresses.generation_id', 'generations.id')
    .select([
      sum(isRequest).as('requests'),
      sum(isUnderWay).as('underWay'),
      sum(sql<number>`case when draft_of is not null and kept_bytes > 0 then 1 else kept_results end`).as(
        'pictures',
      ),
      sum(sql<number>`kept_bytes`).as('pictureBytes'),
    ])
    .where('person_id', 'in', people)
    .where('platform', '<>', noAddress.platform)
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('erasures')
            .select('erasures.generation_id')
            .whereRef('erasures.generation_id', '=', 'generations.id'),
        ),
      ),
    );
}

type ByPerson = 'favourites' | 'searches' | 'settings' | 'pending_forms' | 'seen_pictures' | 'link_codes';

export async function countRows(
  transaction: Transaction<Tables>,
  table: ByPerson,
  people: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    select count(*) as count from ${sql.table(table)} where person_id in (${sql.join([...people])})
  `.execute(transaction);
  return rows[0]?.count ?? 0;
}

/** What is remembered for a while. */
export async function countPassing(
  transaction: Transaction<Tables>,
  people: readonly string[],
): Promise<number> {
  let count = 0;
  for (const table of ['pending_forms', 'seen_pictures', 'link_codes'] as const) {
    count += await countRows(transaction, table, people);
  }
  return count;
}
