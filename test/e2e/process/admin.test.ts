import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EaselUnderTest, World } from '../support/easel-under-test.ts';
import { createWorld, startEasel } from '../support/easel-under-test.ts';
import { picturesOf, wordsOf } from '../support/painted-on-discord.ts';
import type { RunningProgram } from './running-program.ts';
import { startNode, startNpm } from './running-program.ts';

/** Each use is a process of its own. */
const longestMs = 90_000;

const fox = { command: 'imagine', options: { prompt: 'a fox' } };

describe('npm run admin', { timeout: longestMs }, () => {
  let world: World;
  const programs: RunningProgram[] = [];
  let easel: EaselUnderTest | undefined;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 });
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.dispose()));
    await easel?.app.stop();
    easel = undefined;
    await world.close();
  });

  async function admin(...words: string[]) {
    const program = startNode('src/admin.ts', { words, environment: world.environment });
    programs.push(program);
    const { code } = await program.ended();
    return { code, stdout: program.stdout, stderr: program.stderr };
  }

  test('decides beside the bot at work, which does it at once, and while none is', async () => {
    easel = await startEasel(world.environment);
    const ada = world.discord.person({ name: 'Ada' });
    const paused = await admin('pause');
    expect(paused).toMatchObject({ code: 0, stderr: '' });
    expect(paused.stdout).toContain('Painting is paused.');
    await wordsOf(ada.slash(fox), /paused by those who run this bot/);
    expect(JSON.parse((await admin('status', '--json')).stdout)).toMatchObject({
      atWork: { kind: 'another' },
      isPausedByHand: true,
      balanceDollars: expect.any(Number),
    });
    await admin('ban', `discord:${ada.id}`, '--for', '1d', '--reason', 'too many foxes');
    await wordsOf(ada.slash(fox), /too many foxes/);
    await easel.app.stop();
    easel = undefined;

    expect((await admin('status')).stdout).toContain('Not at work at the moment');
    expect((await admin('resume')).code).toBe(0);
    expect((await admin('unban', `discord:${ada.id}`)).stdout).toContain('may ask for pictures again');
    const audit = JSON.parse((await admin('audit', '--json')).stdout);
    expect(audit.map(({ byId, deed }: { byId: string; deed: string }) => [byId, deed])).toEqual([
      ['shell', 'ban-lifted'],
      ['shell', 'resumed'],
      ['shell', 'banned'],
      ['shell', 'paused'],
    ]);
    easel = await startEasel(world.environment);
    await picturesOf(ada.slash(fox));
  });

  test('announces by the bot at work, once it is confirmed', async () => {
    easel = await startEasel(world.environment);
    const ada = world.discord.person({ name: 'Ada' });
    await picturesOf(ada.slash(fox));
    const { key, places } = JSON.parse((await admin('announce', 'We move', '--json')).stdout);
    expect(places).toBe(1);
    expect((await admin('announce', '--confirm', key)).code).toBe(0);
    await ada.waitForMessage({
      in: world.discord.home.general,
      predicate: ({ text }) => text.includes('We move'),
      description: 'the announcement',
    });
  });

  test('tells what was paid, in words, for machines and as a table', async () => {
    easel = await startEasel(world.environment);
    const ada = world.discord.person({ name: 'Ada' });
    await picturesOf(ada.slash(fox));
    const told = await admin('usage', '--days', '7');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toMatch(/\$.* was paid in 7 days/);
    const { days, lines } = JSON.parse((await admin('usage', '--json')).stdout);
    expect(days).toHaveLength(30);
    expect(lines).toMatchObject([{ personId: `discord:${ada.id}`, requests: 1, pictures: 1 }]);
    const table = await admin('usage', '--csv');
    expect(table).toMatchObject({ code: 0, stderr: '' });
    expect(table.stdout).toMatch(/^day,person,[\w,]+\r\n[\d-]{10},discord:\d+,[^\n]+\r\n$/);
    expect(table.stdout).toContain(`,discord:${ada.id},`);
    expect((await admin('usage', '--days', '93')).code).toBe(64);
  });

  test('says what is wrong by its exit code, and in words', async () => {
    const empty = await admin('status');
    expect(empty.code).toBe(78);
    expect(empty.stderr).toContain('there is no database at');
    easel = await startEasel(world.environment);
    expect(await admin('sing')).toMatchObject({ code: 64, stdout: '' });
    const broken = await admin('rules', '--most-pictures', '9', '--everywhere');
    expect(broken.code).toBe(64);
    expect(broken.stderr).toContain('--most-pictures');
    const refused = await admin('ban', 'eve', '--json');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(refused.stderr)).toMatchObject({ refused: expect.stringContaining('Whom') });
    const help = startNpm(['run', '--silent', 'admin', '--', 'ban', '--help'], {
      environment: world.environment,
    });
    programs.push(help);
    expect((await help.ended()).code).toBe(0);
    expect(help.stdout).toContain('--reason');
  });
});
