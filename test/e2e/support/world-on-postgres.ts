import { createFurnishedDatabase } from '../../postgres/postgres-database.ts';
import { createWorld, type World } from './easel-under-test.ts';

/** A world whose database is a PostgreSQL of its own. */
export async function createWorldOnPostgres(...options: Parameters<typeof createWorld>): Promise<World> {
  const database = await createFurnishedDatabase();
  const world = await createWorld(...options);
  return {
    ...world,
    environment: { ...world.environment, DATABASE_URL: database.url },
    async close() {
      await world.close();
      await database.drop();
    },
  };
}
