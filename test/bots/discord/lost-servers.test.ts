import { expect, test } from 'vitest';
import type { Generation } from '../../../src/core/generation.ts';
import type { FakeDiscord } from '../../fakes/discord/fake-discord.ts';
import { startBot } from './support/bot-under-test.ts';

type Asked = Parameters<ReturnType<FakeDiscord['person']>['slash']>[0];

/** What was asked there, once its first answer stands. */
async function askIn(
  { core, discord }: Awaited<ReturnType<typeof startBot>>,
  { index = 0, ...asked }: Partial<Asked> & { index?: number; by?: ReturnType<FakeDiscord['person']> },
): Promise<Generation> {
  const { by = discord.person({ name: 'Ada' }), ...place } = asked;
  by.slash({ command: 'imagine', options: { prompt: 'a fox' }, ...place });
  return core.acknowledged(index);
}

test('a server that the bot was removed from is given up, and no other place', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const club = discord.guild({ name: 'club' });
  const inClub = await askIn(easel, { in: club.general, index: 0 });
  const atHome = await askIn(easel, { index: 1 });
  const direct = await askIn(easel, { in: 'direct', index: 2 });
  const said = core.lost.length;
  club.removeBot();
  await core.lostPlaces(said + 1);
  const isLost = core.lost[said];
  expect([inClub, atHome, direct].map(({ address }) => isLost?.(address))).toEqual([true, false, false]);
  expect(isLost?.({ platform: 'telegram', isDurable: true, chatId: 7 })).toBe(false);
  expect(discord.violations).toEqual([]);
});

test('a server that is only unavailable comes back, so nothing is given up', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const club = discord.guild({ name: 'club' });
  const inClub = await askIn(easel, { in: club.general });
  const said = core.lost.length;
  club.becomeUnavailable();
  discord.home.removeBot();
  await core.lostPlaces(said + 1);
  expect(core.lost.slice(said).some((isLost) => isLost(inClub.address))).toBe(false);
});

test('what happened while nobody listened shows when the bot connects again', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const club = discord.guild({ name: 'club' });
  const inClub = await askIn(easel, { in: club.general, index: 0 });
  const atHome = await askIn(easel, { index: 1 });
  const said = core.lost.length;
  club.guild.hasBot = false;
  discord.gateway.invalidateSessions(false);
  await core.lostPlaces(said + 1);
  const isLost = core.lost.at(-1);
  expect([inClub, atHome].map(({ address }) => isLost?.(address))).toEqual([true, false]);
});

test('where only the person has installed the app, nothing is lost', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const foreign = discord.guild({ name: 'foreign', hasBot: false });
  const by = discord.person({ name: 'Eve', installedApp: true });
  const asked = await askIn(easel, { in: foreign.general, by });
  const said = core.lost.length;
  discord.gateway.invalidateSessions(false);
  await core.lostPlaces(said + 1);
  expect(core.lost.some((isLost) => isLost(asked.address))).toBe(false);
});
