import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, notFound, unauthorized } from './api-error.ts';
import { openAttachment, openAvatar } from './cdn.ts';
import { beginFault, type WireAnswer } from './fault-answers.ts';
import type { Faults } from './faults.ts';
import type { Journal, RecordedRequest } from './journal.ts';
import { parseBody, type RequestBody, readBytes } from './request-body.ts';
import { findRoute, type Route } from './router.ts';
import type { World } from './world.ts';

const API_PREFIX = '/api/v10';
const CDN_PREFIX = '/cdn';
/** Refusals that a lost answer or a delay brings about: then nobody did anything wrong. */
const EXCUSED_AFTER_FAULTS = new Set([0, 10008, 10062, 40060, 50027]);

/** Takes HTTP calls through faults, authorization, routing and the record. */
export class RestServer {
  readonly #world: World;
  readonly #journal: Journal;
  readonly #faults: Faults;
  readonly #routes: readonly Route[];
  readonly #disturbed = new Set<string>();

  constructor(parts: { world: World; journal: Journal; faults: Faults; routes: readonly Route[] }) {
    this.#world = parts.world;
    this.#journal = parts.journal;
    this.#faults = parts.faults;
    this.#routes = parts.routes;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const method = request.method ?? 'GET';
    const path = shortPath(url.pathname);
    if (this.#faults.duringUpload({ method, path })) {
      this.#disturbed.add(`${method} ${path}`);
      request.socket.resetAndDestroy();
      return;
    }
    const bytes = await readBytes(request, this.#world.options.requestSizeLimitBytes);
    const read = await readBody(bytes, request.headers['content-type'] ?? '');
    const body: RequestBody = read instanceof ApiError ? { json: undefined, files: [] } : read;
    const record = this.#journal.record({
      method,
      path,
      query: url.search,
      body: body.json,
      files: body.files,
      authorized: request.headers.authorization !== undefined,
      atMs: this.#world.options.now(),
    });
    const answer = await this.#answerWithFaults(record, () => {
      if (path.startsWith(CDN_PREFIX)) return this.#serveFile(url);
      this.#requireUserAgent(record, request.headers['user-agent']);
      return this.#serveApi({ record, url, body: read, authorization: request.headers.authorization });
    });
    record.status = answer?.status;
    this.#world.changed();
    if (answer) send(response, answer);
    else request.socket.resetAndDestroy();
  }

  async #answerWithFaults(
    record: RecordedRequest,
    process: () => WireAnswer,
  ): Promise<WireAnswer | undefined> {
    const fault = this.#faults.onceRead(record);
    if (!fault) return process();
    record.fault = fault.match.effect.kind;
    this.#disturbed.add(`${record.method} ${record.path}`);
    const verdict = await beginFault(fault);
    switch (verdict.kind) {
      case 'continue':
        return process();
      case 'reset':
        return undefined;
      case 'answer':
        return verdict.answer;
      case 'after':
        process();
        return verdict.answer;
      default:
        return verdict satisfies never;
    }
  }

  #serveApi(details: {
    record: RecordedRequest;
    url: URL;
    body: RequestBody | ApiError;
    authorization: string | undefined;
  }): WireAnswer {
    try {
      return this.#route(details);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#refuse(details.record, error);
      return { status: error.status, headers: {}, body: error.toBody() };
    }
  }

  #route({
    record,
    url,
    body,
    authorization,
  }: {
    record: RecordedRequest;
    url: URL;
    body: RequestBody | ApiError;
    authorization: string | undefined;
  }): WireAnswer {
    const match = findRoute(this.#routes, record.method, record.path);
    if (!match) throw notFound('client');
    if (match.route.auth && authorization !== `Bot ${this.#world.options.token}`) {
      throw unauthorized(authorization === undefined ? 'client' : 'circumstance');
    }
    if (body instanceof ApiError) throw body;
    const answer = match.route.handle({
      params: match.params,
      query: url.searchParams,
      json: body.json,
      files: body.files,
      warn: (text) => this.#journal.violation(`${record.method} ${record.path}: ${text}`),
    });
    return { status: answer.status, headers: {}, body: answer.body };
  }

  #refuse(record: RecordedRequest, error: ApiError): void {
    record.code = error.code;
    const isExcused =
      this.#disturbed.has(`${record.method} ${record.path}`) && EXCUSED_AFTER_FAULTS.has(error.code);
    if (error.blame === 'client' && !isExcused) {
      this.#journal.violation(`${record.method} ${record.path}: ${error.describe()}`);
    }
  }

  /** https://discord.com/developers/docs/reference#user-agent */
  #requireUserAgent(record: RecordedRequest, userAgent: string | undefined): void {
    if (!userAgent?.startsWith('DiscordBot (')) {
      this.#journal.violation(
        `${record.method} ${record.path}: the User-Agent must begin with "DiscordBot ("`,
      );
    }
  }

  #serveFile(url: URL): WireAnswer {
    const path = url.pathname.slice(CDN_PREFIX.length);
    const avatar = openAvatar(this.#world, path);
    if (avatar) return { status: 200, headers: { 'content-type': 'image/png' }, body: avatar };
    const attachment = openAttachment(this.#world, path, url.searchParams);
    if (!attachment)
      return {
        status: 404,
        headers: { 'content-type': 'text/plain' },
        body: 'This content is no longer available.',
      };
    return {
      status: 200,
      headers: { 'content-type': attachment.contentType ?? 'application/octet-stream' },
      body: attachment.bytes,
    };
  }
}

async function readBody(bytes: Buffer | 'too large', contentType: string): Promise<RequestBody | ApiError> {
  try {
    return await parseBody(bytes, contentType);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function shortPath(pathname: string): string {
  const decoded = pathname.split('/').map(decodeURIComponent).join('/');
  return decoded.startsWith(`${API_PREFIX}/`) ? decoded.slice(API_PREFIX.length) : decoded;
}

function send(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  const isText = typeof body === 'string' || Buffer.isBuffer(body);
  const payload = body === undefined ? undefined : isText ? body : JSON.stringify(body);
  response.writeHead(status, {
    ...(payload !== undefined && !isText ? { 'content-type': 'application/json' } : {}),
    ...headers,
    ...(payload === undefined ? {} : { 'content-length': String(Buffer.byteLength(payload)) }),
  });
  response.end(payload);
}
