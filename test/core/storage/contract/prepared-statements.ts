import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import { migrate } from '../../../../src/core/storage/migrate.ts';
import { prepared } from '../../../../src/core/storage/prepared.ts';
import type { Tables } from '../../../../src/core/storage/tables.ts';
import type { CreateHome, StorageSubject } from './storage-home.ts';

type Row = Tables['searches'];

const rows: readonly Row[] = ['a', 'b', 'c'].map((key, index) => ({
  key,
  person_id: 'telegram:7',
  words: `words of ${key}`,
  expires_at_ms: index,
}));

const insert = prepared((transaction, { row }: { row: Row }) =>
  transaction.insertInto('searches').values(row),
);

/** Finds rows, and counts how often that was put together. */
function countedSearch() {
  let timesBuilt = 0;
  const find = prepared((transaction, { keys, before }: { keys: readonly string[]; before: number }) => {
    timesBuilt += 1;
    return transaction
      .selectFrom('searches')
      .select(['key', 'person_id', 'words', 'expires_at_ms'])
      .where('expires_at_ms', '<', before)
      .where('key', 'in', keys)
      .orderBy('key');
  });
  return { find, timesBuilt: () => timesBuilt };
}

export function describePreparedStatements({ createHome }: StorageSubject): void {
  describe('prepared statements', () => {
    test('run with the values of each time', () =>
      withRows(createHome, async (kysely) => {
        const { find, timesBuilt } = countedSearch();
        const query = fc.record({
          keys: fc.array(fc.constantFrom<string>('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }),
          before: fc.nat(4),
        });
        await fc.assert(
          fc.asyncProperty(query, async ({ before, keys }) => {
            const found = await kysely.transaction().execute((t) => find(t, { keys, before }));
            const expected = rows.filter((row) => row.expires_at_ms < before && keys.includes(row.key));
            expect(found).toEqual(expected);
          }),
        );
        expect(timesBuilt()).toBeLessThanOrEqual(3);
      }));

    test('are put together once for each length of a list', () =>
      withRows(createHome, async (kysely) => {
        const { find, timesBuilt } = countedSearch();
        await kysely.transaction().execute(async (transaction) => {
          for (const keys of [['a'], ['b'], ['a', 'b'], ['c'], ['b', 'c']]) {
            await find(transaction, { keys, before: 9 });
          }
        });
        expect(timesBuilt()).toBe(2);
      }));

    test('write the columns that a row has', () =>
      withRows(createHome, async (kysely) => {
        const change = prepared((transaction, { changes, key }: { key: string; changes: Partial<Row> }) =>
          transaction.updateTable('searches').set(changes).where('key', '=', key),
        );
        await kysely.transaction().execute(async (transaction) => {
          await change(transaction, { key: 'a', changes: { words: 'one' } });
          await change(transaction, { key: 'b', changes: { expires_at_ms: 7 } });
          await change(transaction, { key: 'c', changes: { words: 'three', expires_at_ms: 8 } });
        });
        const stored = await kysely.selectFrom('searches').selectAll().orderBy('key').execute();
        expect(stored).toEqual([
          { ...rows[0], words: 'one' },
          { ...rows[1], expires_at_ms: 7 },
          { ...rows[2], words: 'three', expires_at_ms: 8 },
        ]);
      }));

    test('that are asked for in one moment run in their order, each with what it finds', () =>
      withRows(createHome, async (kysely) => {
        const { find } = countedSearch();
        const added = { ...rows[0], key: 'd' } as Row;
        const found = await kysely
          .transaction()
          .execute((transaction) =>
            Promise.all([
              find(transaction, { keys: ['d'], before: 9 }),
              insert(transaction, { row: added }),
              find(transaction, { keys: ['d'], before: 9 }),
              find(transaction, { keys: ['a', 'b'], before: 1 }),
            ]),
          );
        expect(found).toEqual([[], [], [added], [rows[0]]]);
      }));

    test('that are asked for in one moment fail for the first reason, and nothing of them stays', () =>
      withRows(createHome, async (kysely) => {
        const [known] = rows as [Row];
        const failing = kysely
          .transaction()
          .execute((transaction) =>
            Promise.all([
              insert(transaction, { row: { ...known, key: 'd' } }),
              insert(transaction, { row: known }),
              insert(transaction, { row: { ...known, key: 'e' } }),
            ]),
          );
        await expect(failing).rejects.toMatchObject({
          code: expect.stringMatching(/^(?:23505|SQLITE_CONSTRAINT_PRIMARYKEY)$/),
        });
        const stored = await kysely.selectFrom('searches').select('key').orderBy('key').execute();
        expect(stored.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
      }));

    test('are put together for each database', () =>
      withRows(createHome, async (one) => {
        await withRows(createHome, async (other) => {
          const { find, timesBuilt } = countedSearch();
          for (const kysely of [one, other, one, other]) {
            const found = await kysely.transaction().execute((t) => find(t, { keys: ['b'], before: 9 }));
            expect(found).toEqual([rows[1]]);
          }
          expect(timesBuilt()).toBe(2);
        });
      }));

    test('select the columns that they name, and go on when a newer release adds another', () =>
      withRows(createHome, async (kysely) => {
        const { find } = countedSearch();
        const search = () => kysely.transaction().execute((t) => find(t, { keys: ['b'], before: 9 }));
        // PostgreSQL plans it for each run at first; what it keeps, it keeps after some.
        for (let run = 0; run < 10; run += 1) await search();
        await kysely.schema.alterTable('searches').addColumn('mood', 'text').execute();
        expect(await search()).toEqual([rows[1]]);

        const careless = prepared((transaction, { key }: { key: string }) =>
          transaction.selectFrom('searches').selectAll().where('key', '=', key),
        );
        await expect(kysely.transaction().execute((t) => careless(t, { key: 'a' }))).rejects.toThrow(
          'columns',
        );
      }));

    test('cannot be put together with a value', () =>
      withRows(createHome, async (kysely) => {
        const broken = prepared((transaction, { before }: { before: number }) =>
          transaction
            .selectFrom('searches')
            .selectAll()
            .where('expires_at_ms', '<', before + 1),
        );
        await expect(kysely.transaction().execute((t) => broken(t, { before: 1 }))).rejects.toThrow('before');
      }));
  });
}

async function withRows(
  createHome: CreateHome,
  work: (kysely: Kysely<Tables>) => Promise<void>,
): Promise<void> {
  const home = await createHome();
  const database = await home.connect();
  const { kysely } = database;
  try {
    await migrate(database);
    await kysely.transaction().execute(async (transaction) => {
      for (const row of rows) await insert(transaction, { row });
    });
    await work(kysely);
  } finally {
    await kysely.destroy();
    await home.remove();
  }
}
