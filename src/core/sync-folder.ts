import { open } from 'node:fs/promises';
import { platform } from 'node:os';

/** Makes the names in a folder durable: fsync of a file does not cover its entry (https://man7.org/linux/man-pages/man2/fsync.2.html). */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder as a file; its file system journals names by itself.
  if (platform() === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
