import type { Courier, GenerationStatus } from './courier.ts';
import { coveredLike, readDraft } from './draft.ts';
import type { Generation } from './generation.ts';
import { unfinishedStates } from './generation-state.ts';
import type { Log } from './log.ts';
import type { PictureStore } from './pictures/picture-store.ts';
import type { Storage, StorageTransaction } from './storage/storage.ts';

export interface ProgressWatchOptions {
  readonly storage: Storage;
  readonly pictures: Pick<PictureStore, 'read'>;
  readonly couriers: ReadonlyMap<string, Courier>;
  /** True while nothing is painted. */
  readonly isPaused: () => boolean;
  /** True while those who run the bot have stopped it. */
  readonly isPausedByHand: () => boolean;
  readonly log: Log;
  /** Whether other processes work with the same storage. */
  readonly isShared?: boolean;
  /** Between two looks, in milliseconds. */
  readonly intervalMs?: number;
}

/** Who stands further back sees the place move once it has come near. */
const watchedPlaces = 200;
/** A place far back moves slowly: told every time, it would use up what the platforms let the answers have. */
const looksPerPlace = 0.25;
/** Behind them nobody is told more often than every so many looks, and so nobody is looked up more often. */
const nearPlaces = 32;
const looksPerFarLook = nearPlaces * looksPerPlace;

/** What somebody was told of their place, and by which look. */
interface Told {
  readonly ahead: number;
  readonly pause: Pause;
  /** How far the draft was. */
  readonly draft: Generation['state'] | undefined;
  readonly atLook: number;
}

/** Who has stopped painting. */
type Pause = 'none' | 'provider' | 'hand';

function pausesOf(pause: Pause): Required<Pick<GenerationStatus, 'isPaused' | 'isPausedByHand'>> {
  return { isPaused: pause !== 'none', isPausedByHand: pause === 'hand' };
}

type Waiting = GenerationStatus & { readonly ahead: number };

/**
 * Shows people how their requests come along: the place in line as it moves, and that nothing moves; then that it is painted and for how long.
 * One look for everybody at a time; the couriers pace and drop what comes too fast.
 */
