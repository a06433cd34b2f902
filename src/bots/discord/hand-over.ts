import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../core/log.ts';
import type { Storage } from '../../core/storage/storage.ts';

export interface HandOverOptions {
  readonly storage: Storage;
  readonly log: Log;
  /** What is handed over: the name of a post. */
  readonly place: string;
  readonly now: () => number;
  readonly patienceMs?: number;
  readonly lookAgainMs?: number;
}

/** Longer than a process takes between two looks whether the place is free, which is when it says that it waits. */
const waitsForMs = 10_000;

/** Discord may let a shard begin only five seconds after the last one. */
const defaultPatienceMs = 10_000;

/** As long as an interaction lives: https://docs.discord.com/developers/interactions/receiving-and-responding */
const claimedForMs = 15 * 60_000;

const forEverMs = 100 * 365 * 24 * 60 * 60_000;

/**
 * Passes a place at Discord from one process to another without a moment in which nobody listens: Discord tells nobody
 * later what happened then. Both are connected for a moment, so each thing that happens is claimed by one of them.
 */
export class HandOver {
  readonly #options: HandOverOptions;
  readonly #self = randomUUID();

  constructor(options: HandOverOptions) {
    this.#options = options;
  }

  /** Somebody is there to take the place. @throws what the database throws. */
  async waits(): Promise<void> {
    const mark = { name: this.#waiting, detail: this.#self, untilMs: this.#options.now() + waitsForMs };
    await this.#options.storage.transaction(({ marks }) => marks.put(mark));
  }

  /** This process listens from now on. */
  listens(): Promise<void> {
    return this.#unlessFaulty(() => this.#listen(), undefined);
  }

  /** Leaves the place, and resolves when another process listens in it, when nobody waits for it or is quick enough. */
  async relieve(leave: () => Promise<void>): Promise<void> {
    const { now, patienceMs = defaultPatienceMs } = this.#options;
    const endsAtMs = now() + patienceMs;
    const isAwaited = await this.#unlessFaulty(() => this.#find(this.#waiting), undefined);
    await leave();
    if (isAwaited !== undefined) await this.#unlessFaulty(() => this.#untilRelieved(endsAtMs), undefined);
  }

  /** False for what another process takes care of; where that is not known it is rather answered twice than never. */
  claims(id: string): Promise<boolean> {
    return this.#unlessFaulty(() => this.#claim(id), true);
  }

  async #listen(): Promise<void> {
    const mark = { name: this.#listening, detail: this.#self, untilMs: this.#options.now() + forEverMs };
    await this.#options.storage.transaction(async ({ marks }) => {
      await marks.put(mark);
      await marks.remove(this.#waiting);
    });
  }

  async #untilRelieved(endsAtMs: number): Promise<void> {
    const { lookAgainMs = 250, now } = this.#options;
    while (now() < endsAtMs && (await this.#find(this.#listening)) === this.#self) await delay(lookAgainMs);
  }

  #claim(id: string): Promise<boolean> {
    const { now, storage } = this.#options;
    const nowMs = now();
    const mark = { name: `discord ${id}`, detail: '', untilMs: nowMs + claimedForMs };
    return storage.transaction(({ marks }) => marks.claim(mark, nowMs));
  }

  get #waiting(): string {
    return `waits for ${this.#options.place}`;
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

  async #find(name: string): Promise<string | undefined> {
    const { now, storage } = this.#options;
    const mark = await storage.transaction(({ marks }) => marks.find(name, now()));
    return mark?.detail;
  }
}
