import type { Generation } from '../../../../src/core/generation.ts';
import type { StoredPicture } from '../../../../src/core/pictures/picture-store.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { sampleGeneration } from './generation-samples.ts';

/** A plain result of a generation, which takes up 1,000 bytes. */
export function samplePicture(
  { id: generationId }: Pick<Generation, 'id'>,
  changes: Partial<StoredPicture> = {},
): StoredPicture {
  const { position = 0, role = 'result' } = changes;
  return {
    key: `${generationId}/${role}-${position}`,
    generationId,
    role,
    position,
    mediaType: 'image/png',
    width: 1024,
    height: 768,
    byteLength: 1_000,
    seed: undefined,
    costMicros: undefined,
    vendorId: undefined,
    ...changes,
  };
}

/** Stores a delivered generation with one picture. */
export async function storePainted(
  storage: Storage,
  changes: Partial<Generation> & { readonly prompt?: string } = {},
): Promise<Generation> {
  const { prompt = 'a lighthouse at dawn', ...rest } = changes;
  const sample = sampleGeneration({ state: 'delivered', endedAtMs: 5_000, ...rest });
  const generation = { ...sample, wish: { ...sample.wish, prompt } };
  await storage.transaction(async ({ generations, pictures }) => {
    await generations.insert(generation);
    await pictures.add(samplePicture(generation));
  });
  return generation;
}
