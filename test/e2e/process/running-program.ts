import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { environmentSchema } from '../../../src/config/variables.ts';

/** How a program ended: with a code, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProgramOptions {
  readonly command: string;
  readonly words: readonly string[];
  /** Beside what every program gets; settings that are left out are empty, whatever a file named .env says. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly folder?: string | undefined;
}

const patienceMs = 30_000;

const compileCache = fileURLToPath(new URL('../../../node_modules/.cache/easel', import.meta.url));

/** The program as `node` runs it: the process that is started is the program itself. */
export function startNode(file: string, options: Partial<ProgramOptions> = {}): RunningProgram {
  const { words = [], ...others } = options;
  return new RunningProgram({ ...others, command: process.execPath, words: [file, ...words] });
}

/** The program as people start it: the process that is started is npm, and the program its child. */
export function startNpm(words: readonly string[], options: Partial<ProgramOptions> = {}): RunningProgram {
  return new RunningProgram({ ...options, command: 'npm', words });
}

/** A real process, with everything that it says. */
export class RunningProgram {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #closed: Promise<Ending>;
  readonly #listeners = new Set<() => void>();
  stdout = '';
  stderr = '';

  constructor({ command, words, environment = {}, folder }: ProgramOptions) {
    this.#child = spawn(command, words, {
      cwd: folder,
      env: { ...bareEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, as a terminal gives it: a signal can reach the program together with all that it started.
      detached: true,
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#changed();
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#changed();
    });
    this.#closed = once(this.#child, 'close').then(([code, signal]) => {
      this.#changed();
      return { code, signal };
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('Expected the program to have started');
    return this.#child.pid;
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Every line of the log so far. */
  get log(): readonly Readonly<Record<string, unknown>>[] {
    return this.stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  }

  /** Resolves once what was said, on either output, fits. */
  waitForText(pattern: RegExp, description: string): Promise<RegExpExecArray> {
    return this.#waitFor(() => pattern.exec(this.stdout) ?? pattern.exec(this.stderr), description);
  }

  /** Resolves with the first line of the log that has this message. */
  waitForLog(message: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#waitFor(() => this.log.find(({ msg }) => msg === message), `the log line "${message}"`);
  }

  /** Resolves once the process and everything that holds its outputs is gone. */
  async ended(withinMs = patienceMs): Promise<Ending> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#impatience('the end of the program', withinMs)), withinMs);
    });
    return Promise.race([this.#closed, tooLate]).finally(() => clearTimeout(timer));
  }

  /** Signals the process alone, as a supervisor does. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Signals the process and all that it started, as Ctrl-C on a terminal does. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Ends whatever is left; for the end of a test. */
  async dispose(): Promise<void> {
    try {
      this.signalGroup('SIGKILL');
    } catch (error) {
      // Nothing is left.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
    await this.#closed;
  }

  #waitFor<Found>(find: () => Found | null | undefined, description: string): Promise<Found> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(() => reject(this.#impatience(description))), patienceMs);
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        settle();
      };
      const look = () => {
        const found = find();
        if (found !== null && found !== undefined) finish(() => resolve(found));
        else if (this.isOver)
          finish(() => reject(new Error(`The program ended before ${description}\n${this.#said}`)));
      };
      this.#listeners.add(look);
      look();
    });
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #impatience(description: string, waitedMs = patienceMs): Error {
    return new Error(`Waited ${waitedMs} ms for ${description}\n${this.#said}`);
  }

  get #said(): string {
    return `stdout:\n${this.stdout}\nstderr:\n${this.stderr}`;
  }
}

function bareEnvironment(): Record<string, string> {
  const settings = environmentSchema.keyof().options.flatMap((name) => [name, `${name}_FILE`]);
  return {
    ...Object.fromEntries(settings.map((name) => [name, ''])),
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    LANG: 'C.UTF-8',
    // As `npm start` has it: what was compiled once need not be again.
    NODE_COMPILE_CACHE: compileCache,
  };
}
