import type { PersonalSummary } from '../personal-summary.ts';

/** One row of a copy: names and values as a person can read them. */
export type CopiedRow = Readonly<Record<string, unknown>>;

/** All that is stored about people, wherever it stands; `personalTables` decides what belongs to it. */
export interface PersonalRecords {
  summarise(people: readonly string[]): Promise<PersonalSummary>;
  /** What these people have waiting, at work, or made and not brought yet. */
  underWay(people: readonly string[]): Promise<readonly string[]>;
  /**
   * Deletes all that belongs to no request, takes every request that has ended out of sight and notes it as to be erased.
   * Harmless when repeated.
   */
  forget(request: { readonly people: readonly string[]; readonly nowMs: number }): Promise<void>;
  /** What is to be erased, and of which nothing is under way any more: no call, and no answer. */
  erasable(limit: number): Promise<readonly string[]>;
  /** It was erased, and so is what is kept beside it for searches; harmless when repeated. */
  noteErased(generationId: string): Promise<void>;
  /** Whether anything is still to be erased, of anybody. */
  isErasing(): Promise<boolean>;
  /** The requests of a person, oldest first, each with its address, its pictures and what it cost. */
  copyRequests(page: {
    readonly personId: string;
    /** Of the last one before; 0 for the first page. */
    readonly afterSequence: number;
    readonly limit: number;
  }): Promise<{ readonly rows: readonly CopiedRow[]; readonly lastSequence: number | undefined }>;
  /** Everything else, by what it is called in a copy. */
  copyRest(people: readonly string[]): Promise<ReadonlyMap<string, readonly CopiedRow[]>>;
}
