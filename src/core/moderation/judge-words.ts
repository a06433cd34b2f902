import type { Generation } from '../generation.ts';
import { keeperOfKey } from '../pictures/picture-key.ts';
import type { StorageTransaction } from '../storage/storage.ts';
import type { Wish } from '../wish.ts';
import type { Strictness } from './strictness.ts';
import type { WordPolicy } from './word-policy.ts';

/** What becomes of a wish for its words. */
export interface WordsJudgement {
  readonly isRefused: boolean;
  /** Its pictures are hidden from others. */
  readonly isCovered: boolean;
  /** Moderators are told. */
  readonly isFlagged: boolean;
}

/** More steps from one picture to the next are followed by nobody who means well. */
const mostSources = 10;

/**
 * Judges a wish by its own words, and by those of the results that it works from: what comes of them may show the same,
 * whatever its own words say, and may have been for one person or for adults alone.
 */
export async function judgeWords(
  transaction: Pick<StorageTransaction, 'generations'>,
  wish: Wish,
  { strictness, words }: { readonly strictness: Strictness; readonly words: Pick<WordPolicy, 'list'> },
): Promise<WordsJudgement> {
  const actionsOn = ({ prompt, style }: Wish) => words.list.actionsOn(style?.prompt ?? prompt, strictness);
  const own = actionsOn(wish);
  const sources = strictness === 'relaxed' ? [] : await sourcesOf(transaction, wish);
  const all = [own, ...sources.map((source) => actionsOn(source.wish))];
  return {
    isRefused: all.some((actions) => actions.has('refuse')),
    isCovered: all.some((actions) => actions.has('spoiler')) || sources.some(({ isSpoiler }) => isSpoiler),
    isFlagged: own.has('flag'),
  };
}

/** The results that a wish works from, and those that these were made from. */
async function sourcesOf(
  { generations }: Pick<StorageTransaction, 'generations'>,
  { references }: Pick<Wish, 'references'>,
): Promise<readonly Generation[]> {
  const sources = new Map<string, Generation>();
  const waiting = keepersOf(references);
  for (let id = waiting.shift(); id !== undefined && sources.size < mostSources; id = waiting.shift()) {
    const source = sources.has(id) ? undefined : await generations.find(id);
    if (source === undefined) continue;
    sources.set(id, source);
    waiting.push(...keepersOf(source.wish.references));
  }
  return [...sources.values()];
}

function keepersOf(references: Wish['references']): string[] {
  const keepers = references.map((one) => (one.kind === 'kept' ? keeperOfKey(one.key) : undefined));
  return keepers.filter((id) => id !== undefined);
}
