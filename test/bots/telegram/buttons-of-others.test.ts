import { expect, test } from 'vitest';
import { buttonRows } from '../../fakes/telegram/reply-markup.ts';
import { startBot } from './support/bot-under-test.ts';
import { labelsOf, says, showsPicture } from './support/painted.ts';

test('anybody may paint a public result again, as their own wish', async () => {
  await using under = await startBot();
  const { storage, telegram } = under;
  const [alice, bob] = [
    telegram.person({ name: 'Alice' }),
    telegram.person({ name: 'Bob', languageCode: 'ru' }),
  ];
  const group = telegram.group({ kind: 'forum', members: [alice, bob] });
  const topic = group.createTopic(alice, 'Foxes');
  group.send(alice, '/imagine@easel_bot a fox', { topic });
  const result = await group.waitForMessage(showsPicture, 'the picture');
  await group.tap(bob, result, '🔁 Again').answered();
  const second = await group.waitFor(() => group.botMessages().filter(showsPicture)[1], 'the second picture');
  expect(second.reply_to_message?.message_id).toBe(result.message_id);
  expect(second.message_thread_id).toBe(topic);
  expect(labelsOf(second).flat()).toContain('🔁 Ещё раз');
  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 9 }));
  expect(rows.map(({ personId }) => personId)).toEqual([`telegram:${alice.id}`, `telegram:${bob.id}`]);
  expect(telegram.violations).toEqual([]);
});

test('nobody but its person cancels what is under way', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  model.hold();
  const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
  const group = telegram.group({ members: [alice, bob] });
  group.send(alice, '/imagine@easel_bot a fox');
  const status = await group.waitForMessage(says('Painting'), 'the status');
  const answer = await group.tap(bob, status, '✕ Cancel').answered();
  expect(answer).toEqual({ text: 'This one belongs to somebody else.', showAlert: true });
  model.release();
  await group.waitForMessage(showsPicture, 'the picture');
  expect(group.botMessages()).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test('a private result is nothing to anybody else', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const mallory = telegram.person({ name: 'Mallory' });
  const group = telegram.group({ members: [alice, mallory] });
  group.send(alice, '/imagine@easel_bot --private a secret');
  const secret = await alice.privateChat().waitForMessage(showsPicture, 'the picture');
  const buttons = buttonRows(secret).flat();
  for (const [id, { callback_data: data = '' }] of buttons.entries()) {
    telegram.pushUpdate({
      callback_query: {
        id: `forged-${id}`,
        from: mallory.user,
        message: { chat: { id: group.id, type: 'supergroup', title: 'x' }, message_id: 2, date: 0 },
        chat_instance: '1',
        data,
      },
    });
  }
  await telegram.waitFor(
    () => telegram.callsTo('answerCallbackQuery')[buttons.length - 1],
    'an answer to each',
  );
  const words = telegram.callsTo('answerCallbackQuery').map(({ parameters }) => parameters.text);
  expect(new Set(words)).toEqual(new Set(['This one belongs to somebody else.']));
  expect(model.prompts).toEqual(['a secret']);
  expect(group.botMessages().filter(showsPicture)).toEqual([]);
});

test('again of a private result stays private, and says so nowhere else', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const group = telegram.group({ members: [alice] });
  const own = alice.privateChat();
  group.send(alice, '/imagine@easel_bot --private a secret');
  const secret = await own.waitForMessage(showsPicture, 'the picture');
  const before = group.botMessages().length;
  await own.tap(secret, '🔁 Again').answered();
  await own.waitFor(() => own.botMessages().filter(showsPicture)[1], 'the second picture');
  expect(group.botMessages()).toHaveLength(before);
  expect(telegram.violations).toEqual([]);
});
