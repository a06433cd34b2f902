import type { Draft } from './courier.ts';
import type { Generation } from './generation.ts';
import type { PictureStore, StoredPicture } from './pictures/picture-store.ts';
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

/** What is kept of what people see of a generation that is over: its pictures, or its draft where that is all there is. */
export async function findShown(
  transaction: StorageTransaction,
  generation: Drafted,
): Promise<readonly StoredPicture[]> {
  const results = await transaction.pictures.of(generation.id, 'result');
  const draft = results.length === 0 ? await findDraft(transaction, generation) : undefined;
  return draft === undefined ? results : transaction.pictures.of(draft.id, 'draft');
}

/** Takes away what is kept of a generation, and of its draft. */
export async function removeWithDraft(
  transaction: StorageTransaction,
  generation: Drafted,
): Promise<readonly StoredPicture[]> {
  const draft = await findDraft(transaction, generation);
  const drafted = draft === undefined ? [] : await transaction.pictures.removeOf(draft.id);
  return [...(await transaction.pictures.removeOf(generation.id)), ...drafted];
}

/** The generation as it is shown with its draft alone: what the draft was found to be not for everybody covers it, too. */
export function coveredLike(generation: Generation, draft: Draft): Generation {
  return draft.generation.isSpoiler ? { ...generation, isSpoiler: true } : generation;
}

/** Whether the person pays for a draft, or may come to: a call that is under way goes on at the backend. */
export function mayCost({ costMicros = 0, holdsSlot, missingPictures, state, wish }: Generation): boolean {
  const isPaid = costMicros > 0 && missingPictures < wish.count;
  return state !== 'failed' && (isPaid || holdsSlot);
}
