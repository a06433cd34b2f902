import { expect, test } from 'vitest';
import { registerCommands } from '../../../src/bots/telegram/register-commands.ts';
import { TelegramApi } from '../../../src/bots/telegram/telegram-api.ts';
import { allCommands } from '../../../src/commands/all-commands.ts';
import { createWording } from '../../../src/commands/create-wording.ts';
import { createModelCatalog } from '../../../src/core/create-model-catalog.ts';
import { startFakeTelegram } from '../../fakes/telegram/start-fake-telegram.ts';
import { prepareBot } from './support/bot-under-test.ts';

const adminIds: readonly string[] = [];
const wording = createWording({ catalog: createModelCatalog(), isSandbox: false });

test('the menu is set in every language, and only where it has changed', async () => {
  const telegram = await startFakeTelegram();
  const api = new TelegramApi({ token: telegram.token, apiUrl: telegram.url });
  const { signal } = new AbortController();

  expect(await registerCommands(api, { adminIds, commands: allCommands, wording, signal })).toBe(6);
  expect(await registerCommands(api, { adminIds, commands: allCommands, wording, signal })).toBe(0);
  const fewer = allCommands.slice(0, 2);
  expect(await registerCommands(api, { adminIds, commands: fewer, wording, signal })).toBe(6);

  await api.setMyCommands({
    commands: fewer.map(({ name }) => ({ command: name, description: 'outdated' })),
    scope: { type: 'all_group_chats' },
  });
  expect(await registerCommands(api, { adminIds, commands: fewer, wording, signal })).toBe(1);

  const menus = [...telegram.profile.commands.values()];
  expect(menus.map((menu) => menu.map(({ command }) => command))).toEqual([
    ['imagine', 'describe'],
    ['imagine', 'describe'],
    ['imagine', 'describe'],
    ['imagine', 'describe'],
    ['imagine', 'describe'],
    ['imagine', 'describe'],
  ]);
  expect(menus[1]?.[0]?.description).toMatch(/\p{Script=Cyrillic}/u);
  expect(telegram.violations).toEqual([]);
  await telegram.close();
});

test('private chats show every command, groups those whose answer is for all', async () => {
  const telegram = await startFakeTelegram();
  const api = new TelegramApi({ token: telegram.token, apiUrl: telegram.url });
  const { signal } = new AbortController();
  await registerCommands(api, { adminIds, commands: allCommands, wording, signal });
  const menuOf = async (type: 'all_private_chats' | 'all_group_chats', language?: 'ru') => {
    const place = { scope: { type }, ...(language === undefined ? {} : { language_code: language }) };
    return (await api.getMyCommands(place)).map(({ command }) => command);
  };
  const forAll = allCommands.filter(({ isForModerators }) => isForModerators !== true);
  const offered = forAll.filter(({ platforms = ['telegram'] }) => platforms.includes('telegram'));
  for (const language of [undefined, 'ru'] as const) {
    expect(await menuOf('all_private_chats', language)).toEqual(offered.map(({ name }) => name));
    expect(await menuOf('all_group_chats', language)).not.toContain('start');
    expect(await menuOf('all_group_chats', language)).toContain('imagine');
  }
  await telegram.close();
});

test('a bot whose menu cannot be set takes commands all the same', async () => {
  await using under = await prepareBot();
  const { bot, telegram } = under;
  const refused = telegram.fail({ kind: 'server-error', on: 'getMyCommands', times: 100 });
  await bot.start();
  await telegram.waitFor(() => refused.met[0], 'the menu to be asked for');
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/models');
  await chat.waitForMessage(({ text }) => text?.includes('Models') === true, 'the models');
  expect(telegram.callsTo('setMyCommands')).toEqual([]);
});
