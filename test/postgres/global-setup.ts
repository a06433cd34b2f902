import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { openPostgresDatabase } from '../../src/open-postgres.ts';
import { silentLog } from '../support/silent-log.ts';
import { createDatabase, furnished } from './create-database.ts';
import { type PostgresServer, startPostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * Answers with the URL of the run's PostgreSQL server, which the first question starts; asked for `/furnished`, once
     * the database of that name has everything that Easel makes in one.
     */
    postgresDoor: string;
  }
}

/** One PostgreSQL server for the whole run, started only when a test asks for a database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<PostgresServer> | undefined;
  let furnishing: Promise<void> | undefined;
  const answer = async (path: string | undefined): Promise<string> => {
    starting ??= startPostgresServer({ isDurable: false });
    const { url } = await starting;
    if (path === '/furnished') {
      furnishing ??= furnish(url);
      await furnishing;
    }
    return url;
  };
  const door = createServer((request, response) => {
    answer(request.url).then(
      (url) => response.end(url),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => {
    door.listen(0, '127.0.0.1', resolve);
  });
  project.provide('postgresDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);

  return async () => {
    door.closeAllConnections();
    await new Promise((resolve) => {
      door.close(resolve);
    });
    // A start that failed has told the test that asked.
    const server = await starting?.catch(() => undefined);
    await server?.stop();
  };
}

/** Making all tables takes longer than many a test. */
async function furnish(serverUrl: string): Promise<void> {
  const url = await createDatabase(serverUrl, { name: furnished });
  const { close } = await openPostgresDatabase({ url, log: silentLog, now: Date.now });
  await close();
}
