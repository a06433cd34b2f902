import { expect, test } from 'vitest';
import { inhabitedWorld } from './support/inhabited-world.ts';

const world = inhabitedWorld({
  settings: { MAX_COMMANDS_PER_USER: '', MAX_COMMANDS_PER_PLACE: '', MAX_SUGGESTIONS_PER_USER: '' },
});

test('on both platforms a person who hurries is refused with the default limits, and it is counted', async () => {
  const { discord, easel, telegram } = world;
  const ada = discord.person({ name: 'Ada' });
  const asked = Array.from({ length: 45 }, () => ada.slash({ command: 'help' }));
  await Promise.all(asked.map((one) => one.acknowledged()));
  const refused = asked.filter((one) => one.message()?.text.includes('faster than I can follow'));
  // The ten seconds may have ended in between.
  expect(refused.length).toBeGreaterThanOrEqual(5);

  telegram.advanceClock(10_000 - (Date.now() % 10_000));
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const sent = Array.from({ length: 25 }, () => chat.sendText('/help'));
  await chat.waitForMessage(({ text }) => text?.includes('faster than I can follow') === true, 'the refusal');
  await telegram.waitForConfirmed(sent.at(-1)?.update?.update_id ?? 0);

  const metrics = await (await fetch(`${easel.app.statusUrl}/metrics`)).text();
  expect(metrics).toContain(`easel_too_fast_total{platform="discord",limit="person"} ${refused.length}`);
  expect(metrics).toContain('easel_too_fast_total{platform="telegram",limit="person"} 5');
  expect(metrics).toContain('easel_too_fast_total{platform="telegram",limit="place"} 0');
});
