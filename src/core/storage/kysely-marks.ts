import type { Mark } from '../mark.ts';
import { storableInteger, storableKey, storableText } from './storable.ts';
import type { Marks } from './storage.ts';
import type { MarkRow } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

export class KyselyMarks implements Marks {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  claim(mark: Mark, nowMs: number): Promise<boolean> {
    return this.#scope.run(async (transaction) => {
      const { name, ...facts } = toRow(mark);
      const { numInsertedOrUpdatedRows = 0n } = await transaction
        .insertInto('marks')
        .values({ name, ...facts })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet(facts).where('marks.until_ms', '<=', nowMs),
        )
        .executeTakeFirst();
      return numInsertedOrUpdatedRows > 0n;
    });
  }

  put(mark: Mark): Promise<void> {
    return this.#scope.run(async (transaction) => {
      const { name, ...facts } = toRow(mark);
      await transaction
        .insertInto('marks')
        .values({ name, ...facts })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(facts))
        .execute();
    });
  }

  find(name: string, nowMs: number): Promise<Mark | undefined> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('marks')
        .selectAll()
        .where('name', '=', name)
        .where('until_ms', '>', nowMs)
        .executeTakeFirst();
      return row && toMark(row);
    });
  }

  list(nameStart: string, nowMs: number): Promise<readonly Mark[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('marks')
        .selectAll()
        .where(({ eb, fn, val }) => eb(fn('substr', ['name', val(1), val(nameStart.length)]), '=', nameStart))
        .where('until_ms', '>', nowMs)
        .execute();
      return rows.map(toMark);
    });
  }

  remove(name: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('marks').where('name', '=', name).execute();
    });
  }

  removeExpired(nowMs: number): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction.deleteFrom('marks').where('until_ms', '<=', nowMs).execute();
    });
  }
}

function toMark({ detail, name, until_ms: untilMs }: MarkRow): Mark {
  return { name, detail, untilMs };
}

function toRow({ detail, name, untilMs }: Mark) {
  return {
    name: storableKey('name', name),
    detail: storableText('detail', detail),
    until_ms: storableInteger('untilMs', untilMs),
  };
}
