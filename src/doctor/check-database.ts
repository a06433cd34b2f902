import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { DatabaseDamaged } from '../core/storage/database-damaged.ts';
import { exists } from '../core/storage/exists.ts';
import { inspectPostgres } from '../core/storage/inspect-postgres.ts';
import { inspectSqliteFile, type SqliteFileFacts } from '../core/storage/inspect-sqlite-file.ts';
import { toPostgresFault } from '../core/storage/postgres-fault.ts';
import type { SchemaFacts } from '../core/storage/schema-facts.ts';
import { codeOf } from './ask-service.ts';
import { nearestFolder, type ReadFreeBytes, tryWriting } from './disk.ts';
import { failed, ok, type Result } from './finding.ts';
import { wordSpace } from './word-space.ts';

/** Whether a bot could work with the database. One that is at work with it is not disturbed. */
export async function checkDatabase({ database }: Config, readFreeBytes: ReadFreeBytes): Promise<Result> {
  if (database.kind === 'postgres') return checkPostgres(database.url);
  const path = resolve(database.path);
  try {
    const folder = await nearestFolder(dirname(path));
    await tryWriting(folder);
    const found = (await exists(path)) ? await inspect(path) : ok(`${path} will be made at the first start`);
    return found.verdict === 'failed' ? found : wordSpace(found, await readFreeBytes(folder));
  } catch (error) {
    if (error instanceof DatabaseDamaged) {
      return failed(
        `${path} is damaged, or no database of Easel. Go back to a backup: npm run restore -- FOLDER --replace.`,
      );
    }
    return failed(
      `${path} cannot be used (${codeOf(error)}). Give the user that runs Easel the right to write to it and to its folder, or set DATABASE_URL to another file.`,
    );
  }
}

async function checkPostgres(url: string): Promise<Result> {
  try {
    const { version, ...facts } = await inspectPostgres(url);
    if (facts.unknown.length > 0) {
      return failed(
        `the PostgreSQL database was written by a newer Easel (${facts.unknown.join(', ')}). Start that one, or go back to a dump from before.`,
      );
    }
    return ok(`PostgreSQL ${version} answers, ${wordSchema(facts)}`);
  } catch (error) {
    const { code, remedy } = toPostgresFault(error) ?? { code: codeOf(error), remedy: undefined };
    return failed(
      remedy === undefined
        ? `the PostgreSQL server that DATABASE_URL names gives no usable answer (${code}). Is it running, and can it be reached from here?`
        : `PostgreSQL refuses DATABASE_URL: ${remedy} (${code}).`,
    );
  }
}

function wordSchema({ missing, schema }: SchemaFacts): string {
  const version = schema === undefined ? 'still empty' : `schema ${schema}`;
  return missing.length > 0 ? `${version}, the next start adds ${missing.join(', ')}` : version;
}

async function inspect(path: string): Promise<Result> {
  // SQLite opens what may not be written as read only, and complains much later.
  await access(path, constants.W_OK);
  return judge(path, await inspectSqliteFile(path));
}

function judge(path: string, { isCopy, unknown, ...facts }: SqliteFileFacts): Result {
  if (unknown.length > 0) {
    return failed(
      `${path} was written by a newer Easel (${unknown.join(', ')}). Start that one, or go back to a backup from before.`,
    );
  }
  if (isCopy) {
    return failed(
      `${path} is a copy from a backup, a restore that ended early, or was moved into PostgreSQL: npm run restore -- FOLDER --replace, with the folder of the backup.`,
    );
  }
  return ok(`${path} is sound, ${wordSchema({ ...facts, unknown })}`);
}
