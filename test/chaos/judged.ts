import type { FakeRunware } from '../fakes/runware/fake-runware.ts';
import type { LedgerEntry } from '../fakes/runware/ledger.ts';
import { whosePicture } from '../fakes/runware/sample-pictures.ts';
import type { Asked } from './asked.ts';
import { markersIn } from './asked.ts';

/** What became of one request, seen from outside. */
export interface Judged {
  readonly asked: Asked;
  /** Discord: the person saw a first answer. Telegram: the update was confirmed, or answered. */
  readonly isAccepted: boolean;
  /** It was turned down in words, before anything began. */
  readonly isRefused: boolean;
  /** How many final answers arrived. */
  readonly finals: number;
  /** Status messages that will say for ever that something is to come, although the answer is there. */
  readonly leftBehind: number;
  /** Sentences about pictures that came to the wrong person or place, or were the wrong ones. */
  readonly misplaced: readonly string[];
  /** Sentences about what others could see of a private request. */
  readonly leaked: readonly string[];
}

/** What the service painted and charged, by request. */
export class Paintings {
  readonly #runware: FakeRunware;
  readonly #byNumber = new Map<number, LedgerEntry[]>();

  constructor(runware: FakeRunware) {
    this.#runware = runware;
    for (const entry of runware.ledger.entries) {
      for (const number of markersIn(entry.prompt)) {
        this.#byNumber.set(number, [...(this.#byNumber.get(number) ?? []), entry]);
      }
    }
  }

  of(number: number): readonly LedgerEntry[] {
    return this.#byNumber.get(number) ?? [];
  }

  /** How many pictures were made for a request. */
  madeFor(number: number): number {
    return this.of(number).reduce((sum, { pictures }) => sum + pictures, 0);
  }

  /** Requests that were painted more than once. */
  get paidTwice(): readonly string[] {
    return [...this.#byNumber]
      .filter(([, entries]) => entries.reduce((sum, { painted }) => sum + painted, 0) > 1)
      .map(([number, entries]) => `wish ${number}: ${entries.map((entry) => entry.taskUUID).join(', ')}`);
  }

  /** The request whose task begins like this, as in the name of an uploaded file. */
  startingWith(start: string): number | undefined {
    const entry = this.#runware.ledger.entries.find(({ taskUUID }) => taskUUID.startsWith(start));
    return entry === undefined ? undefined : markersIn(entry.prompt)[0];
  }

  /** The request whose result these bytes show, looked for among those that are likely first. */
  async ownerOf(bytes: Buffer, likely: readonly number[]): Promise<number | undefined> {
    const candidates = likely.flatMap((number) =>
      this.of(number).flatMap(({ taskUUID, pictures }) =>
        Array.from({ length: pictures }, (_, index) => ({ taskUUID, index })),
      ),
    );
    const found = (await whosePicture(bytes, candidates)) ?? (await this.#runware.whosePicture(bytes));
    const entry = found === undefined ? undefined : this.#runware.ledger.of(found.taskUUID);
    return entry === undefined ? undefined : markersIn(entry.prompt)[0];
  }
}
