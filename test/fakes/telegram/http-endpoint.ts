import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { BotApiError, tooManyRequests } from './bot-api-error.ts';
import { dispatch, findMethodName } from './dispatch.ts';
import type { Fault, Faults } from './faults.ts';
import type { FloodControl } from './flood-control.ts';
import { coerceParameters, type DecodedRequest, decodeRequest } from './parameter-decoding.ts';
import type { RecordedCall } from './recorded-call.ts';
import type { World } from './world.ts';

/** What the endpoint serves at the moment; a reset puts another one in its place. */
export type Backend = { readonly world: World; readonly faults: Faults; readonly flood: FloodControl };

type EndpointOptions = { readonly token: string; readonly backend: () => Backend };
type Answer = { readonly status: number; readonly contentType: string; readonly body: string | Buffer };

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
    const { world } = this.#backend();
    const call = this.#record({ world, method: 'download', parameters: { file_path: path }, files: [] });
    await this.#answer(call, response, async () => {
      const file = world.files.findByPath(path);
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
    const { world } = this.#backend();
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
    const call = this.#record({ world, method, parameters, files });
    await this.#answer(call, response, async () => {
      if (decoded instanceof BotApiError) throw decoded;
      const result = await dispatch(method, parameters, {
        world,
        files: sound.files,
        signal: hangUp.signal,
      });
      return json(200, { ok: true, result });
    });
  }

  #record(options: Pick<RecordedCall, 'method' | 'parameters' | 'files'> & { world: World }): RecordedCall {
    const { world, ...described } = options;
    const call: RecordedCall = {
      number: world.nextNumber(),
      ...described,
      atMs: world.nowMs(),
      status: undefined,
      description: undefined,
    };
    world.calls.push(call);
    world.changes.announce();
    return call;
  }

  async #answer(
    call: RecordedCall,
    response: ServerResponse,
    carryOut: () => Promise<Answer>,
  ): Promise<void> {
    const { world, faults } = this.#backend();
    response.on('close', () => {
      call.status ??= response.writableFinished ? response.statusCode : 'dropped';
      world.changes.announce();
    });
    const fault = faults.take(call);
    if (fault?.rule.kind === 'hold') {
      world.changes.announce();
      await fault.released;
    }
    if (fault?.rule.kind === 'drop-before') {
      response.destroy();
      return;
    }
    const answer = this.#refusal(call, fault) ?? (await this.#attempt(call, carryOut));
    if (fault?.rule.kind === 'slow') await delay(fault.rule.delayMs);
    if (fault?.rule.kind === 'drop-after') {
      response.destroy();
      return;
    }
    send(response, answer);
  }

  /** The answer of a fault, or of the flood control, to a call that is not carried out. */
  #refusal(call: RecordedCall, fault: Fault | undefined): Answer | undefined {
    const { world, flood } = this.#backend();
    const breach = flood.findBreach(call);
    if (breach !== undefined) world.violations.push(breach);
    switch (fault?.rule.kind) {
      case 'too-many-requests':
        return this.#slowDown(call, fault.rule.retryAfterSeconds);
      case 'server-error': {
        const code = fault.rule.status ?? 502;
        return this.#refuse(call, new BotApiError({ code, description: 'Bad Gateway' }));
      }
      case 'html': {
        const status = fault.rule.status ?? 502;
        call.description = 'an HTML page';
        const body = `<html><head><title>${status} Bad Gateway</title></head><body>nginx</body></html>`;
        return { status, contentType: 'text/html', body };
      }
      default: {
        const waitSeconds = flood.remainingSeconds(call) ?? flood.admit(call);
        return waitSeconds === undefined ? undefined : this.#slowDown(call, waitSeconds);
      }
    }
  }

  #slowDown(call: RecordedCall, retryAfterSeconds: number): Answer {
    this.#backend().flood.pause(call, retryAfterSeconds);
    return this.#refuse(call, tooManyRequests(retryAfterSeconds));
  }

  async #attempt(call: RecordedCall, carryOut: () => Promise<Answer>): Promise<Answer> {
    try {
      return await carryOut();
    } catch (error) {
      if (error instanceof BotApiError) return this.#refuse(call, error);
      throw error;
    }
  }

  #refuse(call: RecordedCall, error: BotApiError): Answer {
    call.description = error.message;
    if (error.isViolation) {
      this.#backend().world.violations.push({ method: call.method, description: error.message });
    }
    return failure(error);
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

function failure({ code, message, parameters }: BotApiError): Answer {
  return json(code, {
    ok: false,
    error_code: code,
    description: message,
    ...(parameters === undefined ? {} : { parameters }),
  });
}

function json(status: number, body: unknown): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
