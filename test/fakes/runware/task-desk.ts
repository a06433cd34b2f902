import { type Answer, type Envelope, json } from './answer.ts';
import type { Artist } from './artist.ts';
import { anyImageInference, type Fault, FaultList, type TaskFilter } from './faults.ts';
import { Hold } from './hold.ts';
import { Ledger } from './ledger.ts';
import type { PaintOrder, ReceivedTask } from './received-task.ts';
import { RunningCounts } from './running-counts.ts';
import { imageUUIDOf } from './sample-pictures.ts';
import { makesWords } from './tool-rules.ts';
import { conflict, type VendorError } from './vendor-errors.ts';

/** A task the service knows: carried out at this moment, or over with its whole answer. */
interface TaskRecord {
  readonly request: ReceivedTask;
  outcome: (Envelope & { readonly status: number }) | undefined;
}

export interface TaskDeskOptions {
  /** Where result pictures are served, without a trailing slash. */
  readonly pictureRoot: () => string;
  readonly personOf: (prompt: string) => string | undefined;
  readonly delayMs: (order: PaintOrder) => number;
  readonly artist: Artist;
}

const fileEndings = { jpeg: 'jpg', png: 'png', webp: 'webp' } as const;

/** The state behind the API: which tasks are known, what they came to, and what they cost. */
export class TaskDesk {
  readonly ledger = new Ledger();
  readonly running = new RunningCounts();
  readonly faults = new FaultList<ReceivedTask, Fault>();
  /** Whether getResponse knows tasks that were sent for a synchronous answer; the documentation leaves it open. */
  pollsKnowTasks = true;
  /** Whether failures of polled tasks arrive as items with a status, the second documented form. */
  pollsTellFailuresAsItems = false;
  readonly #options: TaskDeskOptions;
  readonly #records = new Map<string, TaskRecord>();
  readonly #files = new Map<string, { readonly order: PaintOrder; readonly index: number }>();
  readonly #holds: Hold[] = [];

  constructor(options: TaskDeskOptions) {
    this.#options = options;
  }

  hold(when: TaskFilter = anyImageInference): Hold {
    const hold = new Hold(when);
    this.#holds.push(hold);
    return hold;
  }

