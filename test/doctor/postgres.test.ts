import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPostgres } from '../../src/core/storage/dialect.ts';
import type { World } from '../e2e/support/easel-under-test.ts';
import { createWorldOnPostgres } from '../e2e/support/world-on-postgres.ts';
import { createPostgresDatabase } from '../postgres/postgres-database.ts';
import { examine, expectFinding } from './support/examine.ts';

let world: World;

beforeEach(async () => {
  world = await createWorldOnPostgres();
});
afterEach(() => world.close());

const look = (url?: string) =>
  examine({ ...world.environment, ...(url !== undefined && { DATABASE_URL: url }) });

test('the doctor says which PostgreSQL it is, and how far its schema', async () => {
  expectFinding(await look(), 'Database', ['ok', /^PostgreSQL \d+.* answers, schema \d{4}-[\w-]+$/]);
  const empty = await createPostgresDatabase();
  expectFinding(await look(empty.url), 'Database', ['ok', /still empty, the next start adds 0001-initial/]);
  await empty.drop();
});

test('the doctor sees that a newer release wrote it', async () => {
  const { kysely } = await openPostgres(world.environment.DATABASE_URL ?? '');
  await sql`insert into migrations values ('9999-later', '2999-01-01')`.execute(kysely);
  await kysely.destroy();
  expectFinding(await look(), 'Database', ['failed', /newer Easel \(9999-later\)/]);
});

test('the doctor says what is wrong with the address, and repeats no password', async () => {
  const none = new URL(world.environment.DATABASE_URL ?? '');
  none.pathname = '/none_of_this_name';
  none.password = 'sesame';
  const findings = await look(none.href);
  expectFinding(findings, 'Database', ['failed', /there is no such database.+createdb/]);
  const nobody = await look('postgres://easel:sesame@127.0.0.1:1/easel');
  expectFinding(nobody, 'Database', ['failed', /no usable answer \(ECONNREFUSED\)/]);
  expect(JSON.stringify([findings, nobody])).not.toContain('sesame');
});
