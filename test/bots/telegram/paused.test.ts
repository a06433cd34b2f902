import { expect, test } from 'vitest';
import { startBot } from './support/bot-under-test.ts';
import { says } from './support/painted.ts';

test('who waits is told that nothing is painted, in the status message, and then where they are', async () => {
  await using under = await startBot({ limits: { maxRunning: 1 } });
  const { model, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const bob = telegram.person({ name: 'Bob', languageCode: 'ru', startedBot: true }).privateChat();
  model.hold();
  alice.sendText('/imagine a fox');
  await alice.waitForMessage(says('Painting'), 'the first to be painted');
  bob.sendText('/imagine a wolf');
  await bob.waitForMessage(says('Следующая очередь ваша'), 'the place in line');

  model.isLeftAlone = true;
  await bob.waitForMessage(says('Сервис картинок сейчас не работает'), 'the pause');
  model.isLeftAlone = false;
  await bob.waitForMessage(says('Следующая очередь ваша'), 'the place in line again');
  expect(bob.botMessages()).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});
