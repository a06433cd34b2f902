import { startNode } from '../test/e2e/process/running-program.ts';
import { startPostgresServer } from '../test/postgres/postgres-server.ts';
import type { MeasuredWorld } from './measured-world.ts';
import { RunningBot } from './running-bot.ts';
import { startEasel } from './start-easel.ts';

type Environment = Readonly<Record<string, string>>;

/** Something that answers /imagine, as processes of its own. */
export interface Bot {
  readonly name: string;
  /** How long after its start it is as it is most of the time: a gateway on PostgreSQL shares what it is told at first. */
  readonly settlesMs?: number;
  /** Resolves once it answers people. `settings` are for Easel and come on top of the world's. */
  start(world: MeasuredWorld, settings?: Environment): Promise<RunningBot>;
}

export const easelOnSqlite: Bot = {
  name: 'Easel, SQLite',
  start: async (world, settings) => new RunningBot([await readyEasel({ ...world.environment, ...settings })]),
};

/** One process for everything, or a gateway and so many workers, with a PostgreSQL server on the same disk that waits for it. */
export function easelOnPostgres({ workers }: { readonly workers: number }): Bot {
  return {
    name: `Easel, PostgreSQL, ${workers === 0 ? 'one process' : `a gateway and ${workers} workers`}`,
    settlesMs: 16_000,
    async start(world, settings) {
      const server = await startPostgresServer({ isDurable: true });
      const environment = { ...world.environment, ...settings, DATABASE_URL: server.url };
      const first = await readyEasel({ ...environment, ROLE: workers === 0 ? 'all' : 'gateway' });
      const others = Array.from({ length: workers }, () => readyEasel({ ...environment, ROLE: 'worker' }));
      return new RunningBot([first, ...(await Promise.all(others))], server.stop);
    },
  };
}

/** See `baseline/plain-bot.ts`. */
export const plainBot: Bot = {
  name: 'the plain bot',
  async start({ environment }) {
    const program = startNode('bench/baseline/plain-bot.ts', { environment });
    await program.waitForLog('The plain bot is ready');
    return new RunningBot([program]);
  },
};

export const allBots: readonly Bot[] = [
  easelOnSqlite,
  easelOnPostgres({ workers: 0 }),
  easelOnPostgres({ workers: 1 }),
  easelOnPostgres({ workers: 4 }),
  plainBot,
];

async function readyEasel(environment: Environment) {
  const program = startEasel(environment);
  await program.waitForLog('Easel is ready');
  return program;
}
