import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface PostgresDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A new, empty database on the run's server. @throws Error when this machine cannot run PostgreSQL. */
export async function createPostgresDatabase(): Promise<PostgresDatabase> {
  const response = await fetch(inject('postgresDoor'));
  const serverUrl = await response.text();
  if (!response.ok) throw new Error(`PostgreSQL could not be started: ${serverUrl}`);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(serverUrl, `drop database ${name} with (force)`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
