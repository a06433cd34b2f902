import { sql } from 'kysely';
import type { MicroDollars } from '../money.ts';
import { storableInteger, storableKey } from './storable.ts';
import type { Ledger, LedgerEntry, Usage } from './storage.ts';
import type { TransactionScope } from './transaction-scope.ts';

/** Stands for everybody among the balances; no person has an empty id. */
const everybody = '';

/**
 * Keeps every entry for good, and beside them the balance of each person and of everybody by day: asking for a day's
 * usage costs the same however much was spent.
 */
export class KyselyLedger implements Ledger {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  append(entry: LedgerEntry): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const day = storableKey('day', entry.day);
      const personId = storableKey('personId', entry.personId);
      const amounts = {
        reserved_micros: storableInteger('reservedMicros', entry.reservedMicros),
        spent_micros: storableInteger('spentMicros', entry.spentMicros),
        charged_micros: storableInteger('chargedMicros', entry.chargedMicros),
      };
      await transaction
        .insertInto('ledger')
        .values(({ selectFrom }) => ({
          ...amounts,
          sequence: selectFrom('ledger').select(sql<number>`coalesce(max(sequence), 0) + 1`.as('next')),
          generation_id: storableKey('generationId', entry.generationId),
          person_id: personId,
          kind: entry.kind,
          day,
          at_ms: storableInteger('atMs', entry.atMs),
        }))
        .execute();
      await transaction
        .insertInto('balances')
        .values([
          { ...amounts, day, person_id: personId },
          { ...amounts, day, person_id: everybody },
        ])
        .onConflict((conflict) =>
          conflict.columns(['person_id', 'day']).doUpdateSet((expression) => ({
            reserved_micros: expression(
              'balances.reserved_micros',
              '+',
              expression.ref('excluded.reserved_micros'),
            ),
            spent_micros: expression('balances.spent_micros', '+', expression.ref('excluded.spent_micros')),
            charged_micros: expression(
              'balances.charged_micros',
              '+',
              expression.ref('excluded.charged_micros'),
            ),
          })),
        )
        .execute();
    });
  }

  usage(query: { readonly day: string; readonly personId: string | undefined }): Promise<Usage> {
    return this.#scope.run(async (transaction) => {
      const balance = await transaction
        .selectFrom('balances')
        .select(['reserved_micros', 'spent_micros', 'charged_micros'])
        .where('person_id', '=', query.personId ?? everybody)
        .where('day', '=', query.day)
        .executeTakeFirst();
      return {
        reservedMicros: balance?.reserved_micros ?? 0,
        spentMicros: balance?.spent_micros ?? 0,
        chargedMicros: balance?.charged_micros ?? 0,
      };
    });
  }

  openReservations(): Promise<MicroDollars> {
    return this.#scope.run(async (transaction) => {
      const { open } = await transaction
        .selectFrom('balances')
        .select(sql<number>`cast(coalesce(sum(reserved_micros), 0) as bigint)`.as('open'))
        .where('person_id', '=', everybody)
        .executeTakeFirstOrThrow();
      return open;
    });
  }
}
