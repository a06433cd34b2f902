import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the URL of the run's PostgreSQL server, which the first question starts. */
    postgresDoor: string;
  }
}

/** One PostgreSQL server for the whole run, started only when a test asks for a database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<PostgresServer> | undefined;
  const door = createServer((_, response) => {
    starting ??= startPostgresServer({ isDurable: false });
    starting.then(
      (server) => response.end(server.url),
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
