import { open, stat } from 'node:fs/promises';

/** Overwrites the second half of a SQLite file, as a failing disk might; its header stays. */
export async function damage(path: string): Promise<void> {
  const { size } = await stat(path);
  const half = Math.floor(size / 2);
  const file = await open(path, 'r+');
  try {
    await file.write(Buffer.alloc(size - half, 0xab), 0, size - half, half);
  } finally {
    await file.close();
  }
}
