import { expect, test } from 'vitest';
import { createWorld, startEasel } from './support/easel-under-test.ts';

test('the metrics see what the services put off, why painting is paused, and what it cost', async () => {
  const world = await createWorld();
  const { discord, telegram, runware } = world;
  const easel = await startEasel(world.environment);
  const metrics = async () => (await fetch(`${easel.app.statusUrl}/metrics`)).text();
  const ask = (prompt: string) =>
    discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt } });
  try {
    runware.fail({ kind: 'error', status: 429, code: 'rateLimitExceeded' });
    discord.faults.add({
      method: 'PATCH',
      effect: { kind: 'rate-limit', retryAfterSeconds: 0.01, scope: 'user' },
    });
    telegram.fail({ on: 'editMessageMedia', kind: 'too-many-requests', retryAfterSeconds: 1 });

    await ask('a boat').waitForMessage(
      ({ visibleAttachments }) => visibleAttachments.length === 1,
      'the boat',
    );
    const ben = telegram.person({ name: 'Ben', startedBot: true }).privateChat();
    ben.sendText('/imagine a bird');
    await ben.waitForMessage(({ photo }) => photo !== undefined, 'the bird');
    runware.fail({ kind: 'error', status: 402, code: 'insufficientCredits' });
    await ask('a bridge').waitForMessage(
      ({ text }) => /Painting is paused/.test(text),
      'the failure in words',
    );

    const text = await metrics();
    for (const service of ['runware', 'discord', 'telegram'])
      expect(text).toContain(`easel_rate_limited_total{service="${service}"} 1\n`);
    expect(text).toContain('easel_painting_paused{reason="provider-out-of-funds"} 1\n');
    for (const platform of ['discord', 'telegram'])
      expect(text).toContain(`easel_platform_connected{platform="${platform}"} 1\n`);
    expect(text).toMatch(/easel_cost_dollars_total 0\.0[1-9]/);
    expect(text).toMatch(/easel_day_budget_used_dollars 0\.0[1-9]/);
    expect(text).toContain('easel_day_budget_limit_dollars 10\n');
    expect(text).toContain('easel_provider_left_alone 0\n');
  } finally {
    await easel.app.stop();
    await world.close();
  }
});
