import { expect, test } from 'vitest';
import { createWorld, startEasel } from './support/easel-under-test.ts';

test('without funds the admins are told once, in private, and people at once', async () => {
  const world = await createWorld();
  const { discord, telegram, runware } = world;
  const boss = discord.person({ name: 'Boss' });
  const owner = telegram.person({ name: 'Owner', startedBot: true });
  const easel = await startEasel({
    ...world.environment,
    ADMIN_IDS: `discord:${boss.id},telegram:${owner.user.id}`,
  });
  try {
    runware.fail({ kind: 'error', status: 402, code: 'insufficientCredits' });
    const ada = discord.person({ name: 'Ada' });
    const first = ada.slash({ command: 'imagine', options: { prompt: 'a boat' } });
    await first.waitForMessage(({ text }) => /Painting is paused/.test(text), 'the failure in words');

    await boss.waitForMessage({
      in: 'direct',
      predicate: ({ text }) => /no funds left/.test(text),
      description: 'the notice to the admin on Discord',
    });
    await owner
      .privateChat()
      .waitForMessage(({ text }) => /no funds left/.test(text ?? ''), 'the notice to the admin on Telegram');

    const second = ada.slash({ command: 'imagine', options: { prompt: 'a bridge' } });
    await second.waitForMessage(({ text }) => /out of order/.test(text), 'the refusal');
    expect(runware.tasks.filter(({ taskType }) => taskType === 'imageInference')).toHaveLength(1);
    expect(discord.violations).toEqual([]);
    expect(telegram.violations).toEqual([]);
  } finally {
    await easel.app.stop();
    await world.close();
  }
});
