import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { IntakeMessage, IntakeOrder } from './intake-order.ts';
import type { PictureBounds } from './picture-bounds.ts';

export type IntakeAnswer = Extract<IntakeMessage, { kind: 'done' }>;

/** The process ended while it had an order: a decoder crashed, or the system took the process away. */
export class ReadingProcessEnded extends Error {
  override readonly name = 'ReadingProcessEnded';

  constructor() {
    super('the process that reads pictures ended');
  }
}

/** The order was not done in time; the process was ended. */
export class ReadingTookTooLong extends Error {
  override readonly name = 'ReadingTookTooLong';

  constructor() {
    super('a picture took too long to read');
  }
}

export interface FileToRead {
  readonly bytes: Uint8Array;
  readonly bounds: PictureBounds;
}

const program = fileURLToPath(new URL('./intake-process.ts', import.meta.url));

/**
 * A process that reads one picture at a time, started when first needed. It knows no secret: its environment is empty.
 * Between pictures it keeps no program alive.
 */
export class ReadingProcess {
  readonly #program: string;
  #child: Promise<ChildProcess> | undefined;

  /** Another program than the usual one is for tests. */
  constructor(otherProgram = program) {
    this.#program = otherProgram;
  }

  /**
   * Has one order done; the next one may come when this has settled.
   *
   * @throws ReadingProcessEnded, ReadingTookTooLong; Error when the process cannot be started or has a bug.
   */
  async read(file: FileToRead, timeoutMs: number): Promise<IntakeAnswer> {
    const child = await this.#running();
    child.ref();
    child.channel?.ref();
    try {
      const message = await answerTo(child, file, timeoutMs);
      if (message.kind !== 'done')
        throw new Error(`expected a picture to be read, got ${JSON.stringify(message)}`);
      return message;
    } catch (error) {
      await this.stop();
      throw error;
    } finally {
      child.unref();
      child.channel?.unref();
    }
  }

  /** Ends the process; the next order starts another one. */
  async stop(): Promise<void> {
    const starting = this.#child;
    this.#child = undefined;
    const child = await starting?.catch(() => undefined);
    if (child === undefined || hasEnded(child)) return;
    const gone = once(child, 'exit');
    child.ref();
    child.kill('SIGKILL');
    await gone;
  }

  async #running(): Promise<ChildProcess> {
    if (this.#child !== undefined) return this.#child;
    const starting = start(this.#program);
    this.#child = starting;
    const forget = () => {
      if (this.#child === starting) this.#child = undefined;
    };
    starting.then((child) => child.once('exit', forget), forget);
    return starting;
  }
}

async function start(path: string): Promise<ChildProcess> {
  // More arenas keep freed pictures for threads that have none: https://man7.org/linux/man-pages/man3/mallopt.3.html
  const env = { MALLOC_ARENA_MAX: '2' };
  const stdio = ['pipe', 'ignore', 'inherit', 'ipc'] as const;
  const child = fork(path, { env, execArgv: [], serialization: 'advanced', stdio: [...stdio] });
  // The pipe breaks when the process ends, and its end is what is listened to.
  child.stdin?.on('error', () => {});
  const ended = once(child, 'exit').then(() => [undefined]);
  const [message] = await Promise.race([once(child, 'message'), ended]);
  if (message === undefined) throw new Error('the process that reads pictures could not be started');
  return child;
}

function answerTo(child: ChildProcess, file: FileToRead, timeoutMs: number): Promise<IntakeMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IntakeMessage>();
  const end = () => reject(new ReadingProcessEnded());
  const timer = setTimeout(() => reject(new ReadingTookTooLong()), timeoutMs);
  child.once('message', resolve);
  child.once('exit', end);
  if (hasEnded(child)) end();
  // A process that ends while it is being told so says so by its exit.
  else give(child, file);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off('message', resolve);
    child.off('exit', end);
  });
}

function give(child: ChildProcess, { bytes, bounds }: FileToRead): void {
  const order: IntakeOrder = { byteLength: bytes.byteLength, bounds };
  child.send(order, () => {});
  child.stdin?.write(bytes, () => {});
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
