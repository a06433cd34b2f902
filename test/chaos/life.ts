import { pathToFileURL } from 'node:url';
import { type RunningProgram, startNode } from '../e2e/process/running-program.ts';
import type { KillStep } from './kill-plan.ts';

const crashModule = pathToFileURL(`${import.meta.dirname}/crash-at-commit-process.ts`).href;

export interface LifeEnding {
  /** Why it was killed; undefined when it ended by itself. */
  readonly why: string | undefined;
  readonly code: number | null;
  /** Lines of the log at level error, by message. */
  readonly errors: readonly string[];
  readonly stderr: string;
}

/** One run of `node src/main.ts`, from its start to its death. */
export class Life {
  readonly program: RunningProgram;
  #why: string | undefined;

  constructor(environment: Readonly<Record<string, string>>, step: KillStep | undefined) {
    const crash: Record<string, string> =
      step?.kind === 'commit'
        ? { NODE_OPTIONS: `--import=${crashModule}`, EASEL_CRASH_AT: `${step.when} ${step.state}` }
        : {};
    this.program = startNode('src/main.ts', { environment: { ...environment, ...crash } });
    // Whoever breaks off the run leaves nothing behind.
    process.once('exit', this.#sweep);
    this.#crashing = step?.kind === 'commit' ? `${step.when} commit: ${step.state}` : undefined;
  }

  readonly #crashing: string | undefined;
  readonly #sweep = () => this.program.signal('SIGKILL');

  /** Kills the process at once. Only the first reason counts. */
  kill(why: string): void {
    if (this.#why !== undefined || this.program.isOver) return;
    this.#why = why;
    this.program.signal('SIGKILL');
  }

  /** Resolves when the process, and all that it had started, is gone. */
  async ended(withinMs?: number): Promise<LifeEnding> {
    const { code, signal } = await this.program.ended(withinMs);
    process.off('exit', this.#sweep);
    const why = this.#why ?? (signal === 'SIGKILL' ? this.#crashing : undefined);
    const errors = this.program.log
      .filter(({ level }) => level === 'error')
      .map((line) => `${line.msg} ${JSON.stringify(line.error ?? '').slice(0, 300)}`);
    return { why, code, errors, stderr: this.program.stderr };
  }
}
