import { GenerationFailure } from '../failure.ts';
import type { ResponseBody, ResultItem, VendorError } from './response-body.ts';
import { type ClassifiedError, classifyError } from './runware-errors.ts';

/** What a task came to. */
export interface Settled {
  readonly kind: 'settled';
  /** Items that carry a picture, its address or the words that were asked for; empty when every one of them failed. */
  readonly painted: readonly ResultItem[];
  readonly failures: readonly GenerationFailure[];
  /** One entry for each item that told its cost. */
  readonly costsDollars: readonly number[];
}

/** What an answer says about one task. */
export type Reading =
  | Settled
  /** It is being worked on; with what is finished so far. */
  | { readonly kind: 'accepted'; readonly soFar: Settled | undefined }
  /** It failed as a whole. */
  | { readonly kind: 'refused'; readonly error: ClassifiedError; readonly errors: readonly VendorError[] }
  /** Not a word about this task. */
  | { readonly kind: 'nothing' };

export interface AnswerToRead {
  readonly body: ResponseBody;
  readonly status: number;
  readonly retryAfterMs?: number | undefined;
  readonly taskUUID: string;
  readonly count: number;
  /** Whether words were asked for: beside pictures, words are no result. */
  readonly isForTexts: boolean;
  /** Polls tell of single pictures as they are finished; other answers are whole. */
  readonly isPoll: boolean;
}

/** Reads an answer by its body: results and errors may come together, in any order, under any status. */
export function readAnswer(answer: AnswerToRead): Reading {
  const { body, taskUUID, status, retryAfterMs } = answer;
  const isOurs = (entry: { readonly taskUUID: string | undefined }) =>
    entry.taskUUID === undefined || entry.taskUUID.toLowerCase() === taskUUID.toLowerCase();
  const errors = body.errors.filter(isOurs);
  const sorted = sortItems(body.items.filter(isOurs), answer.isForTexts);
  const { painted, moderated, failed, working } = sorted;
  const finished = painted.length + moderated.length + failed.length;
  if (finished === 0) {
    if (working.length > 0) return { kind: 'accepted', soFar: undefined };
    const [error] = errors;
    if (error === undefined) return { kind: 'nothing' };
    return { kind: 'refused', error: classifyError({ status, error, retryAfterMs }), errors };
  }
  const settled: Settled = {
    kind: 'settled',
    painted,
    failures: [
      ...errors.map((error) => classifyError({ status: 200, error }).failure),
      ...failed.map(({ error }) => classifyError({ status: 200, error }).failure),
      ...moderated.map(moderatedFailure),
    ],
    costsDollars: [...painted, ...moderated].flatMap(({ costDollars }) => costDollars ?? []),
  };
  const isWhole = !answer.isPoll || errors.length > 0 || finished >= answer.count;
  return isWhole && working.length === 0 ? settled : { kind: 'accepted', soFar: settled };
}

interface SortedItems {
  readonly painted: readonly ResultItem[];
  readonly moderated: readonly ResultItem[];
  readonly failed: readonly ResultItem[];
  readonly working: readonly ResultItem[];
}

function sortItems(items: readonly ResultItem[], isForTexts: boolean): SortedItems {
  const painted = new Map<string, ResultItem>();
  const moderated: ResultItem[] = [];
  const failed: ResultItem[] = [];
  const working: ResultItem[] = [];
  for (const item of items) {
    const result = isForTexts ? item.text : (item.imageUrl ?? item.base64);
    if (result !== undefined) painted.set(item.imageUUID ?? result, item);
    else if (item.error !== undefined || item.status === 'error') failed.push(item);
    else if (isOver(item)) moderated.push(item);
    else working.push(item);
  }
  return { painted: [...painted.values()], moderated, failed, working };
}

/**
 * Tells an item whose picture was taken away from a bare acknowledgement, which carries only `taskType` and
 * `taskUUID`: taking that for a refusal would lose a picture that is still being painted.
 */
function isOver({ status, imageUUID, seed, costDollars }: ResultItem): boolean {
  if (status !== undefined) return status === 'success';
  return imageUUID !== undefined || seed !== undefined || costDollars !== undefined;
}

function moderatedFailure({ costDollars }: ResultItem): GenerationFailure {
  const payment = costDollars === undefined ? 'unknown' : costDollars > 0 ? 'yes' : 'no';
  return new GenerationFailure({ code: 'content-refused', mayRetryHelp: false, payment });
}
