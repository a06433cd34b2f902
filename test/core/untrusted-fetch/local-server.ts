import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';

/** A server on loopback. */
export interface LocalServer {
  readonly origin: string;
  readonly port: number;
  /** The paths asked for, in order; only HTTP servers know them. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

export async function serveHttp(answer: RequestListener): Promise<LocalServer> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    answer(request, response);
  });
  return listen(server, paths);
}

export async function serveHttps(
  certificate: SecureContextOptions,
  answer: RequestListener,
): Promise<LocalServer> {
  const paths: string[] = [];
  const server = createSecureServer(certificate, (request, response) => {
    paths.push(request.url ?? '');
    answer(request, response);
  });
  return listen(server, paths);
}

/** A server that says what it likes. */
export async function serveTcp(connected: (socket: Socket) => void): Promise<LocalServer> {
  return listen(
    createTcpServer((socket) => {
      // The other side hangs up whenever it has had enough.
      socket.on('error', () => socket.destroy());
      connected(socket);
    }),
    [],
  );
}

async function listen(server: Server, paths: readonly string[]): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    paths,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
