import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { CompiledQuery, sql } from 'kysely';
import { expect, test } from 'vitest';
import { openPostgres } from '../src/core/storage/dialect.ts';
import { openPostgresStorage } from '../src/core/storage/open-storage.ts';
import { openPostgresDatabase } from '../src/open-postgres.ts';
import { execute } from './postgres/create-database.ts';
import { createPostgresDatabase } from './postgres/postgres-database.ts';
import { silentLog } from './support/silent-log.ts';

const open = (url: string) => openPostgresDatabase({ url, log: silentLog, now: Date.now });

test('an empty database gets all that is needed, as often as it is opened', async () => {
  const { drop, url } = await createPostgresDatabase();
  const both = await Promise.all([open(url), open(url)]);
  for (const { close, storage } of both) {
    expect(await storage.transaction(({ generations }) => generations.list({ limit: 1 }))).toEqual([]);
    await close();
  }
  await drop();
});

test.each([
  ['hangs up', (socket: Socket) => socket.end()],
  ['knows no TLS', (socket: Socket) => socket.end('N')],
])('a server that %s is named as such', async (_, answer) => {
  const server = createServer((socket) => socket.once('data', () => answer(socket)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(
    open(`postgres://easel:sesame@127.0.0.1:${port}/easel?sslmode=verify-full`),
  ).rejects.toMatchObject({
    exitCode: 75,
    message: expect.stringMatching(/no usable answer \(08001\)/),
  });
  server.close();
});

/** What a client says of itself: https://www.postgresql.org/docs/current/protocol-message-formats.html (StartupMessage) */
function startupParameters(message: Buffer): readonly string[] {
  const texts = message.subarray(8, -2).toString().split('\0');
  return texts.filter((_, index) => index % 2 === 0);
}

test('nothing is said while connecting that PgBouncer would refuse', async () => {
  const said: string[] = [];
  const server = createServer((socket) =>
    socket.once('data', (message) => {
      said.push(...startupParameters(message));
      socket.end();
    }),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(open(`postgres://easel:sesame@127.0.0.1:${port}/easel`)).rejects.toThrow();
  // https://www.pgbouncer.org/config.html#ignore_startup_parameters
  const taken = ['user', 'database', 'client_encoding', 'application_name'];
  expect(said.filter((name) => !taken.includes(name))).toEqual([]);
  expect(said).toContain('user');
  server.close();
});

test('nothing is waited for longer than half a minute, and what is read on a connection of its own writes nothing', async () => {
  const { drop, url } = await createPostgresDatabase();
  const { kysely, reading } = await openPostgres(url);
  const settings = async (database: typeof kysely | undefined) => {
    const answer = await database?.executeQuery<{ setting: string }>(
      CompiledQuery.raw(`select current_setting(name) as setting from unnest(array[
        'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
        'default_transaction_read_only']) as name`),
    );
    return answer?.rows.map(({ setting }) => setting);
  };
  expect(await settings(kysely)).toEqual(['30s', '30s', '30s', 'off']);
  expect(await settings(reading)).toEqual(['30s', '30s', '30s', 'on']);
  await Promise.all([kysely.destroy(), reading?.destroy()]);
  await drop();
});

test('a change of the schema takes as long as a large table makes it take', async () => {
  const { drop, url } = await createPostgresDatabase();
  await execute(
    url,
    `create table seen (setting text);
    create function note() returns event_trigger language plpgsql as $$
      begin insert into seen values (current_setting('statement_timeout')); end $$;
    create event trigger noting on ddl_command_end when tag in ('CREATE INDEX') execute function note();`,
  );
  await (await openPostgresStorage(url)).close();
  const { kysely } = await openPostgres(url);
  const { rows } = await sql<{ setting: string }>`select distinct setting from seen`.execute(kysely);
  expect(rows).toEqual([{ setting: '0' }]);
  await kysely.destroy();
  await drop();
});

test('what keeps a process from starting is said in words, without the address', async () => {
  const { drop, url } = await createPostgresDatabase();
  const none = new URL(url);
  none.pathname = '/none_of_this_name';
  none.password = 'sesame';
  for (const [address, exitCode, words] of [
    ['postgres://easel:sesame@127.0.0.1:1/easel', 75, /no usable answer \(ECONNREFUSED\)/],
    [none.href, 78, /there is no such database.+createdb/],
  ] as const) {
    const problem = await open(address).catch((error: unknown) => error);
    expect(problem).toMatchObject({ exitCode, message: expect.stringMatching(words) });
    expect(String(problem)).not.toContain('sesame');
  }
  await (await open(url)).close();
  const { kysely } = await openPostgres(url);
  await sql`insert into migrations values ('9999-later', '2999-01-01')`.execute(kysely);
  await kysely.destroy();
  await expect(open(url)).rejects.toMatchObject({
    exitCode: 78,
    message: expect.stringMatching(/newer Easel/),
  });
  await drop();
});
