import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/doctor/finding.ts';
import type { World } from '../e2e/support/easel-under-test.ts';
import { createWorld } from '../e2e/support/easel-under-test.ts';
import { examine, expectFinding } from './support/examine.ts';

describe('the doctor', () => {
  let world: World;
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
    await world.close();
  });

  describe('of Discord', () => {
    const meant: [string, Parameters<World['discord']['faults']['add']>[0]['effect'], [Verdict, RegExp]][] = [
      ['a token that is not accepted', { kind: 'status', status: 401 }, ['failed', /Reset Token/]],
      ['a pause', { kind: 'rate-limit', retryAfterSeconds: 9, scope: 'user' }, ['warning', /asks to wait/]],
      ['a fault of its own', { kind: 'status', status: 503 }, ['failed', /out of order \(503\)/]],
      ['something in between', { kind: 'status', status: 403 }, ['failed', /not Discord \(403\)/]],
      ['a broken connection', { kind: 'reset', when: 'before' }, ['failed', /cannot be reached/]],
    ];
    test.each(meant)('tells %s', async (_, effect, expected) => {
      world.discord.faults.add({ path: '/applications/@me', effect });
      expectFinding(await examine(world.environment), 'Discord', expected);
    });

    test('tells a token of nobody', async () => {
      const findings = await examine({ ...world.environment, DISCORD_TOKEN: 'not.the.token' });
      expectFinding(findings, 'Discord', ['failed', /does not accept DISCORD_TOKEN/]);
      expectFinding(findings, 'Telegram', ['ok', /./]);
    });

    test('tells a fault that the second question meets', async () => {
      world.discord.faults.add({ path: '/gateway/bot', effect: { kind: 'status', status: 500 } });
      expectFinding(await examine(world.environment), 'Discord', ['failed', /out of order \(500\)/]);
    });

    const applications: [string, Parameters<typeof createWorld>[1], 'on' | 'off', [Verdict, RegExp]][] = [
      [
        'commands that go elsewhere',
        { interactionsEndpointUrl: 'https://other.example/hook' },
        'off',
        ['failed', /Interactions Endpoint URL/],
      ],
      ['a link that adds it nowhere', { requiresCodeGrant: true }, 'off', ['warning', /OAuth2 Code Grant/]],
      [
        'a bot that starts again and again',
        { sessionStartsLeft: 12 },
        'off',
        ['warning', /only 12 times more within 24 h/],
      ],
      ['an intent that is missing', {}, 'on', ['failed', /Message Content Intent/]],
      ['an intent that is there', { privilegedIntents: 1 << 15 }, 'on', ['ok', /token is that of/]],
    ];
    test.each(applications)('tells %s', async (_, options, readsReplies, expected) => {
      const other = await createWorld({}, options);
      cleanups.push(() => other.close());
      const findings = await examine({ ...other.environment, DISCORD_READ_REPLIES: readsReplies });
      expectFinding(findings, 'Discord', expected);
    });
  });

  describe('of Telegram', () => {
    test('tells a token of nobody', async () => {
      const findings = await examine({ ...world.environment, TELEGRAM_TOKEN: '7000000001:AAwrong' });
      expectFinding(findings, 'Telegram', ['failed', /Send \/token to https:\/\/t\.me\/BotFather/]);
    });

    test('tells a webhook that another program has set, without its secrets', async () => {
      const hook = encodeURIComponent('https://other.example/hook?password=sesame');
      await fetch(`${world.telegram.url}/bot${world.telegram.token}/setWebhook?url=${hook}`);
      const findings = await examine(world.environment);
      expectFinding(findings, 'Telegram', ['warning', /webhook at other\.example/]);
      expect(findings.Telegram?.words).not.toContain('sesame');
    });

    test.each(['getMe', 'getWebhookInfo'])('tells a fault that %s meets', async (on) => {
      world.telegram.fail({ on, kind: 'server-error' });
      expectFinding(await examine(world.environment), 'Telegram', ['failed', /out of order/]);
      world.telegram.fail({ on, kind: 'too-many-requests', retryAfterSeconds: 9 });
      expectFinding(await examine(world.environment), 'Telegram', ['warning', /asks to wait/]);
      world.telegram.fail({ on, kind: 'html', status: 200 });
      expectFinding(await examine(world.environment), 'Telegram', ['failed', /not Telegram/]);
    });
  });

  describe('of the image service', () => {
    test('tells a balance that is gone, and one that will not last the day', async () => {
      world.runware.balance = 0;
      expectFinding(await examine(world.environment), 'Image service', ['failed', /no funds left/]);
      world.runware.balance = 2.5;
      expectFinding(await examine(world.environment), 'Image service', [
        'warning',
        /\$2\.50, less than one day/,
      ]);
    });

    test('tells a key that is not accepted', async () => {
      const findings = await examine({ ...world.environment, RUNWARE_API_KEY: 'another-key' });
      expectFinding(findings, 'Image service', ['failed', /does not accept RUNWARE_API_KEY/]);
    });

    test('tells that it cannot be reached', async () => {
      const findings = await examine({ ...world.environment, RUNWARE_API_URL: 'http://127.0.0.1:1' });
      expectFinding(findings, 'Image service', ['failed', /cannot be reached/]);
    });

    test('warns of the sandbox where people would get it', async () => {
      const findings = await examine({ ...world.environment, RUNWARE_API_KEY: 'sandbox' });
      expectFinding(findings, 'Image service', ['warning', /no real model/]);
    });
  });

  test.each([
    [30_000, 'warning', /ahead/],
    [-30_000, 'warning', /behind/],
    [120_000, 'failed', /ahead.+timedatectl/],
    [-120_000, 'failed', /behind/],
    [1_500, 'ok', /agrees/],
  ] as const)('tells that the clock is %d ms off', async (offMs, verdict, words) => {
    const findings = await examine(world.environment, { now: () => Date.now() + offMs });
    expectFinding(findings, 'Clock', [verdict, words]);
  });
});