  releaseAll(): void {
    for (const hold of this.#holds) hold.release();
  }

  /** Forgets that an id was used, as the service may do after an undocumented time. */
  forget(taskUUID: string): void {
    this.#records.delete(taskUUID.toLowerCase());
  }

  knows(taskUUID: string): boolean {
    return this.#records.has(taskUUID.toLowerCase());
  }

  /** A result by the last part of its address, and what it was painted for. */
  file(name: string): { readonly order: PaintOrder; readonly index: number } | undefined {
    return this.#files.get(name);
  }

  /** Every result that was ever made, for finding out whose picture some bytes are. */
  get results(): readonly { readonly taskUUID: string; readonly index: number }[] {
    return [...this.#files.values()].map(({ order, index }) => ({ taskUUID: order.taskUUID, index }));
  }

  /** @throws RefusedTask when the id has been used. */
  async paint(task: ReceivedTask, order: PaintOrder, fault: Fault | undefined): Promise<Answer> {
    const early = earlyAnswer(fault, task);
    if (early !== undefined) return early;
    if (this.knows(order.taskUUID)) throw conflict(order.taskUUID);
    const record: TaskRecord = { request: task, outcome: undefined };
    this.#records.set(order.taskUUID.toLowerCase(), record);
    const person = this.#options.personOf(order.prompt);
    this.running.enter(person);
    try {
      for (const hold of this.#holds) await hold.pass(task);
      await pause(this.#options.delayMs(order));
      record.outcome = await this.#carryOut(order, fault);
    } finally {
      this.running.leave(person);
    }
    return lateAnswer(fault, record.outcome);
  }

  getResponse(taskUUID: string): Answer {
    const record = this.#records.get(taskUUID.toLowerCase());
    if (record === undefined || !this.pollsKnowTasks) return json({ data: [] });
    if (record.outcome === undefined) {
      const { taskType } = record.request;
      return json({ data: [{ taskType, taskUUID, status: 'processing' }] });
    }
    const { data, errors = [] } = record.outcome;
    const items = Array.isArray(data) ? data.map((item: object) => ({ ...item, status: 'success' })) : [];
    if (!this.pollsTellFailuresAsItems) {
      return json(errors.length === 0 ? { data: items } : { data: items, errors: errors.map(asPollError) });
    }
    return json({ data: [...items, ...errors.map((error) => asFailedItem(taskUUID, error))] });
  }

  getTaskDetails(taskUUID: string): Answer {
    const record = this.#records.get(taskUUID.toLowerCase());
    if (record?.outcome === undefined) {
      const message = 'The task could not be found.';
      return json({ data: [], errors: [{ code: 'taskNotFound', message, taskUUID }] }, 404);
    }
    const { status: _, ...response } = record.outcome;
    return json({ data: [{ taskType: 'getTaskDetails', taskUUID, request: [record.request], response }] });
  }

  async #carryOut(order: PaintOrder, fault: Fault | undefined): Promise<Envelope & { status: number }> {
    if (fault?.kind === 'error')
      return { status: fault.status ?? 400, errors: [errorOf(fault, order.taskUUID)] };
    const made = fault?.kind === 'partial' ? fault.made : order.count;
    const { dollarsEach: price } = order;
    this.ledger.charge(order, { pictures: made, dollars: made * price });
    const items = await Promise.all(
      Array.from({ length: made }, (_, index) => this.#item({ order, index, price, fault })),
    );
    if (fault?.kind !== 'partial') return { status: 200, data: items };
    const errors = Array.from({ length: order.count - made }, () => errorOf(fault, order.taskUUID));
    return { status: 200, data: items, errors };
  }

  async #item(result: WantedItem): Promise<object> {
    const { order, index, price, fault } = result;
    if (makesWords(order)) return this.#words(result);
    const isModerated = fault?.kind === 'moderated' && fault.indexes.includes(index);
    return {
      taskType: order.taskType,
      imageUUID: imageUUIDOf(order.taskUUID, index),
      taskUUID: order.taskUUID,
      ...(order.tellsCost ? { cost: price } : {}),
      ...this.#seed(order, index),
      ...(order.checksContent === true
        ? { NSFWContent: fault?.kind === 'explicit' && fault.indexes.includes(index) }
        : {}),
      ...(isModerated ? {} : await this.#deliver(order, index)),
    };
  }

  /** Where the safety filter took words away, nothing but the cost is left. */
  async #words({ fault, index, order, price }: WantedItem): Promise<object> {
    const { taskType, taskUUID, tellsCost } = order;
    const isModerated = fault?.kind === 'moderated' && fault.indexes.includes(index);
    return {
      taskType,
      taskUUID,
      ...(isModerated ? {} : { text: await this.#options.artist.write(order, index) }),
      ...(tellsCost ? { cost: price } : {}),
    };
  }

  #seed(order: PaintOrder, index: number): object {
    if (order.taskType !== 'imageInference') return {};
    return {
      seed: order.seed === undefined ? this.#options.artist.seedOf(order, index) : order.seed + index,
    };
  }

  async #deliver(order: PaintOrder, index: number): Promise<object> {
    const { taskUUID, format, delivery } = order;
    const name = `${imageUUIDOf(taskUUID, index)}.${fileEndings[format]}`;
    this.#files.set(name, { order, index });
    if (delivery === 'URL') return { imageURL: `${this.#options.pictureRoot()}/${name}` };
    const base64 = (await this.#options.artist.paint(order, index)).toString('base64');
    if (delivery === 'base64Data') return { imageBase64Data: base64 };
    return { imageDataURI: `data:image/${format};base64,${base64}` };
  }
}

interface WantedItem {
  readonly order: PaintOrder;
  readonly index: number;
  readonly price: number;
  readonly fault: Fault | undefined;
}

/** The answer of a call that never becomes a task. */
export function earlyAnswer(fault: Fault | undefined, task: ReceivedTask): Answer | undefined {
  if (fault === undefined || ('paints' in fault && fault.paints)) return undefined;
  if (fault.kind === 'reset' || fault.kind === 'hang') return { kind: fault.kind };
  if (fault.kind === 'body') return rawBody(fault);
  if (fault.kind !== 'error' || fault.remembers === true) return undefined;
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
  return json({ data: [], errors: [errorOf(fault, task.taskUUID)] }, fault.status ?? 400, headers);
}

function lateAnswer(fault: Fault | undefined, outcome: Envelope & { readonly status: number }): Answer {
  const { status, ...envelope } = outcome;
  if (fault?.kind === 'reset' || fault?.kind === 'hang') return { kind: fault.kind };
  if (fault?.kind === 'body') return rawBody(fault);
  if (fault?.kind === 'cut-off') return { kind: 'cut-off', body: JSON.stringify(envelope) };
  return json(envelope, status);
}

function rawBody(fault: Fault & { kind: 'body' }): Answer {
  const headers = {
    'content-type': fault.contentType ?? 'application/json',
    ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }),
    ...(fault.location === undefined ? {} : { location: fault.location }),
  };
  return { kind: 'reply', status: fault.status, body: fault.body, headers };
}

function errorOf(fault: Fault & { kind: 'error' | 'partial' }, taskUUID: string): VendorError {
  const details = fault.kind === 'error' ? fault : undefined;
  return {
    code: fault.code,
    message: details?.message ?? 'The request could not be carried out.',
    ...(details?.parameter === undefined ? {} : { parameter: details.parameter }),
    documentation: 'https://runware.ai/docs/en/image-inference/api-reference',
    taskType: 'imageInference',
    taskUUID,
    ...details?.details,
  };
}

function asPollError(error: VendorError): VendorError {
  return { ...error, status: 'error' };
}

function asFailedItem(taskUUID: string, { code, message }: VendorError): object {
  return { taskType: 'imageInference', taskUUID, status: 'error', error: { code, message } };
}

function pause(delayMs: number): Promise<void> {
  return delayMs <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, delayMs));
}
