import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createModelCatalog } from '../create-model-catalog.ts';
import type { ModelCatalog } from '../model-catalog.ts';
import { Painter } from './painter.ts';
import type { ReceivedTask } from './read-painting-task.ts';
import { SandboxService } from './sandbox-service.ts';
import type { WireError } from './task-error.ts';

export interface SandboxOptions {
  /** Whose models, bounds and prices it keeps to; the built-in catalogue when there is none. */
  readonly catalog?: ModelCatalog | undefined;
  /** How long a task takes beside the drawing; about a tenth of what a real model takes when not given. */
  readonly delaysMs?: { readonly text: number; readonly references: number } | undefined;
}

export interface Sandbox {
  /** Where tasks are posted, as in `http://127.0.0.1:49152/v1/image/generate`. */
  readonly url: string;
  /** The only key that it accepts; made anew at every start. */
  readonly apiKey: string;
  /** Stops serving and drawing. Requests that are under way are cut off. */
  stop(): Promise<void>;
}

const maxBodyBytes = 20 * 1024 * 1024;
const taskPaths: ReadonlySet<string> = new Set(['/v1', '/v1/image/generate']);

/**
 * Starts a server on this machine that speaks the wire of the Runware API and draws its pictures itself, so that
 * everything can be tried without a key and without paying. Its pictures say that no real model painted them.
 *
 * @example
 * const sandbox = await startSandbox();
 * // POST an array of tasks to sandbox.url with `Authorization: Bearer ${sandbox.apiKey}`
 * await sandbox.stop();
 */
export async function startSandbox({
  catalog = createModelCatalog({ toolsAreFree: true }),
  delaysMs = { text: 1_000, references: 3_000 },
}: SandboxOptions = {}): Promise<Sandbox> {
  const apiKey = `sandbox-${randomBytes(16).toString('hex')}`;
  const painter = new Painter();
  const stopping = new AbortController();
  let origin = '';
  const { signal } = stopping;
  const service = new SandboxService({ catalog, painter, delaysMs, signal, origin: () => origin });
  const server = createServer((request, response) => {
    void handle(request, { service, apiKey })
      .catch((error: unknown): Answer => {
        // The service's own reason stays here: it could quote the prompt.
        const code = signal.aborted ? 'serviceUnavailable' : 'internalServerError';
        const kind = error instanceof Error ? error.name : 'unknown';
        return refusal(signal.aborted ? 503 : 500, { code, message: `The sandbox failed (${kind}).` });
      })
      .then((answer) => send(response, answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected the sandbox to have a port');
  origin = `http://127.0.0.1:${address.port}`;
  return {
    url: `${origin}/v1/image/generate`,
    apiKey,
    async stop() {
      stopping.abort();
      const closed = server.listening ? once(server, 'close') : undefined;
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, painter.stop()]);
    },
  };
}

interface Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly body: Uint8Array | string;
}

async function handle(
  request: IncomingMessage,
  { service, apiKey }: { readonly service: SandboxService; readonly apiKey: string },
): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
  if (pathname.startsWith('/pictures/')) return pictureAnswer(service, pathname);
  if (!taskPaths.has(pathname.replace(/\/$/, ''))) {
    return refusal(404, { code: 'notFound', message: 'There is nothing at this path.' });
  }
  if (request.method !== 'POST') {
    return refusal(405, { code: 'methodNotAllowed', message: 'Tasks are sent with POST.' });
  }
  if (!isAuthorized(request, apiKey)) {
    return refusal(401, {
      code: 'invalidApiKey',
      message: 'Invalid API key. The sandbox accepts only the key that it was started with.',
      parameter: 'apiKey',
      taskType: 'authentication',
    });
  }
  const tasks = parseTasks(await readBody(request));
  if (tasks === undefined) {
    return refusal(400, { code: 'invalidRequest', message: 'Expected a JSON array of at least one task.' });
  }
  const answers = await Promise.all(tasks.map((task) => service.answer(task)));
  const data = answers.flatMap((answer) => answer.data);
  const errors = answers.flatMap((answer) => answer.errors);
  const status = errors.length > 0 && data.length === 0 ? 400 : 200;
  return json(status, errors.length > 0 ? { data, errors } : { data });
}

function pictureAnswer(service: SandboxService, pathname: string): Answer {
  const picture = service.picture(pathname.slice('/pictures/'.length));
  if (picture !== undefined) return { status: 200, mediaType: picture.mediaType, body: picture.bytes };
  return refusal(404, { code: 'notFound', message: 'This picture is gone or never was.' });
}

function isAuthorized(request: IncomingMessage, apiKey: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${apiKey}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too large is still read to its end, or the sender would not see the answer.
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size <= maxBodyBytes ? Buffer.concat(chunks).toString() : undefined;
}

function parseTasks(body: string | undefined): readonly ReceivedTask[] | undefined {
  if (body === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every((task: unknown) => typeof task === 'object' && task !== null && !Array.isArray(task))
    ? value
    : undefined;
}

function refusal(status: number, error: WireError): Answer {
  return json(status, { data: [], errors: [error] });
}

function json(status: number, body: object): Answer {
  return { status, mediaType: 'application/json', body: JSON.stringify(body) };
}

function send(response: ServerResponse, { status, mediaType, body }: Answer): void {
  response.writeHead(status, { 'content-type': mediaType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
