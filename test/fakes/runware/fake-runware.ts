import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, json } from './answer.ts';
import { type Artist, sampleArtist } from './artist.ts';
import { anyImageInference, type Fault, FaultList, type PictureFault, type TaskFilter } from './faults.ts';
import type { Hold } from './hold.ts';
import type { Ledger } from './ledger.ts';
import type { Dialect, PaintOrder, ReceivedTask } from './received-task.ts';
import { isTaskUUID, readPaintOrder } from './request-rules.ts';
import type { RunningCounts } from './running-counts.ts';
import { pictureFor, whosePicture } from './sample-pictures.ts';
import { earlyAnswer, TaskDesk } from './task-desk.ts';
import { isToolTask, readToolOrder } from './tool-rules.ts';
import { invalid, invalidKey, missing, RefusedTask } from './vendor-errors.ts';

const notesPath = '/v1/image/generate';
const documentedPath = '/v1';
const picturePath = '/image/ws/2/ii';
const maxBodyBytes = 16_000_000;

export interface FakeRunwareOptions {
  readonly apiKey?: string;
  readonly dialect?: Dialect;
  /** The account's balance, in either of the two documented shapes. */
  readonly balance?:
    | number
    | { readonly amount: number; readonly freeBalance: number; readonly currency: string };
  /** Tells people apart for the running counts; by default the word after `person:` in the prompt. */
  readonly personOf?: (prompt: string) => string | undefined;
  /** How long a painting takes; 0 by default. */
  readonly delayMs?: (order: PaintOrder) => number;
  /** Side of the results that are downloaded, in pixels; 64 by default, which is too small to work from again. */
  readonly downloadSide?: number;
  /** Makes the results in place of the samples; `whosePicture` does not know them then. */
  readonly artist?: Artist;
}

/** One call of the API, as it arrived. */
export interface RecordedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly task: ReceivedTask | undefined;
}

