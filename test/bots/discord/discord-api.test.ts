import { expect, test } from 'vitest';
import { DiscordApi } from '../../../src/bots/discord/discord-api.ts';
import { startFakeDiscord } from '../../fakes/discord/fake-discord.ts';

test('a call that is not answered in its time is given up as unanswered', async () => {
  const discord = await startFakeDiscord();
  try {
    const api = new DiscordApi({ token: discord.token, apiUrl: discord.url, callTimeoutMs: 50 });
    const silence = discord.faults.add({ path: '/applications/@me', effect: { kind: 'hold' } });
    await expect(api.readApplicationId()).rejects.toMatchObject({ failure: 'unanswered' });
    silence.release();
    expect(discord.violations).toEqual([]);
  } finally {
    await discord.close();
  }
});
