import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ChatOutbox } from '../../../src/bots/telegram/chat-outbox.ts';
import { TelegramCallFailed } from '../../../src/bots/telegram/telegram-call-failed.ts';
import { ManualClock } from './support/manual-clock.ts';
import { RecordingLog } from './support/recording-log.ts';

function outboxUnderTest(mostWaiting?: number) {
  const clock = new ManualClock();
  const log = new RecordingLog();
  const outbox = new ChatOutbox({
    log,
    pause: clock.pause,
    ...(mostWaiting === undefined ? {} : { mostWaiting }),
  });
  const sent: string[] = [];
  const failures = new Map<string, TelegramCallFailed[]>();
  const put = (chatId: number, content: string) =>
    outbox.put({
      chatId,
      content,
      send: async () => {
        const failure = failures.get(content)?.shift();
        if (failure !== undefined) throw failure;
        sent.push(content);
      },
    });
  return {
    clock,
    log,
    outbox,
    sent,
    put: (chatId: number, content: string) => void put(chatId, content),
    putAndHear: put,
    fail: (content: string, ...list: TelegramCallFailed[]) => failures.set(content, list),
  };
}

function slowDown(seconds: number): TelegramCallFailed {
  return new TelegramCallFailed({
    method: 'sendMessage',
    failure: 'rate-limited',
    retryAfterMs: seconds * 1_000,
  });
}

const unanswered = new TelegramCallFailed({ method: 'sendMessage', failure: 'unanswered' });

test('a pause of one chat is kept, in order, and holds up no other chat', async () => {
  const { clock, sent, put, fail } = outboxUnderTest();
  fail('A1', slowDown(7));
  put(1, 'A1');
  put(1, 'A2');
  put(2, 'B1');
  await clock.waitedFor(7_000);
  expect(sent).toEqual(['B1']);

  clock.advance(6_999);
  await nextTurn();
  expect(sent).toEqual(['B1']);
  clock.advance(1);
  await nextTurn();
  expect(sent).toEqual(['B1', 'A1', 'A2']);
});

test('three tries, and at most a minute: then the answer is dropped and said so in the log', async () => {
  const { clock, log, sent, put, fail } = outboxUnderTest();
  fail('A1', unanswered, unanswered, unanswered, unanswered);
  fail('A2', slowDown(61));
  put(1, 'A1');
  put(1, 'A2');
  put(1, 'A3');
  await clock.waitedFor(1_000);
  clock.advance(1_000);
  await clock.waitedFor(2_000);
  clock.advance(2_000);
  await nextTurn();

  expect(sent).toEqual(['A3']);
  expect(log.of('warn')).toEqual(['an answer did not arrive', 'an answer did not arrive']);
});

test('a chat that is closed is not tried twice and worth no warning', async () => {
  const { log, sent, put, fail } = outboxUnderTest();
  fail('A1', new TelegramCallFailed({ method: 'sendMessage', failure: 'place-closed' }));
  put(1, 'A1');
  await nextTurn();
  expect(sent).toEqual([]);
  expect(log.of('warn')).toEqual([]);
});

test('behind a pause the same answer waits once, and no more than fit', async () => {
  const { clock, log, sent, put, fail } = outboxUnderTest(3);
  fail('help', slowDown(1));
  put(1, 'help');
  for (let again = 0; again < 50; again += 1) put(1, 'help');
  for (const content of ['a', 'b', 'c', 'd']) put(1, content);
  await clock.waitedFor(1_000);
  clock.advance(1_000);
  await nextTurn();

  expect(sent).toEqual(['help', 'a', 'b']);
  expect(log.entries).toContainEqual(expect.objectContaining({ fields: { messages: 2 } }));
});

test('stopping sends what waits, and gives up at its deadline', async () => {
  const { clock, log, outbox, sent, put, fail } = outboxUnderTest();
  fail('A1', slowDown(30));
  put(1, 'A1');
  put(1, 'A2');
  put(2, 'B1');
  await clock.waitedFor(30_000);
  const stopping = outbox.stop(5_000);
  await clock.waitedFor(5_000);
  clock.advance(5_000);
  await stopping;

  expect(sent).toEqual(['B1']);
  expect(log.of('warn')).toEqual(['an answer did not arrive']);
});

test('whoever put an answer hears whether it is over, or was left when the bot stopped', async () => {
  const { clock, outbox, putAndHear, fail } = outboxUnderTest(2);
  fail('refused', new TelegramCallFailed({ method: 'sendMessage', failure: 'place-closed' }));
  expect(await Promise.all([putAndHear(1, 'sent'), putAndHear(1, 'refused')])).toEqual([true, true]);

  fail('slow', slowDown(30));
  const heard = Promise.all(['slow', 'slow', 'next', 'too much'].map((content) => putAndHear(1, content)));
  await clock.waitedFor(30_000);
  const stopping = outbox.stop(5_000);
  await clock.waitedFor(5_000);
  clock.advance(5_000);
  await stopping;
  expect(await heard).toEqual([false, false, false, true]);
});

test('what is put in the very moment in which the last one was sent is sent, too', async () => {
  const { outbox, putAndHear, sent } = outboxUnderTest();
  await putAndHear(1, 'the first');
  await putAndHear(1, 'the second');
  expect(sent).toEqual(['the first', 'the second']);
  await outbox.stop(0);
});
