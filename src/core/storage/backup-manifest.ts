import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { BackupUnusable } from './backup-unusable.ts';

const fileFacts = { byteLength: z.int().nonnegative(), sha256: z.string() };

const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Names of the migrations that the database had. */
  schema: z.array(z.string()),
  generationCount: z.int().nonnegative(),
  database: z.object(fileFacts),
  pictures: z.array(z.object({ key: z.string(), ...fileFacts })),
  /** Keys of pictures that the database names and the picture store did not have. */
  missingPictures: z.array(z.string()),
});

/** What a backup holds, so that it can be checked before anything is replaced by it. */
export type BackupManifest = z.infer<typeof manifestSchema>;

/** Where the parts of a backup are in its folder. */
export function partsOf(folder: string) {
  return {
    database: join(folder, 'easel.sqlite'),
    pictures: join(folder, 'pictures'),
    manifest: join(folder, 'manifest.json'),
  };
}

/** @throws BackupUnusable */
export async function readManifest(folder: string): Promise<BackupManifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(partsOf(folder).manifest, 'utf8')));
  } catch (error) {
    throw new BackupUnusable('its manifest.json is missing, damaged or of a newer release', error);
  }
}

export function factsOf(bytes: Uint8Array): { readonly byteLength: number; readonly sha256: string } {
  return { byteLength: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Reads in pieces: a database may be larger than memory. */
export async function factsOfFile(path: string): Promise<BackupManifest['database']> {
  const hash = createHash('sha256');
  let byteLength = 0;
  await pipeline(createReadStream(path), async (chunks) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      byteLength += chunk.length;
    }
  });
  return { byteLength, sha256: hash.digest('hex') };
}
