import type { Transaction } from 'kysely';
import { parseWish } from './generation-row.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';
import type { PaidPage, UsageRecords } from './usage-records.ts';

type Page = Parameters<UsageRecords['paidOn']>[0];

export class KyselyUsageRecords implements UsageRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  paidOn(page: Page): Promise<PaidPage> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectPaid(transaction, page).execute();
      const requests = rows.map((row) => ({
        personId: row.person_id,
        placeId: row.place_id,
        model: parseWish(row.wish).model,
        pictures: row.pictures,
        spentMicros: row.spent_micros,
        chargedMicros: row.charged_micros,
      }));
      return { requests, lastSequence: rows.at(-1)?.sequence };
    });
  }
}

export function selectPaid(transaction: Transaction<Tables>, { afterSequence, day, limit }: Page) {
  return transaction
    .selectFrom('ledger')
    .innerJoin('generations', 'generations.id', 'ledger.generation_id')
    .select([
      'ledger.sequence',
      'ledger.person_id',
      'ledger.place_id',
      'ledger.pictures',
      'ledger.spent_micros',
      'ledger.charged_micros',
      'generations.wish',
    ])
    .where('ledger.day', '=', day)
    .where('ledger.sequence', '>', afterSequence)
    .where('ledger.kind', '=', 'settle')
    .orderBy('ledger.sequence')
    .limit(limit);
}
