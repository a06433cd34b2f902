import { setTimeout as delay } from 'node:timers/promises';
import type { Storage } from '../../core/storage/storage.ts';

export interface IdentifyTurnsOptions {
  readonly storage: Storage;
  /** How many shards may begin at once, as Discord says of this bot. */
  readonly maxConcurrency: number;
  readonly now: () => number;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** https://docs.discord.com/developers/events/gateway#sharding-max-concurrency */
const betweenMs = 5_000;

/** Lets shards begin one after the other, in whichever process they are: whoever comes too early loses its session. */
export class IdentifyTurns {
  readonly #options: IdentifyTurnsOptions;

  constructor(options: IdentifyTurnsOptions) {
    this.#options = options;
  }

  /** Resolves when the shard may begin. @throws the reason of the signal when it is aborted. */
  async waitForIdentify(shardId: number, signal: AbortSignal): Promise<void> {
    const { maxConcurrency, now, pause = realPause, storage } = this.#options;
    const name = `discord identify ${shardId % maxConcurrency}`;
    for (;;) {
      const nowMs = now();
      const waitMs = await storage.transaction(async ({ marks }) => {
        const mark = { name, detail: '', untilMs: nowMs + betweenMs };
        if (await marks.claim(mark, nowMs)) return 0;
        return ((await marks.find(name, nowMs))?.untilMs ?? nowMs) - nowMs;
      });
      if (waitMs === 0) return;
      await pause(waitMs, signal);
    }
  }
}

async function realPause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal });
}
