import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ModelCatalog } from '../model-catalog.ts';
import type { MicroDollars } from '../money.ts';
import { toDollars } from '../money.ts';
import type { PictureFormat } from '../wish.ts';
import { BoundedMap } from './bounded-map.ts';
import { enhanceWords } from './enhance-words.ts';
import type { Painter } from './painter.ts';
import type { ReceivedTask, SandboxTask } from './read-painting-task.ts';
import { readPaintingTask, readTaskUUID } from './read-painting-task.ts';
import type { SandboxToolTask } from './read-tool-task.ts';
import { readToolTask } from './read-tool-task.ts';
import type { WireError } from './task-error.ts';
import { invalidParameter, TaskRefused } from './task-error.ts';

/** What a task came to; several tasks of one request are put together. */
export interface TaskAnswer {
  readonly data: readonly object[];
  readonly errors: readonly WireError[];
}

export interface ServedPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface SandboxServiceOptions {
  readonly catalog: ModelCatalog;
  readonly painter: Painter;
  readonly delaysMs: { readonly text: number; readonly references: number };
  /** Aborted when the sandbox stops. */
  readonly signal: AbortSignal;
  /** The address under which results are served. */
  readonly origin: () => string;
}

interface AcceptedTask {
  readonly request: ReceivedTask;
  answer: TaskAnswer | undefined;
}

const balanceMicros: MicroDollars = 1_000_000_000;
const extensions: Readonly<Record<PictureFormat, string>> = { jpeg: 'jpg', png: 'png', webp: 'webp' };

/** The sandbox without its HTTP: accepts tasks, paints them, and remembers what became of them. */
export class SandboxService {
  readonly #options: SandboxServiceOptions;
  readonly #tasks = new BoundedMap<AcceptedTask>(10_000);
  readonly #pictures = new BoundedMap<ServedPicture>(200);
  #spentMicros: MicroDollars = 0;

  constructor(options: SandboxServiceOptions) {
    this.#options = options;
  }

  /** Answers one task of a request. */
  async answer(task: ReceivedTask): Promise<TaskAnswer> {
    try {
      return await this.#dispatch(task);
    } catch (error) {
      if (error instanceof TaskRefused) return { data: [], errors: [named(error.error, task)] };
      throw error;
    }
  }

  /** A result by the last part of its address. */
  picture(name: string): ServedPicture | undefined {
    return this.#pictures.get(name);
  }

  async #dispatch(task: ReceivedTask): Promise<TaskAnswer> {
    switch (task.taskType) {
      case 'imageInference':
        return this.#paint(task);
      case 'upscale':
      case 'removeBackground':
      case 'caption':
      case 'promptEnhance':
        return this.#useTool(task);
      case 'getResponse':
        return this.#response(task);
      case 'getTaskDetails':
        return this.#details(task);
      case 'accountManagement':
        return only({
          ...task,
          organizationName: 'Sandbox',
          balance: toDollars(balanceMicros - this.#spentMicros),
        });
      case 'ping':
        return only({ taskType: 'ping', pong: true });
      default:
        throw invalidParameter('taskType', 'string', 'The sandbox does not know this type of task.');
    }
  }

  async #paint(received: ReceivedTask): Promise<TaskAnswer> {
    const task = readPaintingTask(received, this.#options.catalog);
    return this.#accept(received, task.taskUUID, () => this.#paintAll(task));
  }

  async #useTool(received: ReceivedTask): Promise<TaskAnswer> {
    const task = readToolTask(received, this.#options.catalog);
    return this.#accept(received, task.taskUUID, () => this.#workOn(task));
  }

