import type { Config } from './config/config.ts';
import type { EndedGenerations } from './core/end-open-generations.ts';
import { endOpenGenerations } from './core/end-open-generations.ts';
import { openPostgresAlone } from './open-postgres.ts';
import { StartupProblem } from './startup-problem.ts';

/**
 * Ends what a PostgreSQL database holds open that `pg_restore` has just brought back: it went on in the time that the
 * dump does not know, and nothing of it may be painted or told a second time.
 *
 * @throws StartupProblem (75) while an Easel is at work with it or it does not answer, (78) when it cannot be used.
 */
export async function createRestoredDump({ database }: Pick<Config, 'database'>): Promise<EndedGenerations> {
  if (database.kind !== 'postgres') {
    throw new StartupProblem(
      'DATABASE_URL names a file. --dump is for a PostgreSQL database; a backup of a file is brought back by npm run restore -- FOLDER.',
      78,
    );
  }
  const storage = await openPostgresAlone(database.url);
  try {
    return await storage.transaction(async (transaction) => {
      const nowMs = Date.now();
      if (await transaction.processes.othersLive(nowMs)) {
        throw new StartupProblem(
          'Easel is at work with this database, or was within the last 20 seconds. Stop it first, and do the same again.',
          75,
        );
      }
      return endOpenGenerations(transaction, nowMs);
    });
  } finally {
    await storage.close();
  }
}
