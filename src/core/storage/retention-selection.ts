import { type ExpressionBuilder, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** The condition of a partial index. It is written out, because such an index is not considered for a parameter. */
const keepsPictures = sql<boolean>`kept_bytes > 0`;

export function selectExpendable(
  transaction: Transaction<Tables>,
  { endedByMs, limit }: { readonly endedByMs: number; readonly limit: number },
) {
  return (
    transaction
      .selectFrom('generations')
      .select('id')
      .where(keepsPictures)
      .where('ended_at_ms', '<=', endedByMs)
      // The plus keeps the planners from looking among all that waits for its delivery.
      .where(sql<boolean>`+holds_slot = 0 and +next_delivery_at_ms is null`)
      .where(({ exists, not, selectFrom }) =>
        not(
          exists(
            selectFrom('favourites')
              .select('favourites.generation_id')
              .whereRef('favourites.generation_id', '=', 'generations.id'),
          ),
        ),
      )
      .where((expression) => expression.not(expression.exists(selectDraftedInNeed(expression))))
      .orderBy('ended_at_ms')
      .limit(limit)
  );
}

/** A draft is shown while what it is the draft of comes along, and is the answer where nothing else came of that. */
function selectDraftedInNeed({ selectFrom }: ExpressionBuilder<Tables, 'generations'>) {
  return selectFrom('generations as drafted')
    .select('drafted.id')
    .whereRef('drafted.id', '=', 'generations.draft_of')
    .where(({ eb, or }) =>
      or([
        eb('drafted.ended_at_ms', 'is', null),
        eb('drafted.holds_slot', '=', 1),
        eb('drafted.next_delivery_at_ms', 'is not', null),
      ]),
    );
}

export function selectRemoved(transaction: Transaction<Tables>, limit: number) {
  return transaction
    .selectFrom('generations')
    .select('id')
    .where(keepsPictures)
    .where(sql<boolean>`removed_at_ms is not null`)
    .where(sql<boolean>`+holds_slot = 0 and +next_delivery_at_ms is null`)
    .limit(limit);
}

export function sumKeptBytes(transaction: Transaction<Tables>) {
  return transaction
    .selectFrom('generations')
    .select(sql<number>`cast(coalesce(sum(kept_bytes), 0) as bigint)`.as('bytes'))
    .where(keepsPictures);
}
