import type { Courier, GenerationStatus } from './courier.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage/storage.ts';

export interface ProgressWatchOptions {
  readonly storage: Storage;
  readonly couriers: ReadonlyMap<string, Courier>;
  /** True while nothing is painted. */
  readonly isPaused: () => boolean;
  readonly log: Log;
  /** Between two looks, in milliseconds. */
  readonly intervalMs?: number;
}

/** Who stands further back sees the place move once it has come near. */
const watchedPlaces = 200;
/** A place far back moves slowly: told every time, it would use up what the platforms let the answers have. */
const looksPerPlace = 0.25;

/** What somebody was told of their place, and how many looks ago. */
interface Told {
  readonly ahead: number;
  readonly isPaused: boolean;
  readonly looksAgo: number;
}

type Waiting = GenerationStatus & { readonly ahead: number; readonly isPaused: boolean };

/**
 * Shows people how their requests come along: the place in line as it moves, and that nothing moves; then that it is painted and for how long.
 * One look for everybody at a time; the couriers pace and drop what comes too fast.
 */
export class ProgressWatch {
  readonly #options: ProgressWatchOptions;
  /** By waiting generation. */
  #told = new Map<string, Told>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: ProgressWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), this.#options.intervalMs ?? 2_000);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Takes note of what somebody was told elsewhere, so that it is not said again. */
  told(generationId: string, ahead: number): void {
    this.#told.set(generationId, { ahead, isPaused: false, looksAgo: 0 });
  }

  /** Shows everybody where they are. Does nothing while an earlier look is under way. */
  look(): void {
    this.#looking ??= this.#show()
      .catch((error: unknown) => this.#options.log.warn({ error }, 'progress could not be looked up'))
      .finally(() => {
        this.#looking = undefined;
      });
  }

  async #show(): Promise<void> {
    const { couriers, storage } = this.#options;
    const isPaused = this.#options.isPaused();
    const { running, upcoming } = await storage.transaction(async ({ generations, line, processes }) => ({
      running: await generations.list({
        holdsSlot: true,
        states: ['running'],
        isFree: true,
        limit: watchedPlaces,
      }),
      // Told by several processes, a place would move to and fro.
      upcoming: (await processes.hold('progress')) ? await line.upcoming(watchedPlaces) : [],
    }));
    const statuses: GenerationStatus[] = [
      ...running.map((generation) => ({ generation, ahead: undefined })),
      ...this.#moved(upcoming.map((generation, ahead) => ({ generation, ahead, isPaused }))),
    ];
    for (const status of statuses) couriers.get(status.generation.address.platform)?.progress(status);
  }

  /** Those for whom something has changed since they were told, and whose turn it is to be told. */
  #moved(waiting: readonly Waiting[]): readonly GenerationStatus[] {
    const told = this.#told;
    this.#told = new Map();
    return waiting.filter(({ ahead, generation: { id }, isPaused }) => {
      const before = told.get(id) ?? { ahead: -1, isPaused, looksAgo: 0 };
      const looksAgo = before.looksAgo + 1;
      const hasChanged = before.ahead !== ahead || before.isPaused !== isPaused;
      const isDue = hasChanged && looksAgo >= ahead * looksPerPlace;
      this.#told.set(id, isDue ? { ahead, isPaused, looksAgo: 0 } : { ...before, looksAgo });
      return isDue;
    });
  }
}
