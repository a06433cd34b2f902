import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openPostgres } from '../src/core/storage/dialect.ts';
import { openPostgresDatabase } from '../src/open-postgres.ts';
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
