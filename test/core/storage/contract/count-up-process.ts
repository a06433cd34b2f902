import { openPostgresStorage, openSqliteStorage } from '../../../../src/core/storage/open-storage.ts';

/** A second process beside a test: counts a generation's delivery attempts up, one transaction each. */
const [address = '', id = '', times = '0'] = process.argv.slice(2);
const open = address.startsWith('postgres:') ? openPostgresStorage : openSqliteStorage;
const storage = await open(address);
process.stdout.write('open\n');
for (let count = 0; count < Number(times); count++) {
  await storage.transaction(async ({ generations }) => {
    const generation = await generations.find(id);
    if (generation === undefined) throw new Error('the counter is gone');
    await generations.save({ ...generation, deliveryAttempts: generation.deliveryAttempts + 1 });
  });
}
await storage.close();
