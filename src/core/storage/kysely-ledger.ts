import { type Selectable, sql, type Transaction } from 'kysely';
import type { LedgerEntry } from '../ledger-entry.ts';
import type { Balance } from '../limits/balance.ts';
import type { BudgetSubject } from '../limits/budget-subject.ts';
import { personSubject, placeSubject } from '../limits/budget-subject.ts';
import { monthOf } from '../limits/calendar.ts';
import type { MicroDollars } from '../money.ts';
import type { Usage } from '../usage.ts';
import { balanceSums } from './balance-sums.ts';
import { prepared } from './prepared.ts';
import { storableInteger, storableKey } from './storable.ts';
import type { Ledger } from './storage.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

type Amounts = Record<(typeof balanceSums)[number], number>;
type Entry = Omit<Tables['ledger'], 'sequence'>;

const insertEntry = prepared((transaction, { entry }: { entry: Entry }) =>
  transaction.insertInto('ledger').values(({ selectFrom }) => ({
    ...entry,
    sequence: selectFrom('ledger').select(sql<number>`coalesce(max(sequence), 0) + 1`.as('next')),
  })),
);

interface Addition {
  readonly subjects: readonly BudgetSubject[];
  readonly periods: readonly string[];
  readonly amounts: Amounts;
}

const addToBalances = prepared((transaction, { amounts, periods, subjects }: Addition) =>
  transaction
    .insertInto('balances')
    .values(subjects.flatMap((subject) => periods.map((period) => ({ ...amounts, subject, period }))))
    .onConflict((conflict) =>
      conflict
        .columns(['subject', 'period'])
        .doUpdateSet(({ eb, ref }) =>
          Object.fromEntries(
            balanceSums.map((sum) => [sum, eb(`balances.${sum}`, '+', ref(`excluded.${sum}`))]),
          ),
        ),
    ),
);

interface BalanceQuery {
  readonly subjects: readonly BudgetSubject[];
  readonly periods: readonly string[];
}

const findBalances = prepared((transaction, { periods, subjects }: BalanceQuery) =>
  selectBalances(transaction, subjects).where('period', 'in', periods),
);

const sumPictures = prepared((transaction, { generationId }: { generationId: string }) =>
  transaction
    .selectFrom('ledger')
    .select(sql<number>`cast(coalesce(sum(pictures), 0) as bigint)`.as('pictures'))
    .where('generation_id', '=', generationId),
);

/**
 * Keeps every entry for good, and beside them the balance of each person, of each place and of the bot by day and by
 * month: asking for what was used costs the same however much it was.
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
      const placeId = storableKey('placeId', entry.placeId);
      const amounts = {
        pictures: storableInteger('pictures', entry.pictures),
        reserved_micros: storableInteger('reservedMicros', entry.reservedMicros),
        reserved_pictures: storableInteger('reservedPictures', entry.reservedPictures),
        spent_micros: storableInteger('spentMicros', entry.spentMicros),
        charged_micros: storableInteger('chargedMicros', entry.chargedMicros),
      };
      const inserting = insertEntry(transaction, {
        entry: {
          ...amounts,
          generation_id: storableKey('generationId', entry.generationId),
          person_id: personId,
          place_id: placeId,
          kind: entry.kind,
          day,
          at_ms: storableInteger('atMs', entry.atMs),
        },
      });
      const adding = addToBalances(transaction, {
        subjects: ['bot', personSubject(personId), placeSubject(placeId)],
        periods: [day, monthOf(day)],
        amounts,
      });
      await Promise.all([inserting, adding]);
    });
  }

  async usage(query: { readonly day: string; readonly personId: string | undefined }): Promise<Usage> {
    const subject = query.personId === undefined ? 'bot' : personSubject(query.personId);
    const [balance] = await this.balances({ subjects: [subject], periods: [query.day] });
    return usageOf(balance);
  }

  balances({ periods, subjects }: BalanceQuery): Promise<readonly Balance[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await findBalances(transaction, { subjects, periods });
      return rows.map(toBalance);
    });
  }

  balancesSince({
    day,
    subjects,
  }: {
    readonly subjects: readonly BudgetSubject[];
    readonly day: string;
  }): Promise<readonly Balance[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await selectBalances(transaction, subjects)
        .where(({ or, eb }) => or([eb('period', '>=', day), eb('period', '=', monthOf(day))]))
        .execute();
      return rows.map(toBalance);
    });
  }

  picturesOf(generationId: string): Promise<number> {
    return this.#scope.run(async (transaction) => {
      const [sum] = await sumPictures(transaction, { generationId });
      return sum?.pictures ?? 0;
    });
  }

  openReservations(): Promise<MicroDollars> {
    return this.#scope.run(async (transaction) => {
      const { open } = await transaction
        .selectFrom('balances')
        // PostgreSQL's own sum of a bigint would be a text.
        .select(sql<number>`cast(coalesce(sum(reserved_micros), 0) as bigint)`.as('open'))
        .where('subject', '=', 'bot')
        .where(sql<number>`length(period)`, '=', '2026-11'.length)
        .executeTakeFirstOrThrow();
      return open;
    });
  }
}

/** By one look-up in the primary key. */
export function selectBalances(transaction: Transaction<Tables>, subjects: readonly BudgetSubject[]) {
  return transaction
    .selectFrom('balances')
    .select(['subject', 'period', ...balanceSums])
    .where('subject', 'in', subjects);
}

function toBalance(row: Selectable<Tables['balances']>): Balance {
  return {
    subject: row.subject,
    period: row.period,
    reservedMicros: row.reserved_micros,
    reservedPictures: row.reserved_pictures,
    spentMicros: row.spent_micros,
    chargedMicros: row.charged_micros,
    pictures: row.pictures,
  };
}

function usageOf(balance: Usage | undefined): Usage {
  return {
    reservedMicros: balance?.reservedMicros ?? 0,
    reservedPictures: balance?.reservedPictures ?? 0,
    spentMicros: balance?.spentMicros ?? 0,
    chargedMicros: balance?.chargedMicros ?? 0,
    pictures: balance?.pictures ?? 0,
  };
}
