import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BotApiError } from './bot-api-error.ts';
import { dispatch, findMethodName } from './dispatch.ts';
import { type Backend, Exchange, failure, json, record, send } from './exchange.ts';
import { coerceParameters, type DecodedRequest, decodeRequest } from './parameter-decoding.ts';

type EndpointOptions = { readonly token: string; readonly backend: () => Backend };

/** The HTTP side: routes, tokens, faults and answers (https://core.telegram.org/bots/api#making-requests). */
export class HttpEndpoint {
  readonly #token: string;
  readonly #backend: () => Backend;
  readonly #server: Server;

  constructor({ token, backend }: EndpointOptions) {
    this.#token = token;
    this.#backend = backend;
    this.#server = createServer((request, response) => {
      // A mistake of the fake's own must be seen: by the caller as a 500, by the test as a violation.
      this.#serve(request, response).catch((error: unknown) => {
        // A caller that hangs up in the middle of its upload is none.
        if (request.destroyed && !request.complete) return;
        const description = `Internal Server Error: ${error instanceof Error ? error.message : 'unknown'}`;
        this.#backend().world.violations.push({ method: 'fake', description });
        if (!response.headersSent) send(response, failure(new BotApiError({ code: 500, description })));
      });
    });
  }

  /** Starts to listen on a free port of the loopback address and returns the root URL. */
  async listen(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen(0, '127.0.0.1', resolve);
    await promise;
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Cuts every connection, held calls included, and goes on listening. */
  cutConnections(): void {
    this.#server.closeAllConnections();
  }

  /** Cuts every connection and stops listening. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const path = decodeURIComponent(url.pathname);
    const [, kind, token, rest = ''] = /^\/(file\/bot|bot)([^/]*)\/(.+)$/.exec(path) ?? [];
    if (token === undefined || !/^\d+:[\w-]+$/.test(token)) {
      send(response, failure(new BotApiError({ code: 404, description: 'Not Found' })));
      return;
    }
    if (token !== this.#token) {
      send(response, failure(new BotApiError({ code: 401, description: 'Unauthorized' })));
      return;
    }
    if (kind === 'file/bot') await this.#serveFile(rest, response);
    else await this.#serveMethod({ name: rest, query: url.searchParams, request, response });
  }

  async #serveFile(path: string, response: ServerResponse): Promise<void> {
    const backend = this.#backend();
    const call = record(backend.world, { method: 'download', parameters: { file_path: path }, files: [] });
    await new Exchange({ backend, call, response }).answer(async () => {
      const file = backend.world.files.findByPath(path);
      if (file === undefined) throw new BotApiError({ code: 404, description: 'Not Found' });
      return { status: 200, contentType: 'application/octet-stream', body: file.bytes };
    });
  }

  async #serveMethod(options: {
    name: string;
    query: URLSearchParams;
    request: IncomingMessage;
    response: ServerResponse;
  }): Promise<void> {
    const { name, query, request, response } = options;
    const backend = this.#backend();
    const hangUp = new AbortController();
    response.on('close', () => hangUp.abort());
    const method = findMethodName(name) ?? name;
    const decoded = await decode(request, query);
    const sound: DecodedRequest =
      decoded instanceof BotApiError ? { parameters: {}, files: new Map() } : decoded;
    const parameters = coerceParameters(method, sound);
    const files = [...sound.files.values()].map((file) => ({
      part: file.part,
      name: file.name,
      size: file.bytes.length,
    }));
    const call = record(backend.world, { method, parameters, files });
    await new Exchange({ backend, call, response }).answer(async () => {
      if (decoded instanceof BotApiError) throw decoded;
      const methodCall = { world: backend.world, files: sound.files, signal: hangUp.signal };
      return json(200, { ok: true, result: await dispatch(method, parameters, methodCall) });
    });
  }
}

async function decode(
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<DecodedRequest | BotApiError> {
  try {
    return await decodeRequest(request, query);
  } catch (error) {
    if (error instanceof BotApiError) return error;
    throw error;
  }
}
