import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { describeQueue } from './queue-contract.ts';

describeQueue('a SQLite file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'easel-queue-'));
  return {
    async open() {
      const storage = await openSqliteStorage(join(folder, 'easel.sqlite'));
      return { storage, attention: undefined, close: () => storage.close() };
    },
    remove: () => rm(folder, { recursive: true }),
  };
});