  async #accept(
    received: ReceivedTask,
    taskUUID: string,
    carryOut: () => Promise<TaskAnswer>,
  ): Promise<TaskAnswer> {
    if (this.#tasks.get(taskUUID) !== undefined) {
      throw new TaskRefused({
        code: 'conflictTaskUUID',
        message: 'A task with this UUID was accepted before. Task UUIDs must be unique.',
        parameter: 'taskUUID',
      });
    }
    const accepted: AcceptedTask = { request: received, answer: undefined };
    this.#tasks.set(taskUUID, accepted);
    try {
      accepted.answer = await carryOut();
      return accepted.answer;
    } catch (cause) {
      const error = { code: 'internalServerError', message: 'The sandbox failed to draw this.' };
      accepted.answer = { data: [], errors: [named(error, received)] };
      throw cause;
    }
  }

  async #paintAll(task: SandboxTask): Promise<TaskAnswer> {
    const { delaysMs, signal } = this.#options;
    const firstSeed = task.seed ?? randomInt(1, 4_294_967_200);
    await wait(task.references.length > 0 ? delaysMs.references : delaysMs.text, undefined, { signal });
    const seeds = Array.from({ length: task.count }, (_, index) => firstSeed + index);
    try {
      return { data: await Promise.all(seeds.map((seed) => this.#paintOne(task, seed))), errors: [] };
    } catch (cause) {
      if (task.references.length === 0 || signal.aborted) throw cause;
      const refusal = invalidParameter('referenceImages', 'string[]', 'A reference image could not be read.');
      return {
        data: [],
        errors: [{ ...refusal.error, taskType: 'imageInference', taskUUID: task.taskUUID }],
      };
    }
  }

  async #workOn(task: SandboxToolTask): Promise<TaskAnswer> {
    const { delaysMs, signal } = this.#options;
    const { includeCost, taskType, taskUUID, tool } = task;
    await wait(delaysMs.text, undefined, { signal });
    const priceMicros = tool.priceMicros ?? 0;
    try {
      const made = await this.#make(task);
      this.#spentMicros += priceMicros;
      return only({ taskType, taskUUID, ...made, ...(includeCost ? { cost: toDollars(priceMicros) } : {}) });
    } catch (cause) {
      if (tool.verb === 'enhance' || signal.aborted) throw cause;
      const refusal = invalidParameter('inputImage', 'string', 'The picture could not be read.');
      return { data: [], errors: [{ ...refusal.error, taskType, taskUUID }] };
    }
  }

  async #make({ format, picture, prompt, tool: { verb } }: SandboxToolTask): Promise<object> {
    const { painter } = this.#options;
    switch (verb) {
      case 'upscale':
      case 'cutout': {
        const bytes = await painter.workOn({ kind: verb, picture, format });
        const imageUUID = randomUUID();
        return { imageUUID, ...this.#output({ format, outputType: 'URL' }, imageUUID, bytes) };
      }
      case 'describe':
        return { text: await painter.describe(picture) };
      case 'enhance':
        return { text: enhanceWords(prompt) };
      default:
        return verb satisfies never;
    }
  }

  async #paintOne(task: SandboxTask, seed: number): Promise<object> {
    const { prompt, size, format, references } = task;
    const bytes = await this.#options.painter.paint({ prompt, seed, size, format, references });
    const imageUUID = randomUUID();
    const priceMicros = task.model.priceMicros ?? 0;
    this.#spentMicros += priceMicros;
    return {
      taskType: 'imageInference',
      imageUUID,
      taskUUID: task.taskUUID,
      ...(task.includeCost ? { cost: toDollars(priceMicros) } : {}),
      seed,
      ...this.#output(task, imageUUID, bytes),
    };
  }

  #output(
    { format, outputType }: Pick<SandboxTask, 'format' | 'outputType'>,
    imageUUID: string,
    bytes: Uint8Array,
  ): object {
    const mediaType = `image/${format}`;
    switch (outputType) {
      case 'URL': {
        const name = `${imageUUID}.${extensions[format]}`;
        this.#pictures.set(name, { bytes, mediaType });
        return { imageURL: `${this.#options.origin()}/pictures/${name}` };
      }
      case 'dataURI':
        return { imageDataURI: `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}` };
      case 'base64Data':
        return { imageBase64Data: Buffer.from(bytes).toString('base64') };
      default:
        return outputType satisfies never;
    }
  }

  #response(question: ReceivedTask): TaskAnswer {
    const taskUUID = readTaskUUID(question);
    const task = this.#tasks.get(taskUUID);
    if (task === undefined) return { data: [], errors: [] };
    const { taskType } = task.request;
    if (task.answer === undefined) return only({ taskType, taskUUID, status: 'processing' });
    const { data, errors } = task.answer;
    return { data: data.map((item) => ({ ...item, status: 'success' })), errors };
  }

  #details(question: ReceivedTask): TaskAnswer {
    const taskUUID = readTaskUUID(question);
    const task = this.#tasks.get(taskUUID);
    if (task?.answer === undefined) {
      throw new TaskRefused({ code: 'taskNotFound', message: 'No finished task has this UUID.' });
    }
    const { data, errors } = task.answer;
    const response = errors.length === 0 ? { data } : { data, errors };
    return only({ taskType: 'getTaskDetails', taskUUID, request: [task.request], response });
  }
}

function only(item: object): TaskAnswer {
  return { data: [item], errors: [] };
}

/** Names the task that an error belongs to, as far as the task is nameable. */
function named(error: WireError, { taskType, taskUUID }: ReceivedTask): WireError {
  return {
    ...error,
    ...(typeof taskType === 'string' ? { taskType } : {}),
    ...(typeof taskUUID === 'string' ? { taskUUID } : {}),
  };
}
