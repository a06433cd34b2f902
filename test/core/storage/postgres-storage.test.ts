import { openPostgres } from '../../../src/core/storage/dialect.ts';
import { openPostgresStorage } from '../../../src/core/storage/open-storage.ts';
import { createPostgresDatabase } from '../../postgres/postgres-database.ts';
import { describeStorage } from './storage-contract.ts';

describeStorage('PostgreSQL', {
  isLasting: true,
  createHome: async () => {
    const { url, drop } = await createPostgresDatabase();
    return {
      open: () => openPostgresStorage(url),
      connect: () => openPostgres(url),
      address: url,
      remove: drop,
    };
  },
});
