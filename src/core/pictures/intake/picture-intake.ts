import { availableParallelism } from 'node:os';
import PQueue from 'p-queue';
import type { MemoryUse } from './intake-order.ts';
import type { TakenIn } from './normalised-picture.ts';
import type { PictureBounds } from './picture-bounds.ts';
import {
  type IntakeAnswer,
  ReadingProcess,
  ReadingProcessEnded,
  ReadingTookTooLong,
} from './reading-process.ts';

export interface PictureIntakeOptions {
  /** Pictures read at the same time, each in a process of its own. */
  readonly concurrency?: number;
  /** How long one picture may take. */
  readonly timeoutMs?: number;
  /** How long a process waits for another picture before it ends and gives its memory back. */
  readonly idleMs?: number;
  /** Called after each picture that was read, with what it took. */
  readonly onRead?: (reading: PictureReading) => void;
  readonly startProcess?: () => ReadingProcess;
}

export interface PictureReading {
  /** From the order to the answer, waiting in line not included. */
  readonly durationMs: number;
  /** Of the process that read it. */
  readonly memory: MemoryUse;
}

/** Leaves one processor to whoever answers people; more than four hold more memory than they save time. */
const defaultConcurrency = Math.min(4, Math.max(1, availableParallelism() - 1));
const defaultTimeoutMs = 30_000;
const defaultIdleMs = 60_000;
/** A process that still holds this much after a picture is replaced: allocators seldom give everything back. */
const maxProcessMemoryBytes = 400_000_000;

/**
 * Reads files of unknown origin as pictures and makes them fit a model, in processes of their own: a decoder that
 * crashes, hangs or is taken over does so far from the bot, its memory and its secrets.
 */
export class PictureIntake {
  readonly #options: Required<Omit<PictureIntakeOptions, 'onRead'>>;
  readonly #onRead: (reading: PictureReading) => void;
  readonly #line: PQueue;
  readonly #processes = new Set<ReadingProcess>();
  readonly #free: ReadingProcess[] = [];
  readonly #closing = new AbortController();
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: PictureIntakeOptions = {}) {
    this.#options = {
      concurrency: options.concurrency ?? defaultConcurrency,
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      idleMs: options.idleMs ?? defaultIdleMs,
      startProcess: options.startProcess ?? (() => new ReadingProcess()),
    };
    this.#onRead = options.onRead ?? (() => {});
    this.#line = new PQueue({ concurrency: this.#options.concurrency });
  }

  /**
   * A picture that fits the bounds, or why there is none. Callers in line hold their bytes: let no more of them in than
   * memory allows.
   *
   * @throws the signal's reason when it is aborted, although a reading that has begun is brought to its end; Error when
   * the intake is stopped, or has a bug.
   */
  async takeIn(
    bytes: Uint8Array,
    options: { bounds: PictureBounds; signal?: AbortSignal },
  ): Promise<TakenIn> {
    const { bounds, signal } = options;
    const { byteLength } = bytes;
    const { maxFileBytes } = bounds;
    if (byteLength === 0) return { refusal: { problem: 'empty' } };
    if (byteLength > maxFileBytes) {
      return { refusal: { problem: 'too-large-file', byteLength, maxBytes: maxFileBytes } };
    }
    const signals = [this.#closing.signal, ...(signal === undefined ? [] : [signal])];
    return this.#line.add(() => this.#read({ bytes, bounds }), { signal: AbortSignal.any(signals) });
  }

  /** Ends the processes. What is being read or waits in line is rejected. */
  async stop(): Promise<void> {
    clearTimeout(this.#idleTimer);
    this.#closing.abort(new Error('the intake of pictures is stopped'));
    await Promise.all([...this.#processes].map((reader) => reader.stop()));
  }

  async #read(order: { bytes: Uint8Array; bounds: PictureBounds }): Promise<TakenIn> {
    clearTimeout(this.#idleTimer);
    const reader = this.#free.pop() ?? this.#another();
    try {
      return await this.#readWith(reader, order);
    } finally {
      this.#free.push(reader);
      this.#endWhenIdle();
    }
  }

  async #readWith(
    reader: ReadingProcess,
    order: { bytes: Uint8Array; bounds: PictureBounds },
  ): Promise<TakenIn> {
    const startedAt = performance.now();
    for (let crashes = 0; ; ) {
      try {
        const answer = await reader.read(order, this.#options.timeoutMs);
        this.#onRead({ durationMs: performance.now() - startedAt, memory: answer.memory });
        await this.#replaceWhenLarge(reader, answer);
        return answer.result;
      } catch (error) {
        this.#closing.signal.throwIfAborted();
        if (error instanceof ReadingTookTooLong) return { refusal: { problem: 'took-too-long' } };
        if (!(error instanceof ReadingProcessEnded)) throw error;
        crashes += 1;
        // Once may be the system's doing, for want of memory. Twice is the picture's.
        if (crashes === 2) return { refusal: { problem: 'broken', format: undefined } };
      }
    }
  }

  async #replaceWhenLarge(reader: ReadingProcess, { memory }: IntakeAnswer): Promise<void> {
    if (memory.heldBytes > maxProcessMemoryBytes) await reader.stop();
  }

  #another(): ReadingProcess {
    const reader = this.#options.startProcess();
    this.#processes.add(reader);
    return reader;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#closing.signal.aborted) return;
    const endFree = () => Promise.all(this.#free.map((reader) => reader.stop()));
    this.#idleTimer = setTimeout(() => void endFree(), this.#options.idleMs).unref();
  }
}
