import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keeps balances by place and by month beside those by person and day, and what was decided for whom. */
export const budgets: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .alterTable('ledger')
      .addColumn('place_id', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await schema
      .alterTable('ledger')
      .addColumn('reserved_pictures', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
    await sql`
      update ledger set place_id = coalesce(
        (select place_id from generations where generations.id = ledger.generation_id), '')
    `.execute(database);
    await reserveOpenPictures(database);

    await schema.dropTable('balances').execute();
    await schema
      .createTable('balances')
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('period', 'text', (column) => column.notNull())
      .addColumn('reserved_micros', 'bigint', (column) => column.notNull())
      .addColumn('reserved_pictures', 'bigint', (column) => column.notNull())
      .addColumn('spent_micros', 'bigint', (column) => column.notNull())
      .addColumn('charged_micros', 'bigint', (column) => column.notNull())
      .addColumn('pictures', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('balances_key', ['subject', 'period'])
      .execute();
    for (const period of [sql`day`, sql`substr(day, 1, 7)`]) {
      await sumLedger(database, { subject: sql`'bot'`, period, by: period });
      await sumLedger(database, {
        subject: sql`'person:' || person_id`,
        period,
        by: sql`person_id, ${period}`,
      });
      await sumLedger(database, { subject: sql`'place:' || place_id`, period, by: sql`place_id, ${period}` });
    }

    await schema
      .createTable('allotments')
      .addColumn('subject', 'text', (column) => column.primaryKey().notNull())
      .addColumn('day_micros', 'bigint')
      .addColumn('day_pictures', 'bigint')
      .addColumn('month_micros', 'bigint')
      .addColumn('month_pictures', 'bigint')
      .addColumn('granted_micros', 'bigint')
      .addColumn('granted_pictures', 'bigint')
      .addColumn('granted_since_day', 'text')
      .addColumn('granted_until_ms', 'bigint')
      .execute();
  },
};

/** What is open will take back as many pictures as its wish asks for, none where that asks for words; what is over has taken back all that it reserved. */
async function reserveOpenPictures(database: Kysely<unknown>): Promise<void> {
  const tables = database.withTables<{
    generations: { id: string; state: string; holds_slot: number; wish: string };
    ledger: { generation_id: string; kind: string; reserved_pictures: number };
  }>();
  const open = await tables
    .selectFrom('generations')
    .select(['id', 'wish'])
    .where(({ or, eb }) =>
      or([eb('state', 'in', ['accepted', 'preparing', 'waiting', 'running']), eb('holds_slot', '=', 1)]),
    )
    .execute();
  for (const { id, wish } of open) {
    const { count, verb }: { readonly count: number; readonly verb?: string } = JSON.parse(wish);
    if (verb === 'describe' || verb === 'enhance') continue;
    await tables
      .updateTable('ledger')
      .set({ reserved_pictures: count })
      .where('generation_id', '=', id)
      .where('kind', '=', 'reserve')
      .execute();
  }
}

interface Sum {
  readonly subject: RawBuilder<unknown>;
  readonly period: RawBuilder<unknown>;
  readonly by: RawBuilder<unknown>;
}

async function sumLedger(database: Kysely<unknown>, { subject, period, by }: Sum): Promise<void> {
  await sql`
    insert into balances
      (subject, period, reserved_micros, reserved_pictures, spent_micros, charged_micros, pictures)
    select ${subject}, ${period},
      sum(reserved_micros), sum(reserved_pictures), sum(spent_micros), sum(charged_micros), sum(pictures)
    from ledger group by ${by}
  `.execute(database);
}
