import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../../src/core/storage/dialect.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { describeStorage } from './storage-contract.ts';

describeStorage('a SQLite file', {
  isLasting: true,
  createHome: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'easel-sqlite-'));
    const path = join(folder, 'data', 'easel.sqlite');
    return {
      open: () => openSqliteStorage(path),
      connect: () => openSqlite(path),
      address: path,
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  },
});

describeStorage('SQLite in memory', {
  isLasting: false,
  createHome: async () => ({
    open: () => openSqliteStorage(':memory:'),
    connect: () => openSqlite(':memory:'),
    address: ':memory:',
    remove: async () => {},
  }),
});
