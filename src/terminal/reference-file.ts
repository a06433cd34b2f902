import { readFile, stat } from 'node:fs/promises';
import { ReferenceRefused } from '../core/reference-source.ts';

/** What the models take at most, in bytes. */
const maxFileBytes = 20_000_000;

/** Reads a picture file that was named on the command line. @throws ReferenceRefused */
export async function readReferenceFile(path: string): Promise<Uint8Array> {
  try {
    const status = await stat(path);
    // A device has no end.
    if (!status.isFile()) throw new ReferenceRefused({ problem: 'not-a-picture' });
    if (status.size > maxFileBytes) throw new ReferenceRefused({ problem: 'too-large' });
    return await readFile(path);
  } catch (error) {
    if (error instanceof ReferenceRefused) throw error;
    throw new ReferenceRefused({ problem: 'not-found', cause: error });
  }
}
