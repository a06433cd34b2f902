import { sql, type Transaction } from 'kysely';
import type { PhotoQuery } from '../own-photo.ts';
import { narrowToView } from './gallery-selection.ts';
import type { Tables } from './tables.ts';

/** A person's own results that a platform keeps as photos: their favourites, or the others. */
export function selectPhotos(
  transaction: Transaction<Tables>,
  { after, limit, people, words }: PhotoQuery,
  isFavourite: boolean,
) {
  const own = narrowToView(transaction.selectFrom('generations').select(['id', 'sequence']), {
    people,
    shelf: 'history',
    words,
  });
  const selected = own
    .innerJoin('pictures', 'pictures.generation_id', 'generations.id')
    .select(['pictures.position', 'pictures.photo_id'])
    .where('pictures.role', '=', 'result')
    .where('pictures.photo_id', 'is not', null)
    // Nothing covers a picture that is sent from here: https://core.telegram.org/bots/api#inlinequeryresultcachedphoto
    .where('generations.is_spoiler', '=', 0)
    .where('generations.id', isFavourite ? 'in' : 'not in', ({ selectFrom }) =>
      selectFrom('favourites').select('favourites.generation_id').where('favourites.person_id', 'in', people),
    );
  const rest = after === undefined ? selected : selected.where(isAfter(after));
  // The plus keeps the planners from walking all that a person ever had painted for the sake of a few favourites.
  const by = isFavourite ? sql`+sequence` : sql.ref('sequence');
  return rest.orderBy(by, 'desc').orderBy('pictures.position').limit(limit);
}

function isAfter({ position, sequence }: { readonly sequence: number; readonly position: number }) {
  return sql<boolean>`sequence <= ${sequence} and (sequence < ${sequence} or pictures.position > ${position})`;
}
