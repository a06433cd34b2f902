import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../e2e/support/easel-under-test.ts';
import { createWorld, startEasel } from '../e2e/support/easel-under-test.ts';
import { examine, expectFinding, subjectsFound } from './support/examine.ts';

describe('the doctor', () => {
  let world: World;
  let database: string;
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    world = await createWorld();
    database = world.environment.DATABASE_URL ?? '';
  });
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
    await world.close();
  });

  test('finds a sound world to be so, touches nothing, takes nothing and pays nothing', async () => {
    const findings = await examine(world.environment);
    expect(subjectsFound('ok', findings)).toEqual(Object.keys(findings));
    expect(Object.keys(findings)).toEqual([
      'Settings',
      'Node',
      'Database',
      'Pictures',
      'Models',
      'Words',
      'Discord',
      'Telegram',
      'Image service',
      'Clock',
      'Status port',
    ]);
    expectFinding(findings, 'Discord', ['ok', /token is that of ".+" \(application \d+\)/]);
    expectFinding(findings, 'Telegram', ['ok', /@easel_bot, for groups too, where it sees commands/]);
    expectFinding(findings, 'Image service', ['ok', /balance is \$100\.00/]);
    expectFinding(findings, 'Clock', ['ok', /agrees/]);

    expect(await readdir(dirname(database))).toEqual([]);
    expect(world.runware.tasks.map(({ taskType }) => taskType)).toEqual(['accountManagement']);
    expect(world.telegram.calls.map(({ method }) => method)).toEqual(['getMe', 'getWebhookInfo']);
    expect(world.discord.requests.map(({ path }) => path)).toEqual(['/applications/@me', '/gateway/bot']);
    for (const { violations } of [world.discord, world.telegram, world.runware])
      expect(violations).toEqual([]);
  });

  test('leaves a running Easel alone, and sees that it runs', async () => {
    const easel = await startEasel(world.environment);
    cleanups.push(() => easel.app.stop());
    const { port } = new URL(easel.app.statusUrl);
    const findings = await examine({ ...world.environment, HTTP_PORT: port });
    expect(subjectsFound('ok', findings)).toEqual(Object.keys(findings));
    expectFinding(findings, 'Status port', ['ok', /Easel runs and answers/]);
    expectFinding(findings, 'Database', ['ok', /is sound, schema \d{4}-/]);

    const ada = world.discord.person({ name: 'Ada' });
    const asked = ada.slash({ command: 'imagine', options: { prompt: 'a boat' } });
    await asked.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'the boat');
    await world.telegram.waitForPolling();
    expect(world.telegram.violations).toEqual([]);
  });

  test('says of a running Easel which platform is away', async () => {
    const easel = await startEasel(world.environment);
    cleanups.push(() => easel.app.stop());
    world.telegram.fail({ on: 'getUpdates', kind: 'server-error', times: 1000 });
    world.telegram.cutConnections();
    const health = () => fetch(`${easel.app.statusUrl}/health/ready`);
    await world.telegram.waitFor(
      () => (world.telegram.callsTo('getUpdates').length > 3 ? true : undefined),
      'the bot to try again',
    );
    await expect.poll(async () => (await health()).status, { timeout: 15_000 }).toBe(503);
    const findings = await examine({ ...world.environment, HTTP_PORT: new URL(easel.app.statusUrl).port });
    expectFinding(findings, 'Status port', ['warning', /Easel runs .+ telegram is \w+/]);
  });

  test('works without any token, and says what would run', async () => {
    const findings = await examine({ DATABASE_URL: database, HTTP_PORT: '0' });
    expect(subjectsFound('failed', findings)).toEqual([]);
    expectFinding(findings, 'Discord', ['warning', /off: DISCORD_TOKEN is not set.+Set up Discord/]);
    expectFinding(findings, 'Telegram', ['warning', /off: TELEGRAM_TOKEN is not set.+Set up Telegram/]);
    expectFinding(findings, 'Image service', ['ok', /sandbox paints.+npm run imagine/]);
    expectFinding(findings, 'Clock', ['ok', /not compared/]);
  });

  test('takes one platform alone for fine', async () => {
    const { TELEGRAM_TOKEN: _, ...environment } = world.environment;
    expectFinding(await examine(environment), 'Telegram', ['ok', /off: TELEGRAM_TOKEN is not set/]);
  });

  test('names wrong settings without their values, and looks at everything else all the same', async () => {
    const findings = await examine({
      ...world.environment,
      DISCORD_TOKEN: 'has a space',
      MAX_RUNNING: 'a-secret-in-the-wrong-place',
      PICTURES_URL: 'https://pictures.example',
      RUNWARE_API_KEY: '',
    });
    expectFinding(findings, 'Settings', ['failed', /^MAX_RUNNING: expected a whole number/]);
    expectFinding(findings, 'Discord', ['failed', /^DISCORD_TOKEN: expected/]);
    expectFinding(findings, 'Pictures', ['failed', /^PICTURES_URL: expected/]);
    expectFinding(findings, 'Image service', ['failed', /^RUNWARE_API_KEY: expected a key/]);
    const settings = Object.values(findings).filter(({ isSetting }) => isSetting);
    expect(settings.map(({ subject }) => subject)).toEqual(subjectsFound('failed', findings));
    expect(subjectsFound('ok', findings)).toContain('Telegram');
    expect(JSON.stringify(findings)).not.toMatch(/has a space|secret-in|pictures\.example/);
  });

  test('waits for nobody for ever', async () => {
    world.discord.faults.add({ effect: { kind: 'hold' } });
    world.telegram.fail({ on: 'getMe', kind: 'hold' });
    world.runware.fail({ kind: 'hang', paints: false }, { when: () => true });
    const findings = await examine(world.environment, { timeoutMs: 300 });
    for (const subject of ['Discord', 'Telegram', 'Image service'])
      expectFinding(findings, subject, ['failed', /no answer within 0\.3 s/]);
    expect(Object.keys(findings)).toContain('Status port');
  });

  test('never says a token or a key, whatever happens', async () => {
    const secrets = ['DISCORD_TOKEN', 'TELEGRAM_TOKEN', 'RUNWARE_API_KEY'].map(
      (name) => world.environment[name] ?? '',
    );
    const nobody = 'http://127.0.0.1:1';
    const worlds = [
      world.environment,
      { ...world.environment, DISCORD_API_URL: nobody, TELEGRAM_API_URL: nobody, RUNWARE_API_URL: nobody },
    ];
    for (const environment of worlds) {
      const said = JSON.stringify(await examine(environment));
      for (const secret of secrets) expect(said).not.toContain(secret);
    }
  });
});
