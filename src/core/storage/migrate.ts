import type { Kysely, Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { OpenedDatabase } from './dialect.ts';
import { initial } from './migrations/0001-initial.ts';
import { pendingForms } from './migrations/0002-pending-forms.ts';
import { seenPictures } from './migrations/0003-seen-pictures.ts';
import { leases } from './migrations/0004-leases.ts';
import { missedAnswers } from './migrations/0005-missed-answers.ts';
import { results } from './migrations/0006-results.ts';
import { settings } from './migrations/0007-settings.ts';
import { gallery } from './migrations/0008-gallery.ts';
import { unanswered } from './migrations/0009-unanswered.ts';
import { deliveryRejections } from './migrations/0010-delivery-rejections.ts';
import { texts } from './migrations/0011-texts.ts';
import { stylesAndPhotos } from './migrations/0012-styles-and-photos.ts';
import { links } from './migrations/0013-links.ts';
import { budgets } from './migrations/0016-budgets.ts';
import { drafts } from './migrations/0017-drafts.ts';
import { rules } from './migrations/0018-rules.ts';
import { reports } from './migrations/0019-reports.ts';
import { erasures } from './migrations/0020-erasures.ts';
import { usage } from './migrations/0021-usage.ts';
import { severalProcesses } from './migrations/0022-several-processes.ts';
import { chatMessages } from './migrations/0023-chat-messages.ts';
import { arrivedUpdates } from './migrations/0025-arrived-updates.ts';
import { marks } from './migrations/0026-marks.ts';
import type { Tables } from './tables.ts';

/** In their order. A released migration never changes; a new one is added at the end. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-pending-forms': pendingForms,
  '0003-seen-pictures': seenPictures,
  '0004-leases': leases,
  '0005-missed-answers': missedAnswers,
  '0006-results': results,
  '0007-settings': settings,
  '0008-gallery': gallery,
  '0009-unanswered': unanswered,
  '0010-delivery-rejections': deliveryRejections,
  '0011-texts': texts,
  '0012-styles-and-photos': stylesAndPhotos,
  '0013-links': links,
  '0016-budgets': budgets,
  '0017-drafts': drafts,
  '0018-rules': rules,
  '0019-reports': reports,
  '0020-erasures': erasures,
  '0021-usage': usage,
  '0022-several-processes': severalProcesses,
  '0023-chat-messages': chatMessages,
  '0025-arrived-updates': arrivedUpdates,
  '0026-marks': marks,
};

/** The names of all steps of the schema that this release knows, in their order. */
export const knownMigrations: readonly string[] = Object.keys(migrations);

const migrationTable = 'migrations';

/** The database was written by a newer release, whose rows this one could misread. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
  constructor(unknownMigrations: readonly string[]) {
    super(
      `the database was upgraded by a newer release (${unknownMigrations.join(', ')}): start that release, or restore a backup made before the upgrade`,
    );
  }
}

/**
 * Brings the schema up to date, all or nothing; harmless when it is, and when several processes do it at once.
 * @throws SchemaTooNew before anything is changed.
 */
export async function migrate({
  kysely,
  ...database
}: Pick<OpenedDatabase, 'kysely' | 'serialise' | 'unhurry'>): Promise<void> {
  await refuseNewerSchema(kysely);
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => apart(database) },
    migrationTableName: migrationTable,
    migrationLockTableName: 'migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Beside a transaction of an older release each could wait for a table that the other has locked. */
function apart({
  serialise,
  unhurry,
}: Pick<OpenedDatabase, 'serialise' | 'unhurry'>): Record<string, Migration> {
  const entries = Object.entries(migrations).map(([name, { up }]) => {
    // All of them run in one transaction.
    const upApart = async (transaction: Kysely<Tables>) => {
      await serialise(transaction as Transaction<Tables>);
      await unhurry(transaction as Transaction<Tables>);
      await up(transaction);
    };
    return [name, { up: upApart }] as const;
  });
  return Object.fromEntries(entries);
}

/** The database was not brought up to date yet. */
export class SchemaTooOld extends Error {
  override readonly name = 'SchemaTooOld';
}

/** Changes nothing. @throws SchemaTooOld, SchemaTooNew when the schema is not that of this release. */
export async function requireCurrentSchema(database: Kysely<Tables>): Promise<void> {
  await refuseNewerSchema(database);
  const executed = await executedMigrations(database);
  if (knownMigrations.some((name) => !executed.includes(name))) {
    throw new SchemaTooOld('the database was not brought up to date by this release yet');
  }
}

async function refuseNewerSchema(database: Kysely<Tables>): Promise<void> {
  const executed = await executedMigrations(database);
  const unknown = executed.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length > 0) throw new SchemaTooNew(unknown);
}

/** The names of all steps that a database has behind it, in their order; none of a database without tables. */
export async function executedMigrations(database: Kysely<Tables>): Promise<readonly string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === migrationTable)) return [];
  const executed = await database
    .withTables<{ [migrationTable]: { name: string } }>()
    .selectFrom(migrationTable)
    .select('name')
    .orderBy('name')
    .execute();
  return executed.map((row) => row.name);
}
