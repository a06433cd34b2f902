import { expect, test } from 'vitest';
import { startBot } from './support/bot-under-test.ts';

test('a command becomes a status message, and that becomes the picture', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  model.hold();
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();

  chat.sendText('/imagine a lighthouse at dawn');
  const status = await chat.waitForMessage(({ text }) => text?.includes('Painting') === true, 'the status');
  expect(status.entities?.[0]).toMatchObject({
    type: 'blockquote',
    offset: 0,
    length: 'a lighthouse at dawn'.length,
  });
  model.release();
  const result = await chat.waitForMessage(({ photo }) => photo !== undefined, 'the picture');

  expect(result.message_id).toBe(status.message_id);
  expect(result.caption).toContain('a lighthouse at dawn');
  expect(result.caption).toContain('seed 100');
  expect(chat.botMessages()).toHaveLength(1);
  expect(model.prompts).toEqual(['a lighthouse at dawn']);
  expect(telegram.violations).toEqual([]);
});
