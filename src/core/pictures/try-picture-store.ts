import { randomUUID } from 'node:crypto';
import type { PictureStore } from './picture-store.ts';

/** Writes, reads and removes something small, as every picture is: whatever a store may refuse shows. */
export async function tryPictureStore(store: PictureStore): Promise<void> {
  const key = `trial/${randomUUID()}`;
  await store.write(key, Uint8Array.of(1));
  try {
    await store.read(key);
  } finally {
    await store.remove(key);
  }
}
