import type { KyselyStorage } from '../../../../src/core/storage/kysely-storage.ts';
import type { Storage, StorageTransaction } from '../../../../src/core/storage/storage.ts';
import type { CreateHome, StorageHome } from './storage-home.ts';

/** Opens an empty storage for one test and clears it away whatever happens. */
export async function withStorage(
  createHome: CreateHome,
  work: (storage: KyselyStorage, home: StorageHome) => Promise<void>,
): Promise<void> {
  const home = await createHome();
  try {
    const storage = await home.open();
    try {
      await work(storage, home);
    } finally {
      await storage.close();
    }
  } finally {
    await home.remove();
  }
}

class Undone extends Error {
  override readonly name = 'Undone';
}

/** Runs the work in one transaction and takes everything back, so that the next trial starts empty. */
export async function tryOut(
  storage: Storage,
  work: (transaction: StorageTransaction) => Promise<void>,
): Promise<void> {
  try {
    await storage.transaction(async (transaction) => {
      await work(transaction);
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
}
