import { type Selectable, sql, type Transaction } from 'kysely';
import { noAddress } from '../erasure.ts';
import type { Notice, NumberedNotice } from '../rules/notice.ts';
import { heldBack } from '../rules/notice.ts';
import { parseAddress, toAddressRow } from './generation-row.ts';
import type { LatestAnswer, NoticeRecords } from './notice-records.ts';
import { storableInteger, storableKey, storableText } from './storable.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

/** However long the bot has been there, finding out who used it lately looks at no more. */
const mostLookedAt = 10_000;

export class KyselyNoticeRecords implements NoticeRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  audience(query: { readonly sinceMs: number; readonly limit: number }): Promise<readonly LatestAnswer[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectAudience(transaction, query).execute();
      return rows.map(({ is_private, language, place_id: placeId, ...address }) => {
        return { placeId, isPrivate: is_private === 1, language, address: parseAddress(address) };
      });
    });
  }

  add({ address, announcement, attempts, dueAtMs, language, words }: Notice): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .insertInto('notices')
        .values(({ selectFrom }) => ({
          number: selectFrom('notices').select(sql<number>`coalesce(max(number), 0) + 1`.as('next')),
          announcement: storableKey('announcement', announcement),
          ...toAddressRow(address),
          language: storableText('language', language),
          words: JSON.stringify(words),
          attempts: storableInteger('attempts', attempts),
          due_at_ms: storableInteger('dueAtMs', dueAtMs),
        }))
        .execute();
    });
  }

  release({
    announcement,
    dueAtMs,
  }: {
    readonly announcement: string;
    readonly dueAtMs: number;
  }): Promise<number> {
    return this.#scope.run(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('notices')
        .set({ due_at_ms: storableInteger('dueAtMs', dueAtMs) })
        .where('announcement', '=', announcement)
        .where('due_at_ms', '=', heldBack)
        .executeTakeFirst();
      return Number(numUpdatedRows);
    });
  }

  forgetHeldBack(): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('notices').where('due_at_ms', '=', heldBack).execute();
    });
  }

  nextDue(nowMs: number): Promise<NumberedNotice | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await selectDue(transaction, nowMs).executeTakeFirst();
      return row && toNotice(row);
    });
  }

  postpone({ dueAtMs, number }: { readonly number: number; readonly dueAtMs: number }): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .updateTable('notices')
        .set((row) => ({
          attempts: row('attempts', '+', 1),
          due_at_ms: storableInteger('dueAtMs', dueAtMs),
        }))
        .where('number', '=', number)
        .execute();
    });
  }

  remove(number: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('notices').where('number', '=', number).execute();
    });
  }
}

export function selectDue(transaction: Transaction<Tables>, nowMs: number) {
  return transaction
    .selectFrom('notices')
    .selectAll()
    .where('due_at_ms', '<=', nowMs)
    .orderBy('due_at_ms')
    .orderBy('number')
    .limit(1);
}

function selectAudience(
  transaction: Transaction<Tables>,
  { limit, sinceMs }: { readonly sinceMs: number; readonly limit: number },
) {
  const lastOfEach = transaction
    .selectFrom('generations')
    .innerJoin('addresses', 'addresses.generation_id', 'generations.id')
    .select(({ fn }) => fn.max('sequence').as('sequence'))
    .where('accepted_at_ms', '>=', sinceMs)
    // Where an erased request was answered nobody knows any more.
    .where('platform', '<>', noAddress.platform)
    .where(({ eb, selectFrom }) =>
      eb(
        'sequence',
        '>',
        selectFrom('generations').select(
          sql<number>`coalesce(max(sequence), 0) - ${mostLookedAt}`.as('from'),
        ),
      ),
    )
    .groupBy(['place_id', 'is_private']);
  return transaction
    .selectFrom('generations')
    .innerJoin('addresses', 'addresses.generation_id', 'generations.id')
    .select(['place_id', 'is_private', 'language', 'platform', 'is_durable', 'detail'])
    .where('sequence', 'in', lastOfEach)
    .orderBy('sequence', 'desc')
    .limit(limit);
}

function toNotice(row: Selectable<Tables['notices']>): NumberedNotice {
  return {
    number: row.number,
    announcement: row.announcement,
    address: parseAddress(row),
    language: row.language,
    words: JSON.parse(row.words),
    attempts: row.attempts,
    dueAtMs: row.due_at_ms,
  };
}
