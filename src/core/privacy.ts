import { accountOf, lookUpAccount } from './account.ts';
import { cancelAtWish } from './cancellation.ts';
import { erase, hide } from './erasure.ts';
import type { GenerationEvents } from './generation-events.ts';
import type { StandardBudgets } from './limits/admission.ts';
import type { Calendar } from './limits/calendar.ts';
import type { Log } from './log.ts';
import { partLink } from './part-link.ts';
import type { CopyFile } from './personal-copy.ts';
import { copyOf } from './personal-copy.ts';
import type { PersonalSummary } from './personal-summary.ts';
import type { PictureStore } from './pictures/picture-store.ts';
import { removeFiles } from './remove-files.ts';
import type { Storage, StorageTransaction } from './storage/storage.ts';

/** Whose data it is, and how much. */
export interface PersonalData extends PersonalSummary {
  /** The person, and whom they are linked with. */
  readonly people: readonly string[];
  /** How long results are kept; undefined where nothing ends that. */
  readonly picturesKeptMs: number | undefined;
  /** When this was so. */
  readonly atMs: number;
}

export type Erasing =
  /** With what there was before. */
  | { readonly kind: 'erased'; readonly before: PersonalData }
  /** It is too long ago that the person was told what goes: nobody loses everything by an old button. */
  | { readonly kind: 'ask-again'; readonly now: PersonalData };

/** What people may see, take along and have erased of what is stored about them. */
export interface Privacy {
  of(personId: string): Promise<PersonalData>;
  /** All of it in files, the words and times and costs; `mostBytes` of each is exceeded by a single row at most. */
  copy(personId: string, limits: { readonly mostBytes: number }): Promise<readonly CopyFile[]>;
  /**
   * Ends what the person has under way and erases everything but the account of what was paid, on both platforms of who
   * is linked; resolves as soon as nobody sees it any more. What is at a paid call, or owes an answer, is erased when
   * that is over. `askedAtMs` is when the person was told what goes. Harmless when repeated.
   */
  erase(request: { readonly personId: string; readonly askedAtMs: number }): Promise<Erasing>;
}

export interface StoredPrivacyOptions {
  readonly storage: Storage;
  readonly pictures: PictureStore;
  readonly calendar: Calendar;
  /** What people may use where nothing else was decided. */
  readonly standard: StandardBudgets;
  readonly picturesKeptMs: number | undefined;
  readonly events: GenerationEvents;
  /** Called with whoever's settings are gone. */
  readonly settingsChanged: (personId: string) => void;
  /** Called when a generation has ended before it was sent. */
  readonly breakOffPreparing: (generationId: string) => void;
  /** Called when an ending has to be told. */
  readonly wakeDelivery: () => void;
  readonly log: Log;
  readonly now: () => number;
}

/** Requests in one transaction, which everybody else waits for. */
const batchSize = 20;

/** How often is looked for what another process has ended, or a fault left behind. */
const patrolMs = 60_000;

/** How long people may think it over. */
const questionLifetimeMs = 10 * 60_000;

export class StoredPrivacy implements Privacy {
  readonly #options: StoredPrivacyOptions;
  #stopListening: (() => void) | undefined;
  #patrol: NodeJS.Timeout | undefined;
  /** Something may be left that waits for the end of its call or of its answer. */
  #isErasing = true;
  #finishing: Promise<void> | undefined;
  #mayHaveMore = false;
  #isStopping = false;

  constructor(options: StoredPrivacyOptions) {
    this.#options = options;
  }

