/** Sends one edit. Resolves whether it arrived or not. */
export type ProgressEdit = () => Promise<void>;

/** Edits of one message, within a lane that shares a rate limit: the message itself, or the chat that it is in. */
export interface PacedMessage {
  readonly key: string;
  readonly lane: string;
}

interface Lane {
  /** The newest edit of each message that waits, in the order in which they began to wait. */
  readonly waiting: Map<string, ProgressEdit>;
  underWay: { readonly key: string; readonly ended: Promise<void> } | undefined;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Paces edits: within a lane at least `intervalMs` apart, of each message only the newest of those that came too fast,
 * messages in turn, and none of a message once its final answer is on its way.
 */
export class ProgressPacer {
  readonly #intervalMs: number;
  readonly #lanes = new Map<string, Lane>();
  /** Where each message's edits wait or are under way. */
  readonly #laneOf = new Map<string, string>();

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Notes that something was written just now, so that the next edit keeps the distance. */
  wrote(laneName: string): void {
    const lane = this.#find(laneName);
    if (lane.timer === undefined && lane.underWay === undefined) this.#rest(laneName, lane);
  }

  /** Shows this edit as soon as the pace allows, instead of any other of the message that still waits. */
  show({ key, lane: laneName }: PacedMessage, edit: ProgressEdit): void {
    const lane = this.#find(laneName);
    lane.waiting.set(key, edit);
    this.#laneOf.set(key, laneName);
    if (lane.timer === undefined && lane.underWay === undefined) this.#next(laneName, lane);
  }

  /**
   * Drops what waits and resolves when no edit of the message is under way, so that none can overtake the final answer.
   */
  async finish(key: string): Promise<void> {
    const lane = this.#lanes.get(this.#laneOf.get(key) ?? '');
    this.#laneOf.delete(key);
    lane?.waiting.delete(key);
    if (lane?.underWay?.key === key) await lane.underWay.ended;
  }

  /** Drops everything that waits. */
  stop(): void {
    for (const lane of this.#lanes.values()) clearTimeout(lane.timer);
    this.#lanes.clear();
    this.#laneOf.clear();
  }

  #find(laneName: string): Lane {
    const known = this.#lanes.get(laneName);
    if (known !== undefined) return known;
    const lane: Lane = { waiting: new Map(), underWay: undefined, timer: undefined };
    this.#lanes.set(laneName, lane);
    return lane;
  }

  #next(laneName: string, lane: Lane): void {
    const [first] = lane.waiting;
    if (first === undefined) {
      this.#lanes.delete(laneName);
      return;
    }
    const [key, edit] = first;
    lane.waiting.delete(key);
    const ended = edit().finally(() => {
      lane.underWay = undefined;
      if (this.#lanes.get(laneName) === lane) this.#rest(laneName, lane);
    });
    lane.underWay = { key, ended };
  }

  #rest(laneName: string, lane: Lane): void {
    lane.timer = setTimeout(() => {
      lane.timer = undefined;
      this.#next(laneName, lane);
    }, this.#intervalMs);
    lane.timer.unref();
  }
}
