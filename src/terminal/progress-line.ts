/** The part of a terminal that is needed to show progress. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const widestBar = 24;
/** What stands beside the bar, as in `[] 999 s`. */
const besideTheBar = 8;
/** A shorter bar tells nothing. */
const narrowestBar = 4;
const usualColumns = 80;
const redrawMs = 100;
const clearLine = '\r\u001b[2K';

/** Shows how a wish gets on: one plain line per step, and below it a bar that moves where the output is a terminal. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #text: string | undefined;
  #redraw: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
  }

  /** A step that usually takes `expectedMs`; the bar nears its end but reaches it only with the result. */
  run(text: string, expectedMs: number): void {
    if (text === this.#text) return;
    this.end();
    this.#text = text;
    // The words have a line of their own: a line that wraps cannot be drawn over.
    this.#terminal.write(`${text}\n`);
    if (this.#terminal.isTTY !== true) return;
    const startedAtMs = this.#now();
    const draw = () => this.#draw(this.#now() - startedAtMs, expectedMs);
    draw();
    this.#redraw = setInterval(draw, redrawMs);
    // What is shown must not keep alive what has nothing left to do.
    this.#redraw.unref();
  }

  /** Takes the bar away and leaves a clean line. */
  end(): void {
    this.#text = undefined;
    if (this.#redraw === undefined) return;
    clearInterval(this.#redraw);
    this.#redraw = undefined;
    this.#terminal.write(clearLine);
  }

  #draw(elapsedMs: number, expectedMs: number): void {
    const width = Math.min(widestBar, (this.#terminal.columns || usualColumns) - besideTheBar);
    const seconds = `${Math.floor(elapsedMs / 1000)} s`;
    const shown = width < narrowestBar ? seconds : `${bar(elapsedMs / expectedMs, width)} ${seconds}`;
    this.#terminal.write(`${clearLine}${shown}`);
  }
}

/** Two thirds of the bar at the expected time, and never quite full: an honest bar does not stand still at 100 %. */
function bar(elapsedShare: number, width: number): string {
  const share = 1 - Math.exp(-elapsedShare * 1.1);
  const filled = Math.min(width - 1, Math.floor(share * width));
  return `[${'█'.repeat(filled)}${'░'.repeat(width - filled)}]`;
}
