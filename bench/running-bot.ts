import type { RunningProgram } from '../test/e2e/process/running-program.ts';
import { processorSecondsOf } from './processor-time.ts';
import { residentMegabytesOf } from './resident-memory.ts';

/** The processes of a bot, and what they cost this machine; those that they start themselves are not included. */
export class RunningBot {
  readonly #programs: readonly RunningProgram[];
  readonly #close: () => Promise<void>;

  constructor(programs: readonly RunningProgram[], close: () => Promise<void> = async () => {}) {
    this.#programs = programs;
    this.#close = close;
  }

  /** For how long they kept processors busy so far. Linux only. */
  async processorSeconds(): Promise<number> {
    return sum(await Promise.all(this.#programs.map(({ pid }) => processorSecondsOf(pid))));
  }

  /** What they hold in memory. */
  async residentMegabytes(): Promise<number> {
    return sum(await Promise.all(this.#programs.map(({ pid }) => residentMegabytesOf(pid))));
  }

  /** The longest p99 of the delay of their event loops since the last question, in milliseconds, by Easel's own metrics. */
  async eventLoopP99Ms(): Promise<number> {
    const delays = this.#programs.map(async (program) => {
      const { url } = await program.waitForLog('the status server listens');
      const metrics = await (await fetch(`${url}/metrics`)).text();
      return (
        1_000 * Number(/^nodejs_eventloop_lag_p99_seconds (?<seconds>.+)$/m.exec(metrics)?.groups?.seconds)
      );
    });
    return Math.max(...(await Promise.all(delays)));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.dispose()));
    await this.#close();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
