import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Life } from '../life.ts';
import type { Tables } from './tables.ts';

/** Whether no other living process has the generation in hand. */
export function isFree({ id, now }: Life): RawBuilder<boolean> {
  return sql<boolean>`(held_by is null or held_by = ${id} or ${isOver('held_by', now())})`;
}

/** Whether no living process, or this one, holds the post. */
export function isVacant({ id, now }: Life): RawBuilder<boolean> {
  return sql<boolean>`(posts.life_id = ${id} or ${isOver('posts.life_id', now())})`;
}

/** Gives a generation to a process, whoever had it in hand. */
export function putInHand(
  transaction: Transaction<Tables>,
  { generationId, life }: { readonly generationId: string; readonly life: Life },
) {
  return transaction.updateTable('generations').set({ held_by: life.id }).where('id', '=', generationId);
}

function isOver(column: 'held_by' | 'posts.life_id', nowMs: number): RawBuilder<boolean> {
  const holder = sql.ref(column);
  return sql<boolean>`not exists (select 1 from lives where lives.id = ${holder} and lives.until_ms > ${nowMs})`;
}
