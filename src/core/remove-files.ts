import type { PictureStore } from './pictures/picture-store.ts';
import type { Storage } from './storage/storage.ts';

export interface FileRemovalTools {
  readonly storage: Storage;
  readonly pictures: PictureStore;
}

/**
 * Removes files that no picture names any more. They are forgotten last: whatever a crash or a fault interrupts is found
 * and done again.
 */
export async function removeFiles(
  keys: readonly string[],
  { pictures, storage }: FileRemovalTools,
): Promise<void> {
  for (const key of keys) await pictures.remove(key);
  await storage.transaction(({ retention }) => retention.forgetFiles(keys));
}
