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
        pictures: storableInteger('pictures', entry.pictures),
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
            pictures: expression('balances.pictures', '+', expression.ref('excluded.pictures')),
          })),
        )
        .execute();
    });
  }

  usage(query: { readonly day: string; readonly personId: string | undefined }): Promise<Usage> {
    return this.#scope.run(async (transaction) => {
      const balance = await transaction
        .selectFrom('balances')
        .select(['reserved_micros', 'spent_micros', 'charged_micros', 'pictures'])
        .where('person_id', '=', query.personId ?? everybody)
        .where('day', '=', query.day)
        .executeTakeFirst();
      return {
        reservedMicros: balance?.reserved_micros ?? 0,
        spentMicros: balance?.spent_micros ?? 0,
        chargedMicros: balance?.charged_micros ?? 0,
        pictures: balance?.pictures ?? 0,
      };
    });
  }

  usageSince(query: { readonly day: string; readonly personId: string }): Promise<Usage> {
    return this.#scope.run(async (transaction) => {
      const sums = await transaction
        .selectFrom('balances')
        .select([
          sumOf('reserved_micros').as('reservedMicros'),
          sumOf('spent_micros').as('spentMicros'),
          sumOf('charged_micros').as('chargedMicros'),
          sumOf('pictures').as('pictures'),
        ])
        .where('person_id', '=', query.personId)
        .where('day', '>=', query.day)
        .executeTakeFirstOrThrow();
      return { ...sums };
    });
  }

  openReservations(): Promise<MicroDollars> {
    return this.#scope.run(async (transaction) => {
      const { open } = await transaction
        .selectFrom('balances')
        .select(sumOf('reserved_micros').as('open'))
        .where('person_id', '=', everybody)
        .executeTakeFirstOrThrow();
      return open;
    });
  }
}

/** Zero where nothing is summed. PostgreSQL's own sum of a bigint would be a text. */
function sumOf(column: 'reserved_micros' | 'spent_micros' | 'charged_micros' | 'pictures') {
  return sql<number>`cast(coalesce(sum(${sql.ref(column)}), 0) as bigint)`;
}
