import { sql, type Transaction } from 'kysely';
import type { Generation } from '../generation.ts';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

/** A turn that nobody has. */
const endOfLine = Number.MAX_SAFE_INTEGER;

interface Standing {
  readonly accountId: string;
  readonly generationId: string;
}

/**
 * The turn of an account, how many generations it has waiting before that one, and whether the draft of that one is to
 * come; for one that stands outside also how long the line is.
 */
const findStanding = prepared((transaction, { accountId, generationId }: Standing) =>
  transaction.selectNoFrom(({ eb, exists, fn, lit, selectFrom, val }) => [
    selectFrom('line').select('turn').where('account_id', '=', accountId).as('turn'),
    selectFrom('generations')
      .select(fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId)
      .where('state', '=', 'waiting')
      // Its own draft is counted apart.
      .where(({ eb, or }) => or([eb('draft_of', 'is', null), eb('draft_of', '<>', generationId)]))
      .where(
        'sequence',
        '<',
        // What is not stored yet comes after everything that is.
        fn.coalesce(
          selectFrom('generations').select('sequence').where('id', '=', generationId),
          val(Number.MAX_SAFE_INTEGER),
        ),
      )
      .as('own'),
    selectFrom('generations')
      .select(fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId)
      .where('state', 'in', ['accepted', 'waiting'])
      .where('draft_of', '=', generationId)
      .as('drafts'),
    eb
      .case()
      .when(exists(selectFrom('line').select('turn').where('account_id', '=', accountId)))
      .then(lit(0))
      .else(selectFrom('line').select(fn.countAll<number>().as('count')))
      .end()
      .as('others'),
  ]),
);

interface Stretch {
  readonly after: number;
  readonly before: number;
  readonly most: number;
}

/** The turns that those in a stretch of the line use when each has at most `most` of them. */
const sumTurns = prepared((transaction, { after, before, most }: Stretch) =>
  transaction
    .selectFrom('line')
    .select(
      sql<number>`cast(coalesce(sum(case when waiting < ${most} then waiting else ${most} end), 0) as bigint)`.as(
        'turns',
      ),
    )
    .where('turn', '>', after)
    .where('turn', '<', before),
);

/**
 * How many waiting generations would start before this one if only turns counted. Before its account's k-th one (counted
 * from 0) each other account gets k turns, and one more when standing further ahead, but never more than it has waiting.
 * Its own draft takes a turn of its account like any other, during which others have theirs, but is nobody ahead.
 */
export async function countAhead(
  transaction: Transaction<Tables>,
  { accountId, id }: Pick<Generation, 'id' | 'accountId'>,
): Promise<number> {
  const [standing] = await findStanding(transaction, { accountId, generationId: id });
  const { drafts, others, own, turn } = {
    drafts: standing?.drafts ?? 0,
    others: standing?.others ?? 0,
    own: standing?.own ?? 0,
    turn: standing?.turn ?? endOfLine,
  };
  const turns = own + drafts;
  // Whoever comes anew lets everybody go first.
  if (turns === 0 && turn === endOfLine) return others;
  const [infront] = await sumTurns(transaction, { after: 0, before: turn, most: turns + 1 });
  const [behind] =
    turns === 0 ? [] : await sumTurns(transaction, { after: turn, before: endOfLine, most: turns });
  return own + (infront?.turns ?? 0) + (behind?.turns ?? 0);
}
