import { afterEach, describe, expect, test } from 'vitest';
import { createWorld, type World } from '../e2e/support/easel-under-test.ts';
import { createWorldOnPostgres } from '../e2e/support/world-on-postgres.ts';
import { Life } from './life.ts';

const databases = { SQLite: () => createWorld(), PostgreSQL: () => createWorldOnPostgres() };
const steps = [
  ['before', 'accepted'],
  ['after', 'running'],
  ['before', 'sent'],
  ['after', 'made'],
  ['before', 'delivered'],
] as const;

let world: World;
afterEach(() => world.close());

describe.each(Object.keys(databases) as (keyof typeof databases)[])('on %s the process dies', (database) => {
  test.each(steps)(
    '%s it stores that a request is %s',
    async (when, state) => {
      world = await databases[database]();
      const life = new Life(world.environment, { kind: 'commit', when, state });
      try {
        await life.program.waitForLog('Easel is ready');
        world.discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'a fox' } });
        const { code, why } = await life.ended();
        expect({ code, why }).toEqual({ code: null, why: `${when} commit: ${state}` });
      } finally {
        await life.program.dispose();
      }
    },
    60_000,
  );
});
