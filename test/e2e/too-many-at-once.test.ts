import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { startEasel } from './support/easel-under-test.ts';
import { createWorldOnPostgres } from './support/world-on-postgres.ts';

/** The lock under which all transactions run. */
const advisoryLockKey = 0x6561736c;

let world: World;
let easel: EaselUnderTest;
let other: pg.Client;

beforeEach(async () => {
  world = await createWorldOnPostgres({ downloadSide: 512 }, { acknowledgeWithinMs: 3_000 });
  easel = await startEasel({ ...world.environment, TELEGRAM_TOKEN: '' });
  other = new pg.Client({ connectionString: world.environment.DATABASE_URL });
  await other.connect();
});
afterEach(async () => {
  await other.end();
  await easel.app.stop();
  await world.close();
});

const holdUp = async () => {
  // As if other people's requests kept the database busy for longer than Discord waits.
  await other.query('begin');
  await other.query('select pg_advisory_xact_lock($1)', [advisoryLockKey]);
};
const goOn = () => other.query('commit');

test.each([
  ['en-US', /So many people are asking at this very moment.*Nothing was charged\./s],
  ['ru', /просят так многие.*Ничего не списано\./s],
])('whoever cannot be heard while Discord waits is told so (%s)', async (locale, words) => {
  const ada = world.discord.person({ name: 'Ada', locale });
  const ask = () => ada.slash({ command: 'imagine', options: { prompt: 'a lighthouse' } });
  await holdUp();
  const told = await ask().waitForMessage(({ text }) => words.test(text), 'the refusal');
  expect(told.ephemeral).toBe(true);
  await goOn();

  const later = ask();
  await later.waitForMessage((one) => one.visibleAttachments.length === 1, 'the picture');
  const painted = world.runware.tasks.filter(({ taskType }) => taskType === 'imageInference');
  expect(painted).toHaveLength(1);
  expect(world.discord.violations).toEqual([]);
});

test('of a crowd nobody is left without an answer, and nothing of it is kept', async () => {
  const crowd = Array.from({ length: 120 }, (_, index) => world.discord.person({ name: `p${index}` }));
  await holdUp();
  const asked = crowd.map((person) => person.slash({ command: 'imagine', options: { prompt: 'a fox' } }));
  const told = await Promise.all(
    asked.map((request) =>
      request.waitForMessage(({ text }) => /at this very moment/.test(text), 'the refusal'),
    ),
  );
  expect(told.every(({ ephemeral }) => ephemeral)).toBe(true);
  await goOn();
  const { rows } = await other.query('select count(*)::int as kept from generations');
  expect(rows).toEqual([{ kept: 0 }]);
});
