import { expect, test } from 'vitest';
import { describePlace } from '../../../src/bots/telegram/describe-place.ts';
import { TelegramApi } from '../../../src/bots/telegram/telegram-api.ts';
import { createWording } from '../../../src/commands/create-wording.ts';
import { toPlainText } from '../../../src/commands/join-text.ts';
import { createModelCatalog } from '../../../src/core/create-model-catalog.ts';
import { startFakeTelegram } from '../../fakes/telegram/start-fake-telegram.ts';

test('nothing private goes to whoever writes in the name of the group: the group would read it', async () => {
  const telegram = await startFakeTelegram();
  const ada = telegram.person({ name: 'Ada', startedBot: true });
  const group = telegram.group({ title: 'Painters', kind: 'supergroup', members: [ada] });
  const silent = () => {};
  const { addressFor } = describePlace(
    {
      address: {
        platform: 'telegram',
        isDurable: true,
        chatId: group.id,
        chatKind: 'group',
        personId: group.id,
      },
      // As Telegram tells of an anonymous administrator: https://telegram.org/blog/filters-anonymous-admins-comments
      asker: { id: group.id, language: 'en' },
      repliesToId: undefined,
      isForum: false,
      sourceKey: 'test:1',
    },
    {
      api: new TelegramApi({ token: telegram.token, apiUrl: telegram.url }),
      botUsername: telegram.bot.username ?? '',
      wording: createWording({ catalog: createModelCatalog(), isSandbox: false }),
      log: { debug: silent, info: silent, warn: silent, error: silent },
      rights: { mayPostPictures: async () => true },
    },
  );
  const found = await addressFor({ isPrivate: true, isInWords: false });
  expect(found.kind === 'cannot-post' && toPlainText(found.text)).toContain('in the name of the group');
  expect((await addressFor({ isPrivate: false, isInWords: false })).kind).toBe('address');
  expect(telegram.calls).toEqual([]);
  await telegram.close();
});
