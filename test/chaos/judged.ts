import { draftingModel } from '../e2e/support/offer-tools.ts';
import type { FakeRunware } from '../fakes/runware/fake-runware.ts';
import { whosePicture } from '../fakes/runware/sample-pictures.ts';
import type { Asked } from './asked.ts';
import { markersIn } from './asked.ts';
import type { Promises } from './promises.ts';

/** What became of one request, or of one more generation that a button made of it, seen from outside. */
export interface Judged {
  readonly asked: Asked;
  /** Undefined when nobody ever saw anything of it. */
  readonly generationId: string | undefined;
  /** A button made it: the same words once more. */
  readonly isRepetition: boolean;
  /** Somebody saw that it began. In words: on Discord the first answer, on Telegram the confirmed update counts. */
  readonly isAccepted: boolean;
  /** It was turned down in words, before anything began. */
  readonly isRefused: boolean;
  /** Its person pressed `Delete`. */
  readonly isDeleted: boolean;
  /** Its final answer says that it was called off. */
  readonly isCancelled: boolean;
  /** How many final answers there are. */
  readonly finals: number;
  /** How many of them show pictures. */
  readonly shown: number;
  /** Status messages that will say for ever that something is to come, although the answer is there. */
  readonly leftBehind: number;
  /** Sentences about pictures that came to the wrong person or place, or were the wrong ones. */
  readonly misplaced: readonly string[];
  /** Sentences about what others could see of a private request. */
  readonly leaked: readonly string[];
}

/** What the judges go by, beside what was said. */
export interface Evidence {
  readonly paintings: Paintings;
  readonly promises: Promises;
}

/** What the service painted and charged. */
export class Paintings {
  readonly #runware: FakeRunware;

  constructor(runware: FakeRunware) {
    this.#runware = runware;
  }

  /** How many pictures were made for a generation. */
  madeBy(generationId: string | undefined): number {
    return generationId === undefined ? 0 : (this.#runware.ledger.of(generationId)?.pictures ?? 0);
  }

  /** How many tasks were painted with the words of a request, drafts left out. */
  tasksOf(number: number): number {
    return this.#with(number).filter(({ taskUUID }) => !this.isDraft(taskUUID)).length;
  }

  /** The drafts of a request. */
  draftsOf(number: number): readonly string[] {
    return this.#with(number)
      .map(({ taskUUID }) => taskUUID)
      .filter((taskUUID) => this.isDraft(taskUUID));
  }

  /** Those of all requests. */
  get drafts(): readonly string[] {
    const ids = this.#runware.ledger.entries.map(({ taskUUID }) => taskUUID);
    return ids.filter((taskUUID) => this.isDraft(taskUUID));
  }

  /** Nobody asks for the model that paints drafts by its name. */
  isDraft(taskUUID: string | undefined): boolean {
    return taskUUID !== undefined && this.#runware.ledger.of(taskUUID)?.model === draftingModel;
  }

  #with(number: number) {
    return this.#runware.ledger.entries.filter(({ prompt }) => markersIn(prompt).includes(number));
  }

  /** Generations that were painted more than once. */
  get paidTwice(): readonly string[] {
    return this.#runware.ledger.paidTwice.map(({ prompt, taskUUID }) => `${prompt}: ${taskUUID}`);
  }

  /** The task whose result these bytes show, looked for among those that are likely first. */
  async taskOf(bytes: Buffer, likely: readonly string[]): Promise<string | undefined> {
    const candidates = likely.flatMap((taskUUID) =>
      Array.from({ length: this.madeBy(taskUUID) }, (_, index) => ({ taskUUID, index })),
    );
    const found = (await whosePicture(bytes, candidates)) ?? (await this.#runware.whosePicture(bytes));
    return found?.taskUUID;
  }
}
