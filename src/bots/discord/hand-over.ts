import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../core/log.ts';
import { lifeLengthMs } from '../../core/signs-of-life.ts';
import type { Storage, StorageTransaction } from '../../core/storage/storage.ts';

export interface HandOverOptions {
  readonly storage: Storage;
  readonly log: Log;
  /** What is handed over: the name of a post. */
  readonly place: string;
  readonly now: () => number;
  readonly pause?: (ms: number) => Promise<void>;
  readonly confirmEveryMs?: number;
}

/** How a place at Discord passes from one process to another. */
export type PlaceSharing = Pick<HandOver, 'waits' | 'listens' | 'isLost' | 'relieve' | 'claims'>;

/** Longer than a process takes between two looks whether the place is free, which is when it says that it waits. */
const waitsForMs = 10_000;

/** Discord may let a shard begin only five seconds after the last one. */
const leastPatienceMs = 10_000;

/** A process that is told to stop has three minutes (compose.large.yaml, deploy/easel.service), and something to do afterwards. */
const mostPatienceMs = 140_000;

const lookAgainMs = 250;

/** Whoever passed the place on has closed its connection by then. */
const sharedForMs = 15_000;

/** Half of the time for which a sign of life counts: no other process can have taken the place, whatever its clock says. */
const certainForMs = lifeLengthMs / 2;

/** As long as an interaction lives: https://docs.discord.com/developers/interactions/receiving-and-responding */
const claimedForMs = 15 * 60_000;

const forEverMs = 100 * 365 * 24 * 60 * 60_000;

/**
 * Passes a place at Discord from one process to another without a moment in which nobody listens: Discord tells nobody
 * later what happened then. Both are connected for a moment, so each thing that happens in it is claimed by one of them.
 */
export class HandOver {
  readonly #options: HandOverOptions;
  readonly #self = randomUUID();
  #sharedUntilMs = Number.POSITIVE_INFINITY;
  #certainUntilMs = Number.NEGATIVE_INFINITY;
  #patienceMs = leastPatienceMs;
  #isLeaving = false;

  constructor(options: HandOverOptions) {
    this.#options = options;
  }

  /** Somebody is there to take the place. @throws what the database throws. */
  async waits(): Promise<void> {
    const mark = { name: this.#ownWaiting, detail: this.#self, untilMs: this.#options.now() + waitsForMs };
    await this.#options.storage.transaction(({ marks }) => marks.put(mark));
  }

  /** This process listens from now on, and took so long for it: so may the next one. */
  async listens(tookMs: number): Promise<void> {
    this.#patienceMs = Math.min(Math.max(2 * tookMs, leastPatienceMs), mostPatienceMs);
    this.#sharedUntilMs = this.#options.now() + sharedForMs;
    await this.#unlessFaulty(() => this.#listen(), undefined);
  }

  /** Resolves with true when another process has the place, since this one was taken for dead; with false when it is left. */
  async isLost(signal: AbortSignal): Promise<boolean> {
    const { confirmEveryMs = 5_000 } = this.#options;
    while (!signal.aborted) {
      if (!(await this.#unlessFaulty(() => this.#confirm(), true))) return !signal.aborted;
      await delay(confirmEveryMs, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  /** Leaves the place, and resolves when another process listens in it, when nobody waits for it or is quick enough. */
  async relieve(leave: () => Promise<void>): Promise<void> {
    const endsAtMs = this.#options.now() + this.#patienceMs;
    this.#isLeaving = true;
    const isAwaited = await this.#unlessFaulty(() => this.#isAwaited(), false);
    await leave();
    if (isAwaited) await this.#unlessFaulty(() => this.#untilRelieved(endsAtMs), undefined);
  }

  /**
   * False for what another process takes care of; where that is not known, or not by the time that somebody waits for it, it
   * is rather answered twice than never.
   */
  async claims(id: string, signal?: AbortSignal): Promise<boolean> {
    return this.#isAlone || this.#unlessFaulty(() => this.#claim(id, signal), true);
  }

  /** Whether nobody else can have been told of what happens now. */
  get #isAlone(): boolean {
    const nowMs = this.#options.now();
    return !this.#isLeaving && nowMs >= this.#sharedUntilMs && nowMs < this.#certainUntilMs;
  }

  async #confirm(): Promise<boolean> {
    const { now, place, storage } = this.#options;
    const nowMs = now();
    const isHeld = await storage.transaction(async ({ processes }) => {
      await processes.live(nowMs + lifeLengthMs);
      return processes.hold(place);
    });
    if (isHeld) this.#certainUntilMs = nowMs + certainForMs;
    return isHeld;
  }

  async #listen(): Promise<void> {
    const mark = { name: this.#listening, detail: this.#self, untilMs: this.#options.now() + forEverMs };
    await this.#options.storage.transaction(async ({ marks }) => {
      await marks.put(mark);
      // Others may still wait.
      await marks.remove(this.#ownWaiting);
    });
  }

  async #isAwaited(): Promise<boolean> {
    const { now, storage } = this.#options;
    const waiting = await storage.transaction(({ marks }) => marks.list(this.#waiting, now()));
    return waiting.some(({ detail }) => detail !== this.#self);
  }

  async #untilRelieved(endsAtMs: number): Promise<void> {
    const { now, pause = delay } = this.#options;
    while (now() < endsAtMs && (await this.#findListening()) === this.#self) await pause(lookAgainMs);
  }

  #claim(id: string, signal: AbortSignal | undefined): Promise<boolean> {
    const { now, place, storage } = this.#options;
    const nowMs = now();
    const mark = { name: `discord ${id}`, detail: '', untilMs: nowMs + claimedForMs };
    const claim = async ({ marks, processes }: StorageTransaction) => {
      const isOurs = this.#isLeaving || (await processes.hold(place));
      return isOurs && marks.claim(mark, nowMs);
    };
    return storage.transaction(claim, { signal });
  }

  /** What the names of all begin with that wait for this place. */
  get #waiting(): string {
    return `waits for ${this.#options.place}, `;
  }

  get #ownWaiting(): string {
    return this.#waiting + this.#self;
  }

  get #listening(): string {
    return `listens in ${this.#options.place}`;
  }

  async #unlessFaulty<Result>(ask: () => Promise<Result>, otherwise: Result): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      this.#options.log.warn({ error }, 'what another process does at Discord is not known');
      return otherwise;
    }
  }

  async #findListening(): Promise<string | undefined> {
    const { now, storage } = this.#options;
    const mark = await storage.transaction(({ marks }) => marks.find(this.#listening, now()));
    return mark?.detail;
  }
}
