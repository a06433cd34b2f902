import type { Selectable, Transaction } from 'kysely';
import type { Allotment, Grant } from '../allotment.ts';
import type { Amount, PartialBudget } from '../limits/budget.ts';
import type { BudgetSubject } from '../limits/budget-subject.ts';
import { prepared } from './prepared.ts';
import { storableInteger, storableKey } from './storable.ts';
import type { Allotments } from './storage.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

/** Stands for no limit; no limit is negative. */
const noLimit = -1;

const findAllotments = prepared((transaction, { subjects }: { subjects: readonly BudgetSubject[] }) =>
  selectAllotments(transaction, subjects),
);

export class KyselyAllotments implements Allotments {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  of(subjects: readonly BudgetSubject[]): Promise<ReadonlyMap<BudgetSubject, Allotment>> {
    return this.#scope.run(async (transaction) => {
      const rows = await findAllotments(transaction, { subjects });
      return new Map(rows.map((row) => [row.subject, toAllotment(row)]));
    });
  }

  put(subject: BudgetSubject, { budget, grant }: Allotment): Promise<void> {
    return this.#scope.run(async (transaction) => {
      storableKey('subject', subject);
      const columns = {
        day_micros: storableLimit(budget.day?.micros),
        day_pictures: storableLimit(budget.day?.pictures),
        month_micros: storableLimit(budget.month?.micros),
        month_pictures: storableLimit(budget.month?.pictures),
        granted_micros: grant === undefined ? null : storableInteger('granted micros', grant.amount.micros),
        granted_pictures:
          grant === undefined ? null : storableInteger('granted pictures', grant.amount.pictures),
        granted_since_day: grant === undefined ? null : storableKey('since day', grant.sinceDay),
        granted_until_ms: grant === undefined ? null : storableInteger('until', grant.untilMs),
      };
      await transaction
        .insertInto('allotments')
        .values({ subject, ...columns })
        .onConflict((conflict) => conflict.column('subject').doUpdateSet(columns))
        .execute();
    });
  }
}

/** By one look-up in the primary key. */
export function selectAllotments(transaction: Transaction<Tables>, subjects: readonly BudgetSubject[]) {
  return transaction
    .selectFrom('allotments')
    .select([
      'subject',
      'day_micros',
      'day_pictures',
      'month_micros',
      'month_pictures',
      'granted_micros',
      'granted_pictures',
      'granted_since_day',
      'granted_until_ms',
    ])
    .where('subject', 'in', subjects);
}

type Row = Selectable<Tables['allotments']>;

function toAllotment(row: Row): Allotment {
  const day = amountOf(row.day_micros, row.day_pictures);
  const month = amountOf(row.month_micros, row.month_pictures);
  const budget: PartialBudget = { ...(day && { day }), ...(month && { month }) };
  return { budget, grant: grantOf(row) };
}

/** Undefined when neither is said. */
function amountOf(micros: number | null, pictures: number | null): Partial<Amount> | undefined {
  if (micros === null && pictures === null) return undefined;
  return {
    ...(micros === null ? {} : { micros: limitOf(micros) }),
    ...(pictures === null ? {} : { pictures: limitOf(pictures) }),
  };
}

function grantOf(row: Row): Grant | undefined {
  const { granted_micros, granted_pictures, granted_since_day, granted_until_ms } = row;
  if (granted_micros === null || granted_pictures === null) return undefined;
  if (granted_since_day === null || granted_until_ms === null) return undefined;
  return {
    amount: { micros: granted_micros, pictures: granted_pictures },
    sinceDay: granted_since_day,
    untilMs: granted_until_ms,
  };
}

function limitOf(stored: number): number {
  return stored === noLimit ? Number.POSITIVE_INFINITY : stored;
}

/** @throws RangeError when the limit is negative, or a fraction. */
function storableLimit(limit: number | undefined): number | null {
  if (limit === undefined) return null;
  if (limit === Number.POSITIVE_INFINITY) return noLimit;
  if (limit < 0) throw new RangeError('expected a limit not to be negative');
  return storableInteger('limit', limit);
}
