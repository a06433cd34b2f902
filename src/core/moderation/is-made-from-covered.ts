import { keeperOfKey } from '../pictures/picture-key.ts';
import type { StorageTransaction } from '../storage/storage.ts';
import type { Wish } from '../wish.ts';

/** Whether a wish works from a picture that others see covered: what comes of it may show the same, whatever its words say. */
export async function isMadeFromCovered(
  { generations }: Pick<StorageTransaction, 'generations'>,
  { references }: Pick<Wish, 'references'>,
): Promise<boolean> {
  for (const reference of references) {
    const keeper = reference.kind === 'kept' ? keeperOfKey(reference.key) : undefined;
    const generation = keeper === undefined ? undefined : await generations.find(keeper);
    if (generation?.isSpoiler === true) return true;
  }
  return false;
}
