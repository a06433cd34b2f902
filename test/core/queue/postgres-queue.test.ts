import { openPostgresDatabase } from '../../../src/open-postgres.ts';
import { createFurnishedDatabase } from '../../postgres/postgres-database.ts';
import { silentLog } from '../../support/silent-log.ts';
import { describeQueue } from './queue-contract.ts';

describeQueue('PostgreSQL', async () => {
  const { drop, url } = await createFurnishedDatabase();
  return {
    open: (now) => openPostgresDatabase({ url, now, log: silentLog }),
    remove: drop,
  };
});