/** A Runware service on 127.0.0.1: strict about what it takes, keeping account of what it charges. */
export class FakeRunware {
  readonly apiKey: string;
  dialect: Dialect;
  balance: NonNullable<FakeRunwareOptions['balance']>;
  /** Broken rules, in words; a correct client leaves this empty. */
  violations: string[] = [];
  requests: RecordedRequest[] = [];
  /** Paths of the results that were downloaded, in order. */
  downloads: string[] = [];
  readonly #options: FakeRunwareOptions;
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch((error: unknown) => {
      this.violations.push(`the fake failed: ${String(error)}`);
      response.destroy();
    });
  });
  #desk: TaskDesk;
  readonly #pictureFaults = new FaultList<string, PictureFault>();
  #watchers: { readonly when: TaskFilter; readonly resolve: (task: ReceivedTask) => void }[] = [];

  constructor(options: FakeRunwareOptions) {
    this.#options = options;
    this.apiKey = options.apiKey ?? 'test-runware-key';
    this.dialect = options.dialect ?? {};
    this.balance = options.balance ?? 100;
    this.#desk = this.#newDesk();
  }

  /** The endpoint in the notes' spelling. */
  get url(): string {
    return `${this.origin}${notesPath}`;
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** What was charged. Replaced by `reset`, so ask for it anew. */
  get ledger(): Ledger {
    return this.#desk.ledger;
  }

  get running(): RunningCounts {
    return this.#desk.running;
  }

  /** The tasks of all valid calls, in order of arrival. */
  get tasks(): readonly ReceivedTask[] {
    return this.requests.flatMap(({ task }) => (task === undefined ? [] : [task]));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#desk.releaseAll();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Forgets everything that happened and every fault and hold; the options stay as they were given. */
  reset(): void {
    this.#desk.releaseAll();
    this.#desk = this.#newDesk();
    this.#pictureFaults.clear();
    this.dialect = this.#options.dialect ?? {};
    this.balance = this.#options.balance ?? 100;
    this.violations = [];
    this.requests = [];
    this.downloads = [];
  }

  /** Makes the next `times` matching calls fail; by default the next painting. */
  fail(
    fault: Fault,
    { when = anyImageInference, times = 1 }: { when?: TaskFilter; times?: number } = {},
  ): void {
    this.#desk.faults.add(fault, { when, times });
  }

  /** Makes the next `times` downloads fail whose path fulfils the predicate. */
  failPicture(
    fault: PictureFault,
    { when = () => true, times = 1 }: { when?: (path: string) => boolean; times?: number } = {},
  ): void {
    this.#pictureFaults.add(fault, { when, times });
  }

  /** Keeps matching paintings from finishing; the task is accepted and counts as running meanwhile. */
  hold(when?: TaskFilter): Hold {
    return this.#desk.hold(when);
  }

  /** The next call (not one that is already over) that matches. */
  nextCall(when: TaskFilter): Promise<ReceivedTask> {
    return new Promise((resolve) => this.#watchers.push({ when, resolve }));
  }

  /** Forgets that an id was used, so that a second send of it would be painted and charged again. */
  forget(taskUUID: string): void {
    this.#desk.forget(taskUUID);
  }

  /** How polls behave where the documentation leaves it open. */
  setPolling(polling: { readonly knowTasks?: boolean; readonly failuresAsItems?: boolean }): void {
    this.#desk.pollsKnowTasks = polling.knowTasks ?? true;
    this.#desk.pollsTellFailuresAsItems = polling.failuresAsItems ?? false;
  }

  /** Tells which task's result these bytes show, even after they were resized or encoded anew. */
  whosePicture(
    bytes: Uint8Array,
  ): Promise<{ readonly taskUUID: string; readonly index: number } | undefined> {
    return whosePicture(bytes, this.#desk.results);
  }

  #newDesk(): TaskDesk {
    return new TaskDesk({
      pictureRoot: () => `${this.origin}${picturePath}`,
      personOf: this.#options.personOf ?? ((prompt) => /person:([\w-]+)/.exec(prompt)?.[1]),
      delayMs: this.#options.delayMs ?? (() => 0),
      artist: this.#options.artist ?? sampleArtist,
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (request.method === 'GET' && path.startsWith(`${picturePath}/`)) {
      return this.#servePicture(path, request, response);
    }
    const body = await readBody(request);
    if (path !== notesPath && path !== documentedPath) {
      this.violations.push(`no such path: ${request.method} ${path}`);
      return reply(response, htmlAnswer(404));
    }
    if (request.method !== 'POST') {
      this.violations.push(`${request.method} ${path} is not offered`);
      return reply(response, htmlAnswer(405));
    }
    if (body === undefined) {
      this.violations.push('the body is larger than 16 MB');
      return reply(response, htmlAnswer(413));
    }
    return reply(response, await this.#answer({ path, body, headers: request.headers }));
  }

  async #answer(call: Omit<RecordedRequest, 'task'>): Promise<Answer> {
    const { path, body, headers } = call;
    try {
      this.#checkHeaders(headers);
      const task = readTask(body);
      this.requests.push({ ...call, task });
      const watching = this.#watchers.filter(({ when }) => when(task));
      this.#watchers = this.#watchers.filter((watcher) => !watching.includes(watcher));
      for (const { resolve } of watching) resolve(task);
      if (path === this.dialect.refusesPath && task.taskType === 'imageInference') {
        return htmlAnswer(this.dialect.refusedPathStatus ?? 404);
      }
      return await this.#carryOut(path, task);
    } catch (error) {
      if (!(error instanceof RefusedTask)) throw error;
      if (error.isViolation) this.violations.push(`${error.error.code}: ${error.error.message}`);
      const taskUUID = taskUUIDIn(body);
      const named = taskUUID === undefined ? error.error : { taskUUID, ...error.error };
      return json({ data: [], errors: [named] }, error.status);
    }
  }

  async #carryOut(path: string, task: ReceivedTask): Promise<Answer> {
    const { taskType, taskUUID } = task;
    if (taskType === 'imageInference') {
      const order = readPaintOrder(task, this.dialect);
      return this.#desk.paint(task, order, this.#desk.faults.take(task));
    }
    if (path !== documentedPath) {
      this.violations.push(`${taskType} is documented only at ${documentedPath}, not at ${path}`);
      return htmlAnswer(404);
    }
    const fault = this.#desk.faults.take(task);
    if (isToolTask(task)) return this.#desk.paint(task, await readToolOrder(task), fault);
    const early = earlyAnswer(fault, task);
    if (early !== undefined) return early;
    if (taskType === 'getResponse') return this.#desk.getResponse(taskUUID);
    if (taskType === 'getTaskDetails') return this.#desk.getTaskDetails(taskUUID);
    if (taskType === 'ping') return json({ data: [{ taskType: 'ping', pong: true }] });
    if (taskType !== 'accountManagement') throw invalid({ name: 'taskType', rule: 'Unknown task type.' });
    if (task.operation !== 'getDetails') throw invalid({ name: 'operation', rule: 'Unknown operation.' });
    const { balance } = this;
    return json({
      data: [{ taskType, taskUUID, operation: 'getDetails', organizationName: 'Acme', balance }],
    });
  }

  #checkHeaders(headers: IncomingMessage['headers']): void {
    if (!headers['content-type']?.startsWith('application/json')) {
      this.violations.push(`content-type is ${headers['content-type'] ?? 'missing'}`);
    }
    if (headers.authorization === undefined) this.violations.push('the Authorization header is missing');
    if (headers.authorization !== `Bearer ${this.apiKey}`) throw invalidKey();
  }

  async #servePicture(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.downloads.push(path);
    if (request.headers.authorization !== undefined) {
      this.violations.push('a download carried the Authorization header');
    }
    const file = this.#desk.file(path.slice(picturePath.length + 1));
    if (file === undefined) return reply(response, htmlAnswer(404));
    const bytes = await this.#download(file);
    sendPicture(response, {
      bytes,
      contentType: `image/${file.order.format}`,
      fault: this.#pictureFaults.take(path),
    });
  }

  #download({ order, index }: { readonly order: PaintOrder; readonly index: number }): Promise<Buffer> {
    const { artist, downloadSide } = this.#options;
    if (artist !== undefined || downloadSide === undefined || order.taskType !== 'imageInference') {
      return (artist ?? sampleArtist).paint(order, index);
    }
    return pictureFor(order.taskUUID, index, order.format, downloadSide);
  }
}

