import { Api } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pngOf } from './png-of.ts';
import { refusalOf } from './refusal-of.ts';
import { type FakeTelegram, startFakeTelegram } from './start-fake-telegram.ts';

let telegram: FakeTelegram;
let api: Api;

beforeEach(async () => {
  telegram = await startFakeTelegram({ inlineMode: true });
  api = new Api(telegram.token, { apiRoot: telegram.url });
});

afterEach(async () => {
  await telegram.close();
});

async function photoId(): Promise<string> {
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const { message } = chat.sendPhoto(pngOf({ width: 9, height: 9 }));
  return message.photo?.at(-1)?.file_id ?? '';
}

describe('an inline query', () => {
  test('comes with who asks and from where on, and is answered once', async () => {
    const alice = telegram.person({ name: 'Alice', languageCode: 'ru' });
    const query = alice.inlineQuery('fox', { offset: 'next' });
    const [update] = await api.getUpdates();
    expect(update?.inline_query).toMatchObject({
      id: query.id,
      from: { id: alice.id, language_code: 'ru' },
      query: 'fox',
      offset: 'next',
    });
    const photo = { type: 'photo', id: '1', photo_file_id: await photoId() } as const;
    const answer = () => api.answerInlineQuery(query.id, [photo], { cache_time: 5, is_personal: true });
    await answer();
    expect(await query.answered()).toMatchObject({
      photos: [{ id: '1' }],
      nextOffset: '',
      cacheSeconds: 5,
      isPersonal: true,
      button: undefined,
    });
    expect(await refusalOf(answer())).toContain('query is too old');
    const late = alice.inlineQuery();
    telegram.advanceClock(11_000);
    expect(await refusalOf(api.answerInlineQuery(late.id, []))).toContain('query is too old');
    expect(telegram.violations).toEqual([]);
  });

  test('is not possible where inline mode is off, which is the default', async () => {
    const plain = await startFakeTelegram();
    expect(() => plain.person({ name: 'Alice' }).inlineQuery('fox')).toThrow('Inline mode is off');
    await plain.close();
  });

  test('a result that is picked reaches the bot where it is, also in privacy mode', async () => {
    const alice = telegram.person({ name: 'Alice' });
    const group = telegram.group({ members: [alice] });
    const sizes = [{ file_id: await photoId(), file_unique_id: 'u', width: 9, height: 9 }];
    group.as(alice).sendInlineResult({ id: '1', sizes });
    const updates = await api.getUpdates();
    expect(updates.at(-1)?.message).toMatchObject({
      chat: { id: group.id },
      via_bot: { id: telegram.bot.id },
    });
  });
});

describe('what Telegram would refuse', () => {
  test.each<[string, (id: string, photo: string) => Promise<unknown>]>([
    [
      'RESULTS_TOO_MUCH',
      (id, photo) =>
        api.answerInlineQuery(
          id,
          Array.from({ length: 51 }, (_, index) => ({ type: 'photo', id: `${index}`, photo_file_id: photo })),
        ),
    ],
    [
      'RESULT_ID_DUPLICATE',
      (id, photo) =>
        api.answerInlineQuery(id, [
          { type: 'photo', id: '1', photo_file_id: photo },
          { type: 'photo', id: '1', photo_file_id: photo },
        ]),
    ],
    [
      'RESULT_ID_INVALID',
      (id, photo) => api.answerInlineQuery(id, [{ type: 'photo', id: 'ё'.repeat(33), photo_file_id: photo }]),
    ],
    ['NEXT_OFFSET_INVALID', (id) => api.answerInlineQuery(id, [], { next_offset: 'x'.repeat(65) })],
    ['CACHE_TIME_INVALID', (id) => api.answerInlineQuery(id, [], { cache_time: -1 })],
    [
      'START_PARAM_INVALID',
      (id) => api.answerInlineQuery(id, [], { button: { text: 'Go', start_parameter: 'two words' } }),
    ],
    [
      'wrong remote file identifier',
      (id) => api.answerInlineQuery(id, [{ type: 'photo', id: '1', photo_file_id: 'nothing' }]),
    ],
  ])('%s', async (words, answer) => {
    const query = telegram.person({ name: 'Alice' }).inlineQuery();
    expect(await refusalOf(answer(query.id, await photoId()))).toContain(words);
    expect(telegram.violations).toHaveLength(1);
  });
});
