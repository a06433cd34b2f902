import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { reservation, settlement } from '../../../../src/core/settlement.ts';
import type { OpenedDatabase } from '../../../../src/core/storage/dialect.ts';
import { SchemaTooNew } from '../../../../src/core/storage/migrate.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { sampleGeneration } from './generation-samples.ts';
import { storePainted } from './sample-pictures.ts';
import type { StorageHome, StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const released = [
  '0001-initial',
  '0002-pending-forms',
  '0003-seen-pictures',
  '0004-leases',
  '0005-missed-answers',
  '0006-results',
  '0007-settings',
  '0008-gallery',
  '0009-unanswered',
  '0010-delivery-rejections',
  '0011-texts',
  '0012-styles-and-photos',
  '0013-links',
  '0016-budgets',
  '0017-drafts',
  '0018-rules',
  '0019-reports',
  '0020-erasures',
  '0021-usage',
  '0022-several-processes',
  '0023-chat-messages',
  '0025-arrived-updates',
  '0026-marks',
];

/** For a database that lasts: one in memory is new at every start. */
export function describeMigrations({ createHome }: StorageSubject): void {
  describe('the schema', () => {
    test('is made once and kept by later starts', () =>
      withStorage(createHome, async (storage, home) => {
        const generation = sampleGeneration();
        await storage.transaction(({ generations }) => generations.insert(generation));
        const before = await inspect(home, tableNames);
        const second = await home.open();
        const found = await second.transaction(({ generations }) => generations.find(generation.id));
        await second.close();
        expect(found).toStrictEqual(generation);
        expect(await inspect(home, tableNames)).toEqual(before);
        expect(before).toContain('generations');
      }));

    test('is made once by processes that start together', async () => {
      const home = await createHome();
      try {
        await Promise.all([
          startProcess(home.address),
          startProcess(home.address),
          startProcess(home.address),
        ]);
        expect(await inspect(home, executedMigrations)).toEqual(released);
      } finally {
        await home.remove();
      }
    });

    test('makes earlier results a gallery that can be searched', () =>
      withStorage(createHome, async (storage, home) => {
        const generation = await storePainted(storage, { prompt: 'ЁЖ' });
        await storage.close();
        await inspect(home, undoGallery);
        const upgraded = await home.open();
        const view = { people: [generation.personId], shelf: 'history', words: ['еж'] } as const;
        const found = await upgraded.transaction(async ({ gallery, retention }) => ({
          entry: await gallery.find(view, { to: 'newest' }),
          bytes: await retention.keptBytes(),
        }));
        await upgraded.close();
        expect(found).toStrictEqual({ entry: { generation, place: 1, total: 1 }, bytes: 1_000 });
      }));

    test('counts what was under way before there were accounts by its person', () =>
      withStorage(createHome, async (storage, home) => {
        const generation = sampleGeneration({ id: 'waits', personId: 'discord:7' });
        await storage.transaction(async ({ generations, line }) => {
          await generations.insert(generation);
          await line.join('discord:7');
        });
        await storage.close();
        await inspect(home, undoLinks);
        const upgraded = await home.open();
        const next = await upgraded.transaction(({ line }) => line.next({ maxRunningPerUser: 1 }));
        const load = await upgraded.transaction(({ generations }) => generations.load('discord:7'));
        await upgraded.close();
        expect(next).toStrictEqual(generation);
        expect(load).toEqual({ running: 0, queued: 1 });
      }));

    test('knows afterwards what each person and place used in each day and month, and what is open', () =>
      withStorage(createHome, async (storage, home) => {
        await keepSampleAccounts(storage);
        await storage.close();
        const before = await inspect(home, allBalances);
        await inspect(home, undoBudgets);
        await (await home.open()).close();
        expect(await inspect(home, allBalances)).toStrictEqual(before);
        const open = before.find(
          ({ period, subject }) => subject === 'place:discord:2' && period === '2026-11',
        );
        expect(open).toMatchObject({ reserved_micros: 117_000 + 39_000, reserved_pictures: 3, pictures: 2 });
      }));

    test('of a newer release is refused in words, untouched', () =>
      withStorage(createHome, async (storage, home) => {
        await storage.close();
        await inspect(home, async ({ kysely }) => {
          await migrationRows(kysely)
            .insertInto('migrations')
            .values({ name: '9999-from-the-future', timestamp: '2030-01-01T00:00:00.000Z' })
            .execute();
        });
        const opening = home.open();
        await expect(opening).rejects.toThrow(SchemaTooNew);
        await expect(opening).rejects.toThrow('9999-from-the-future');
        expect(await inspect(home, executedMigrations)).toEqual([...released, '9999-from-the-future']);
      }));
  });
}

/** Opens the storage in a process of its own, which changes nothing else. */
async function startProcess(address: string): Promise<void> {
  const script = join(import.meta.dirname, 'count-up-process.ts');
  await promisify(execFile)(process.execPath, [script, address, 'nothing', '0']);
}

async function inspect<Result>(
  home: StorageHome,
  look: (database: OpenedDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await home.connect();
  try {
    return await look(database);
  } finally {
    await database.kysely.destroy();
  }
}

/** Takes the database back to where it was before there was a gallery, and whatever came later. */
async function undoGallery(database: OpenedDatabase): Promise<void> {
  await undoLinks(database);
  const { kysely } = database;
  const { schema } = kysely;
  const indexes = ['generations_in_gallery', 'generations_with_pictures', 'generations_half_removed'];
  for (const index of [...indexes, 'favourites_of_generation']) await schema.dropIndex(index).execute();
  for (const table of ['searches', 'unneeded_files', 'unanswered_requests', 'favourite_presses'])
    await schema.dropTable(table).execute();
  const columns = ['folded_prompt', 'kept_results', 'kept_bytes', 'shown_at_ms', 'delivery_rejections'];
  for (const column of columns) await schema.alterTable('generations').dropColumn(column).execute();
  await undoTexts(kysely);
  await schema.alterTable('settings').dropColumn('style').execute();
  await schema.alterTable('pictures').dropColumn('photo_id').execute();
  // Nothing that came later stays, as if it had never been.
  await migrationRows(kysely).deleteFrom('migrations').where('name', '>=', '0008-gallery').execute();
}

/** Takes the database back to where it was before people could be linked. */
async function undoLinks(database: OpenedDatabase): Promise<void> {
  await undoBudgets(database);
  const { kysely } = database;
  const { schema } = kysely;
  for (const table of ['links', 'link_codes', 'link_tries']) await schema.dropTable(table).execute();
  await schema.alterTable('line').renameColumn('account_id', 'person_id').execute();
  for (const index of ['generations_of_account_by_state', 'generations_holding_slots']) {
    await schema.dropIndex(index).execute();
  }
  await schema.alterTable('generations').dropColumn('account_id').execute();
  const byState = schema.createIndex('generations_of_person_by_state').on('generations');
  await byState.columns(['person_id', 'state', 'sequence']).execute();
  await schema.createIndex('generations_holding_slots').on('generations').column('person_id').execute();
  await migrationRows(kysely).deleteFrom('migrations').where('name', '=', '0013-links').execute();
}

/** Everything of before then was painted, and came to no words. */
async function undoTexts(kysely: OpenedDatabase['kysely']): Promise<void> {
  await kysely.schema.alterTable('generations').dropColumn('texts').execute();
  await migrationRows(kysely).deleteFrom('migrations').where('name', '=', '0011-texts').execute();
}

/** Two generations that are over, in different months and places, and three that are open. */
async function keepSampleAccounts(storage: Storage): Promise<void> {
  const sample = sampleGeneration();
  const threePictures = { ...sample.wish, count: 3 };
  const over = [
    sampleGeneration({ state: 'delivered', budgetDay: '2026-10-31', placeId: 'telegram:-5' }),
    sampleGeneration({ state: 'delivered', budgetDay: '2026-11-01' }),
  ];
  const open = [
    sampleGeneration({ wish: threePictures, reservedMicros: 117_000, budgetDay: '2026-11-22' }),
    sampleGeneration({ wish: { ...sample.wish, verb: 'describe' }, budgetDay: '2026-11-22' }),
    // Cancelled, while its call goes on.
    sampleGeneration({ state: 'cancelled', holdsSlot: true, placeId: 'telegram:-5', personId: 'telegram:7' }),
  ];
  await storage.transaction(async ({ generations, ledger }) => {
    for (const generation of [...over, ...open]) {
      await generations.insert(generation);
      await ledger.append(reservation(generation));
    }
    for (const generation of over) {
      const costs = { spentMicros: 54_600, chargedMicros: 54_000, pictures: 2 };
      await ledger.append(settlement(generation, costs, 9_000));
    }
  });
}

function allBalances({ kysely }: OpenedDatabase) {
  return kysely.selectFrom('balances').selectAll().orderBy('subject').orderBy('period').execute();
}

/** Takes the database back to where it was when one process alone worked with it. */
async function undoSeveralProcesses({ kysely }: OpenedDatabase): Promise<void> {
  await kysely.schema.alterTable('generations').dropColumn('held_by').execute();
  for (const table of ['lives', 'posts']) await kysely.schema.dropTable(table).execute();
  await migrationRows(kysely).deleteFrom('migrations').where('name', '=', '0022-several-processes').execute();
}

/** Takes the database back to where it was when balances were kept by person and day alone; these stay empty: the ledger is what counts. */
async function undoBudgets(database: OpenedDatabase): Promise<void> {
  await undoMarks(database);
  await undoSeveralProcesses(database);
  await undoChatMessages(database);
  await undoRules(database);
  await undoDrafts(database);
  const { kysely } = database;
  const { schema } = kysely;
  await schema.dropTable('erasures').execute();
  await schema.dropIndex('ledger_by_day').execute();
  await migrationRows(kysely).deleteFrom('migrations').where('name', '>=', '0020-erasures').execute();
  await schema.dropTable('allotments').execute();
  await schema.dropTable('balances').execute();
  await schema.createTable('balances').addColumn('person_id', 'text').execute();
  for (const column of ['place_id', 'reserved_pictures']) {
    await schema.alterTable('ledger').dropColumn(column).execute();
  }
  await migrationRows(kysely).deleteFrom('migrations').where('name', '=', '0016-budgets').execute();
}

/** Takes the database back to where it was when nobody wanted drafts. */
async function undoDrafts({ kysely }: OpenedDatabase): Promise<void> {
  await kysely.schema.alterTable('generations').dropColumn('draft_of').execute();
  await kysely.schema.alterTable('settings').dropColumn('drafts_first').execute();
  await migrationRows(kysely).deleteFrom('migrations').where('name', '=', '0017-drafts').execute();
}

/** Takes the database back to where it was when platforms brought nothing by themselves. */
async function undoMarks({ kysely }: OpenedDatabase): Promise<void> {
  for (const table of ['marks', 'arrived_updates']) await kysely.schema.dropTable(table).execute();
  await migrationRows(kysely).deleteFrom('migrations').where('name', '>=', '0025').execute();
}

async function undoChatMessages({ kysely }: OpenedDatabase): Promise<void> {
  await kysely.schema.dropTable('chat_messages').execute();
  await migrationRows(kysely).deleteFrom('migrations').where('name', '=', '0023-chat-messages').execute();
}

async function tableNames({ kysely }: OpenedDatabase): Promise<readonly string[]> {
  const tables = await kysely.introspection.getTables();
  return tables.map(({ name }) => name);
}

async function executedMigrations({ kysely }: OpenedDatabase): Promise<readonly string[]> {
  const rows = await migrationRows(kysely).selectFrom('migrations').select('name').orderBy('name').execute();
  return rows.map(({ name }) => name);
}

function migrationRows(kysely: OpenedDatabase['kysely']) {
  return kysely.withTables<{ migrations: { name: string; timestamp: string } }>();
}

/** Takes the database back to where it was before anybody could decide who may ask. */
async function undoRules({ kysely }: OpenedDatabase): Promise<void> {
  const { schema } = kysely;
  for (const table of ['rules', 'bans', 'audit', 'notices', 'reports'])
    await schema.dropTable(table).execute();
  await schema.alterTable('generations').dropColumn('is_spoiler').execute();
  const names = ['0018-rules', '0019-reports'];
  await migrationRows(kysely).deleteFrom('migrations').where('name', 'in', names).execute();
}
