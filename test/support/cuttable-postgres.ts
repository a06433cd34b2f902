import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a PostgreSQL that can be cut as when that restarts: connections break, and new ones are refused. */
export class CuttablePostgres {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(url: string) {
    this.#target = new URL(url);
  }

  /** The same address by this way. */
  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.searchParams.delete('host');
    url.port = String(this.#port);
    return url.href;
  }

  /** Lets connections through, at the same port as before. */
  async open(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.#socketPath);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
    this.#server = server;
  }

  /** https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-UNIX-SOCKET-DIRECTORIES */
  get #socketPath(): string {
    const folder = this.#target.searchParams.get('host');
    if (folder === null) throw new Error('expected an address with a folder of sockets');
    return `${folder}/.s.PGSQL.5432`;
  }

  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of [...this.#sockets]) socket.destroy();
    await closed;
  }
}
