/** The part of a terminal that is needed to show progress. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const barWidth = 24;
const redrawMs = 100;

/**
 * Shows how a wish gets on: a bar that moves on a terminal, one plain line per step where the output is piped.
 */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #redraw: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
  }

  /** A step without a known length. */
  say(text: string): void {
    this.#clear();
    this.#terminal.write(this.#terminal.isTTY === true ? `${text}\r` : `${text}\n`);
  }

  /** A step that usually takes `expectedMs`; the bar nears its end but reaches it only with the result. */
  run(text: string, expectedMs: number): void {
    this.#clear();
    if (this.#terminal.isTTY !== true) {
      this.#terminal.write(`${text}\n`);
      return;
    }
    const startedAtMs = this.#now();
    const draw = () => {
      const elapsedMs = this.#now() - startedAtMs;
      this.#terminal.write(
        `\r\u001b[2K${bar(elapsedMs / expectedMs)} ${Math.floor(elapsedMs / 1000)} s  ${text}`,
      );
    };
    draw();
    this.#redraw = setInterval(draw, redrawMs);
  }

  /** Ends what is shown and leaves a clean line. */
  end(): void {
    this.#clear();
  }

  #clear(): void {
    clearInterval(this.#redraw);
    this.#redraw = undefined;
    if (this.#terminal.isTTY === true) this.#terminal.write('\r\u001b[2K');
  }
}

/** Two thirds of the bar at the expected time, and never quite full: an honest bar does not stand still at 100 %. */
function bar(elapsedShare: number): string {
  const share = 1 - Math.exp(-elapsedShare * 1.1);
  const filled = Math.min(barWidth - 1, Math.floor(share * barWidth));
  return `[${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}]`;
}