export class ProgressWatch {
  readonly #options: ProgressWatchOptions;
  /** By waiting generation. */
  #told = new Map<string, Told>();
  #looks = 0;
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
    this.#told.set(generationId, { ahead, pause: 'none', draft: undefined, atLook: this.#looks });
  }

  /** Shows everybody where they are. Does nothing while an earlier look is under way. */
  look(): void {
    this.#looking ??= this.#show()
      .catch((error: unknown) => this.#options.log.warn({ error }, 'progress could not be looked up'))
      .finally(() => {
        this.#looking = undefined;
      });
  }

  /** Shows at once how far a generation is, or what its draft is the draft of. */
  show(generation: Generation): void {
    const { draftOf, id, wish } = generation;
    if (draftOf === undefined && wish.draftModel === undefined) this.#tell({ generation, ahead: undefined });
    else {
      this.#showDrafted(draftOf ?? id).catch((error: unknown) =>
        this.#options.log.warn({ generationId: id, error }, 'a draft could not be shown'),
      );
    }
  }

  async #showDrafted(id: string): Promise<void> {
    const pauses = pausesOf(this.#pause());
    const status = await this.#options.storage.read(async (transaction) => {
      const generation = await transaction.generations.find(id);
      if (generation === undefined || !(await isOwn(transaction, generation))) return;
      const isRunning = generation.state === 'running';
      const ahead = isRunning ? undefined : await transaction.line.ahead(generation);
      return this.#withDraft(transaction, { generation, ahead, ...pauses });
    });
    if (status !== undefined) this.#tell(status);
  }

  async #show(): Promise<void> {
    const pause = this.#pause();
    const isFarLook = this.#looks % looksPerFarLook === 0;
    this.#looks += 1;
    const { running, waiting } = await this.#options.storage.transaction(async (transaction) => {
      const { generations, line, processes } = transaction;
      const query = { holdsSlot: true, states: ['running'], isFree: true, limit: watchedPlaces } as const;
      const running: GenerationStatus[] = [];
      for (const generation of await generations.list(query)) {
        if (generation.draftOf !== undefined) continue;
        running.push(await this.#withDraft(transaction, { generation, ahead: undefined }));
      }
      const waiting: Waiting[] = [];
      // Told by several processes, a place would move to and fro.
      const places = isFarLook ? watchedPlaces : nearPlaces;
      const upcoming = (await processes.hold('progress')) ? await line.upcoming(places) : [];
      for (const place of placesOf(upcoming)) {
        const status = { ...place, ...this.#checkOf(place.generation), ...pausesOf(pause) };
        waiting.push(await this.#withDraft(transaction, status));
      }
      return { running, waiting };
    });
    const moved = this.#moved(waiting, pause);
    if (isFarLook) this.#forgetAllBut(waiting);
    for (const status of [...running, ...moved]) this.#tell(status);
  }

  /** Whoever paints and delivers it, in another process, does not know of words that are on their way from here. */
  #checkOf({ id, state }: Generation): Pick<GenerationStatus, 'isCurrent'> {
    const { isShared = false, storage } = this.#options;
    if (!isShared) return {};
    const isCurrent = () =>
      storage.read(async ({ generations }) => (await generations.find(id))?.state === state);
    return { isCurrent };
  }

  async #withDraft<Status extends GenerationStatus>(
    transaction: StorageTransaction,
    status: Status,
  ): Promise<Status> {
    const draft = await readDraft(transaction, status.generation, this.#options.pictures);
    if (draft === undefined) return status;
    return { ...status, generation: coveredLike(status.generation, draft), draft };
  }

  #tell(status: GenerationStatus): void {
    this.#options.couriers.get(status.generation.address.platform)?.progress(status);
  }

  #pause(): Pause {
    if (this.#options.isPausedByHand()) return 'hand';
    return this.#options.isPaused() ? 'provider' : 'none';
  }

  /** Those for whom something has changed since they were told, and whose turn it is to be told. */
  #moved(waiting: readonly Waiting[], pause: Pause): readonly GenerationStatus[] {
    return waiting.filter(({ ahead, draft: { generation } = {}, generation: { id } }) => {
      const draft = generation?.state;
      const before = this.#told.get(id) ?? { ahead: -1, pause, draft, atLook: this.#looks - 1 };
      const looksAgo = this.#looks - before.atLook;
      const hasChanged = before.ahead !== ahead || before.pause !== pause;
      const isDue = before.draft !== draft || (hasChanged && looksAgo >= ahead * looksPerPlace);
      this.#told.set(id, isDue ? { ahead, pause, draft, atLook: this.#looks } : before);
      return isDue;
    });
  }

  #forgetAllBut(waiting: readonly Waiting[]): void {
    const told = waiting.map(({ generation: { id } }) => [id, this.#told.get(id)] as const);
    this.#told = new Map(told.flatMap(([id, one]) => (one === undefined ? [] : [[id, one]])));
  }
}

/** Whether it is unfinished, and no other process shows how it comes along: two would overtake each other. */
async function isOwn({ generations }: StorageTransaction, { accountId, id }: Generation): Promise<boolean> {
  const limit = Number.MAX_SAFE_INTEGER;
  const own = await generations.list({ states: unfinishedStates, accountId, isFree: true, limit });
  return own.some((one) => one.id === id);
}

/** A draft has no place of its own, and nobody stands behind the draft of what they asked for. */
function placesOf(upcoming: readonly Generation[]): readonly { generation: Generation; ahead: number }[] {
  const places = new Map(upcoming.map(({ id }, place) => [id, place]));
  const drafted = new Set(upcoming.map(({ draftOf }) => draftOf));
  return upcoming
    .filter(({ draftOf }) => draftOf === undefined)
    .map((generation) => {
      const place = places.get(generation.id) ?? 0;
      return { generation, ahead: drafted.has(generation.id) ? place - 1 : place };
    });
}
