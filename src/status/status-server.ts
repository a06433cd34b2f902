import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Log } from '../core/log.ts';
import { StartupProblem } from '../startup-problem.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';
import { createStatusPages, isStatusPath } from './status-pages.ts';

export interface StatusServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Pages of somebody else, beside those of the status server. */
export interface Pages {
  fetch(request: Request): Response | Promise<Response>;
}

/** Another program listens on the port already. */
export class PortTaken extends StartupProblem {
  readonly host: string;
  readonly port: number;

  constructor({ host, port, cause }: { host: string; port: number; cause: unknown }) {
    super(
      `HTTP_PORT: port ${port} of ${host} is taken by another program. ` +
        'Stop that program, or set HTTP_PORT to another port; 0 takes any free one.',
      78,
      cause,
    );
    this.host = host;
    this.port = port;
  }
}

/** Tells the machines that watch Easel whether it lives, is ready, and how it does. */
export class StatusServer {
  readonly #options: StatusServerOptions;
  #server: Promise<Server> | undefined;
  readonly #others = new Map<string, Pages>();

  constructor(options: StatusServerOptions) {
    this.#options = options;
  }

  /** Answers with these pages what is asked for below a path, beside health and metrics; the longest such path counts. */
  serve(path: string, pages: Pages): void {
    this.#others.set(path, pages);
  }

  /**
   * Listens, and resolves to the address at which it does. Starting what is started changes nothing.
   *
   * @throws PortTaken
   * @throws StartupProblem when the host cannot be listened on.
   */
  async start(): Promise<string> {
    this.#server ??= this.#listen();
    const starting = this.#server;
    try {
      return addressOf(await starting);
    } catch (error) {
      if (this.#server === starting) this.#server = undefined;
      throw error;
    }
  }

  /** Stops listening and closes every connection. Stopping what is stopped changes nothing. */
  async stop(): Promise<void> {
    const starting = this.#server;
    this.#server = undefined;
    if (starting === undefined) return;
    // Whoever started it has been told why that failed.
    const server = await starting.catch(() => undefined);
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      // A scraper that reads slowly must not hold up the end of the process.
      server.closeAllConnections();
    });
  }

  #find(pathname: string): Pages | undefined {
    const paths = [...this.#others.keys()].filter((path) => isBelow(pathname, path));
    const [longest = ''] = paths.toSorted((one, other) => other.length - one.length);
    return this.#others.get(longest);
  }

  async #listen(): Promise<Server> {
    const { host, port, log } = this.#options;
    const own = createStatusPages(this.#options);
    const answer = (request: Request) => {
      const { pathname } = new URL(request.url);
      return (isStatusPath(pathname) ? own : (this.#find(pathname) ?? own)).fetch(request);
    };
    // Without this option the library replaces `Request` and `Response` for the whole process.
    const server = createServer(getRequestListener(answer, { overrideGlobalObjects: false }));
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(toStartupProblem(cause, { host, port })));
      server.listen(port, host, resolve);
    });
    log.info({ url: addressOf(server) }, 'the status server listens');
    return server;
  }
}

function isBelow(pathname: string, path: string): boolean {
  return path === '/' || pathname === path || pathname.startsWith(`${path}/`);
}

function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function toStartupProblem(
  cause: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): Error {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new PortTaken({ host, port, cause });
    case 'EACCES':
      return new StartupProblem(
        `HTTP_PORT: this system does not let Easel listen on port ${port}.`,
        78,
        cause,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartupProblem(`HTTP_HOST: ${host} is no address of this machine.`, 78, cause);
    default:
      return cause;
  }
}
