import { type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { GalleryView } from '../gallery-view.ts';
import { selectGenerations } from './generation-selection.ts';
import type { Tables } from './tables.ts';

type OverGenerations<Output> = SelectQueryBuilder<Tables, 'generations', Output>;

/** The condition of a partial index. It is written out, because such an index is not considered for a parameter. */
const isInGallery = sql<boolean>`kept_results > 0 and removed_at_ms is null`;

/** The nearest one on one side of a place in the order of acceptance, or the one there, ready for `toGeneration`. */
export function selectFromView(
  transaction: Transaction<Tables>,
  view: GalleryView,
  side: { readonly direction: 'older' | 'newer' | 'same'; readonly ofSequence: number },
) {
  const sides = { older: ['<', 'desc'], newer: ['>', 'asc'], same: ['=', 'asc'] } as const;
  const [operator, order] = sides[side.direction];
  const selected = narrowToView(selectGenerations(transaction), view).where(
    'sequence',
    operator,
    side.ofSequence,
  );
  // The plus keeps the planners from walking all that was ever accepted for the sake of a few favourites.
  const by = view.shelf === 'favourites' ? sql`+sequence` : sql.ref('sequence');
  return selected.orderBy(by, order).limit(1);
}

/** How many are in the view, and how many of them are not older than that. */
export function countView(transaction: Transaction<Tables>, view: GalleryView, sequence: number) {
  const counted = transaction
    .selectFrom('generations')
    .select([
      sql<number>`count(*)`.as('total'),
      sql<number>`cast(coalesce(sum(case when sequence >= ${sequence} then 1 else 0 end), 0) as bigint)`.as(
        'place',
      ),
    ]);
  return narrowToView(counted, view);
}

/** Never lets anything pass that this person must not see. */
export function narrowToView<Selection extends OverGenerations<unknown>>(
  selection: Selection,
  { people, shelf, words }: GalleryView,
): Selection {
  // The methods return builders of the same type, which the compiler cannot follow through a type parameter.
  let narrowed: OverGenerations<unknown> = selection.where(isInGallery);
  if (shelf === 'history') narrowed = narrowed.where('person_id', 'in', people);
  else {
    narrowed = narrowed
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('favourites')
          .select('favourites.generation_id')
          .where('favourites.person_id', 'in', people),
      )
      .where((expression) =>
        expression.or([expression('generations.person_id', 'in', people), expression('is_private', '=', 0)]),
      );
  }
  for (const word of words) {
    narrowed = narrowed.where(sql<boolean>`folded_prompt like ${`%${escapePattern(word)}%`} escape '!'`);
  }
  return narrowed as Selection;
}

/** So that `%` and `_` stand for themselves. */
function escapePattern(text: string): string {
  return text.replaceAll(/[!%_]/g, '!$&');
}