  /** Goes on with what an earlier life of the process left, and looks again whenever something ends. */
  start(): void {
    this.#stopListening ??= this.#options.events.listen(() => {
      if (this.#isErasing) this.#finish();
    });
    this.#patrol ??= setInterval(() => this.#finish(), patrolMs);
    this.#finish();
  }

  /** Ends after the batch that is under way; the rest is for the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#stopListening?.();
    clearInterval(this.#patrol);
    await this.#finishing;
  }

  async of(personId: string): Promise<PersonalData> {
    const { now, storage } = this.#options;
    return storage.read(async (transaction) => {
      const { people } = await lookUpAccount(transaction, personId, now());
      return this.#dataOf(transaction, people, now());
    });
  }

  async copy(personId: string, limits: { readonly mostBytes: number }): Promise<readonly CopyFile[]> {
    const { now, storage } = this.#options;
    const { people } = await storage.read((transaction) => lookUpAccount(transaction, personId, now()));
    return copyOf(people, { ...limits, storage, nowMs: now() });
  }

  async erase({ askedAtMs, personId }: { personId: string; askedAtMs: number }): Promise<Erasing> {
    if (askedAtMs <= this.#options.now() - questionLifetimeMs) {
      return { kind: 'ask-again', now: await this.of(personId) };
    }
    return { kind: 'erased', before: await this.#erase(personId) };
  }

  async #erase(personId: string): Promise<PersonalData> {
    const { breakOffPreparing, events, log, now, settingsChanged, storage, wakeDelivery } = this.#options;
    const nowMs = now();
    const { before, unsent } = await storage.transaction(async (transaction) => {
      const { people } = await accountOf(transaction, personId, nowMs);
      const before = await this.#dataOf(transaction, people, nowMs);
      const unsent = await endUnderWay(transaction, people, nowMs);
      await transaction.personal.forget({ people, nowMs });
      // Moderators keep that there was something, and what they decided; nothing of what it was.
      await transaction.reports.outdateOf({ people, nowMs });
      // It may be for their private chat, and would wait for ever where nobody confirms it.
      await transaction.notices.forgetHeldBack();
      await this.#part(transaction, people, nowMs);
      return { before, unsent };
    });
    for (const generationId of unsent) {
      breakOffPreparing(generationId);
      events.emit({ name: 'generation-cancelled', generationId, providerMs: undefined, costMicros: 0 });
    }
    for (const one of before.people) settingsChanged(one);
    log.info({ people: before.people, requests: before.requests }, 'a person had everything erased');
    wakeDelivery();
    this.#isErasing = true;
    this.#finish();
    return before;
  }

  async #dataOf(
    { personal }: StorageTransaction,
    people: readonly string[],
    atMs: number,
  ): Promise<PersonalData> {
    const { picturesKeptMs } = this.#options;
    return { ...(await personal.summarise(people)), people, picturesKeptMs, atMs };
  }

  /** Like anybody who parts: no budget becomes a new one by it. */
  async #part(transaction: StorageTransaction, people: readonly string[], nowMs: number): Promise<void> {
    const { calendar, standard } = this.#options;
    const [personId = ''] = people;
    const link = people.length > 1 ? await transaction.links.find(personId) : undefined;
    if (link !== undefined) await partLink(transaction, link, { calendar, standard, nowMs });
  }

  /** Erases what nothing keeps from it any more, now or right after the batch that is under way. */
  #finish(): void {
    this.#mayHaveMore = true;
    this.#finishing ??= this.#finishAll()
      .catch((error: unknown) =>
        this.#options.log.error({ error }, 'erasing failed; it goes on with the next event'),
      )
      .finally(() => {
        this.#finishing = undefined;
      });
  }

  async #finishAll(): Promise<void> {
    while (this.#mayHaveMore && !this.#isStopping) {
      this.#mayHaveMore = false;
      const { erased, isErasing, keys } = await this.#options.storage.transaction(eraseBatch);
      this.#isErasing = isErasing;
      if (erased === batchSize) this.#mayHaveMore = true;
      await removeFiles(keys, this.#options);
    }
  }
}

/** Cancels what waits and what is at work, and withholds what was made; resolves with what had not been sent. */
async function endUnderWay(
  transaction: StorageTransaction,
  people: readonly string[],
  nowMs: number,
): Promise<readonly string[]> {
  const unsent: string[] = [];
  for (const id of await transaction.personal.underWay(people)) {
    const [personId = ''] = people;
    const cancellation = await cancelAtWish(transaction, { id, nowMs, personId });
    if (cancellation.kind === 'cancelled') unsent.push(id);
    if (cancellation.kind === 'not-found') continue;
    await transaction.generations.save(hide(cancellation.generation, nowMs));
  }
  return unsent;
}

async function eraseBatch({ generations, missedAnswers, personal, pictures }: StorageTransaction) {
  const ids = await personal.erasable(batchSize);
  const keys: string[] = [];
  for (const id of ids) {
    const generation = await generations.find(id);
    if (generation !== undefined) await generations.save(erase(generation));
    for (const { key } of await pictures.removeOf(id)) keys.push(key);
    await personal.noteErased(id);
  }
  await missedAnswers.remove(ids);
  return { erased: ids.length, isErasing: await personal.isErasing(), keys };
}
