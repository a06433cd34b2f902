import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase, execute, furnished } from './create-database.ts';

export interface PostgresDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A new, empty database on the run's server. @throws Error when this machine cannot run PostgreSQL. */
export async function createPostgresDatabase(): Promise<PostgresDatabase> {
  return databaseOn(await askDoor('/'));
}

/** A new database with all tables of Easel, as a start leaves it. @throws Error when this machine cannot run PostgreSQL. */
export async function createFurnishedDatabase(): Promise<PostgresDatabase> {
  return databaseOn(await askDoor('/furnished'), furnished);
}

async function databaseOn(serverUrl: string, template?: string): Promise<PostgresDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = await createDatabase(serverUrl, { name, ...(template !== undefined && { template }) });
  return { url, drop: () => execute(serverUrl, `drop database ${name} with (force)`) };
}

async function askDoor(path: string): Promise<string> {
  const response = await fetch(new URL(path, inject('postgresDoor')));
  const text = await response.text();
  if (!response.ok) throw new Error(`PostgreSQL could not be started: ${text}`);
  return text;
}
