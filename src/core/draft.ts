import type { Draft } from './courier.ts';
import type { Generation } from './generation.ts';
import type { PictureStore } from './pictures/picture-store.ts';
import type { StorageTransaction } from './storage/storage.ts';

type Drafted = Pick<Generation, 'id' | 'wish'>;

/** By which the draft of a generation is found. */
export function draftSourceKey(generationId: string): string {
  return `draft:${generationId}`;
}

/** The draft of a generation; undefined when it has none. */
export async function findDraft(
  { generations }: StorageTransaction,
  { id, wish }: Drafted,
): Promise<Generation | undefined> {
  return wish.draftModel === undefined ? undefined : generations.findBySource(draftSourceKey(id));
}

/** The draft of a generation, with its picture ready to be shown; undefined when it has none. */
export async function readDraft(
  transaction: StorageTransaction,
  drafted: Drafted,
  store: Pick<PictureStore, 'read'>,
): Promise<Draft | undefined> {
  const generation = await findDraft(transaction, drafted);
  if (generation === undefined) return undefined;
  const [stored] = await transaction.pictures.of(generation.id, 'draft');
  return { generation, picture: stored && { ...stored, read: () => store.read(stored.key) } };
}

/** The generation as it is shown with its draft alone: what the draft was found to be not for everybody covers it, too. */
export function coveredLike(generation: Generation, draft: Draft): Generation {
  return draft.generation.isSpoiler ? { ...generation, isSpoiler: true } : generation;
}

/** Whether the person pays for a draft, or may come to: a call that is under way goes on at the backend. */
export function mayCost({ costMicros = 0, holdsSlot, state }: Generation): boolean {
  return state !== 'failed' && (costMicros > 0 || holdsSlot);
}
