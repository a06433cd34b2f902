/** Something that somebody did. */
export interface Deed {
  /** Its kind, to be counted by. */
  readonly kind: string;
  /** Who did what, for whoever reads a fault. */
  readonly detail: string;
  /** Whether the person has to get an answer; some of what is said in a group is nobody's business. */
  readonly isToBeAnswered: boolean;
  /** Resolves when the person has an answer; rejects when they waited for too long. */
  readonly answered: () => Promise<unknown>;
}

/** A busy machine is no excuse for never answering, but one for answering late. */
export const patienceMs = 90_000;

const longestDetail = 300;

export function detailOf(...parts: readonly unknown[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join(' ')
    .slice(0, longestDetail);
}
