import type { Address } from '../address.ts';

/** What moderators may decide about a result: it stays, it goes, or it goes and so does whoever asked for it. */
export type Verdict = 'keep' | 'delete' | 'ban';

/** A result that moderators should look at, one for each result. */
export interface Report {
  readonly generationId: string;
  /** The server or group whose moderators decide. */
  readonly placeId: string;
  /** Somebody reported it, or its words are on the operator's list. */
  readonly reason: 'person' | 'words';
  /** `platform:id`; undefined where the list reported it. */
  readonly reporterId: string | undefined;
  readonly atMs: number;
  /** Undefined until somebody decides. */
  readonly verdict: Verdict | undefined;
  readonly decidedById: string | undefined;
  /** Where it is shown to moderators; undefined until it is. */
  readonly shownAt: Address | undefined;
  readonly attempts: number;
  /** When it has to be shown, or shown anew; undefined while nothing is owed. */
  readonly dueAtMs: number | undefined;
}

/** One that nobody has seen yet. */
export function newReport(
  about: Pick<Report, 'generationId' | 'placeId' | 'reason' | 'reporterId' | 'atMs'>,
): Report {
  const open = { verdict: undefined, decidedById: undefined, shownAt: undefined, attempts: 0 } as const;
  return { ...about, ...open, dueAtMs: about.atMs };
}

/** Whether somebody who keeps order knows of it. */
export function isSeen({ shownAt, verdict }: Report): boolean {
  return shownAt !== undefined || verdict !== undefined;
}

/** Whether nothing has kept it from being shown so far. */
export function isOnItsWay({ attempts, dueAtMs }: Report): boolean {
  return dueAtMs !== undefined && attempts === 0;
}

/** Has to be shown anew, if it is shown at all. */
export function outdate(report: Report, nowMs: number): Report {
  return { ...report, attempts: 0, dueAtMs: nowMs };
}