/** Starts a fake Runware on a free port of 127.0.0.1. */
export async function startFakeRunware(options: FakeRunwareOptions = {}): Promise<FakeRunware> {
  const fake = new FakeRunware(options);
  await fake.start();
  return fake;
}

/** @throws RefusedTask when the body is not an array of exactly one task with a true id. */
function readTask(body: string): ReceivedTask {
  const tasks = parse(body);
  if (!Array.isArray(tasks) || tasks.length !== 1) {
    throw invalid({ name: 'body', type: 'array', rule: 'The body must be an array with one task.' });
  }
  const task: unknown = tasks[0];
  if (typeof task !== 'object' || task === null || !('taskType' in task)) throw missing('taskType');
  const isPing = task.taskType === 'ping';
  if (!isPing && !('taskUUID' in task && isTaskUUID(task.taskUUID))) {
    throw invalid({ name: 'taskUUID', rule: 'It must be a UUID v4 string.' });
  }
  return { taskUUID: '', ...task, taskType: String(task.taskType) };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw invalid({ name: 'body', type: 'array', rule: 'The body is not JSON.' });
  }
}

function taskUUIDIn(body: string): string | undefined {
  return /"taskUUID"\s*:\s*"([0-9a-fA-F-]{36})"/.exec(body)?.[1];
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  return length > maxBodyBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

function htmlAnswer(status: number): Answer {
  const body = `<html><body><h1>${status}</h1></body></html>`;
  return { kind: 'reply', status, body, headers: { 'content-type': 'text/html' } };
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer.kind === 'hang') return;
  if (answer.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const length = Buffer.byteLength(answer.body);
  if (answer.kind === 'reply') {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': length });
    response.end(answer.body);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
  response.write(answer.body.slice(0, length / 2), () => response.destroy());
}

type PictureAnswer = {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly fault: PictureFault | undefined;
};

function sendPicture(response: ServerResponse, { bytes, contentType, fault }: PictureAnswer): void {
  switch (fault?.kind) {
    case undefined:
      response.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length }).end(bytes);
      return;
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html></html>');
      return;
    case 'bytes':
      response.writeHead(200, { 'content-type': fault.contentType ?? contentType }).end(fault.body);
      return;
    case 'huge':
      response.writeHead(200, {
        'content-type': contentType,
        ...(fault.tellsLength ? { 'content-length': fault.bytes } : {}),
      });
      response.write(bytes);
      response.end(Buffer.alloc(Math.max(0, fault.bytes - bytes.length), 0x55));
      return;
    case 'truncated':
      response.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
      return;
    case 'hang':
      response.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2));
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.location }).end();
      return;
  }
}
