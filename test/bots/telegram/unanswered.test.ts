import type { TelegramUpdate } from '@gramio/types';
import { expect, test } from 'vitest';
import { pngOf } from '../../fakes/telegram/png-of.ts';
import type { RecordedCall } from '../../fakes/telegram/recorded-call.ts';
import type { BotUnderTest } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';
import { isStatus } from './support/given-references.ts';
import { says, showsPicture } from './support/painted.ts';
import { roundTrips } from './support/round-trips.ts';

const isQuestion = says('Answer by a reply');
const isAboutPictures = says('What shall I make of it?');

/** Ends the process while Telegram still wants quiet, after the person has done something that is answered in words. */
async function endBeforeTheAnswer(under: BotUnderTest, act: () => Promise<void> | void): Promise<void> {
  const { clock, telegram } = under;
  const isWords = ({ method }: RecordedCall) => method === 'sendMessage';
  telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 30, on: isWords });
  await act();
  await clock.waitedFor(30_000);
  const stopping = under.stop();
  await clock.waitedFor(5_000);
  clock.advance(5_000);
  await stopping;
  under.advance(30_000);
}

async function unanswered({ storage }: BotUnderTest): Promise<readonly string[]> {
  const left = await storage.transaction(({ unanswered: requests }) => requests.list());
  return left.map(({ key }) => key);
}

test('a refusal and a list that the process did not live to send are sent by the next one, once', async () => {
  await using before = await startBot();
  const { telegram } = before;
  const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const bob = telegram.person({ name: 'Bob', startedBot: true }).privateChat();
  await endBeforeTheAnswer(before, async () => {
    alice.sendText('/imagine --count 9 a fox');
    alice.sendText('/imagine --count 8 a fox');
    const { update } = alice.sendText('/settings');
    await telegram.waitForConfirmed(update?.update_id ?? 0);
  });
  bob.sendText('/help');
  expect(alice.botMessages()).toEqual([]);

  await using after = await startBot({ earlier: before });
  await alice.waitForMessage(says('9'), 'the refusal');
  await alice.waitForMessage(says('Your settings'), 'the page');
  await bob.waitForMessage(says('/imagine'), 'the help');
  after.advance(10_000);
  await alice.waitForMessage(says('8'), 'the refusal that shares no message with the first');
  await after.stop();
  expect(alice.botMessages()).toHaveLength(3);
  expect(await unanswered(after)).toEqual([]);

  await using last = await startBot({ earlier: before });
  await roundTrips(last.telegram);
  expect(alice.botMessages()).toHaveLength(3);
  expect(telegram.violations).toEqual([]);
});

test('the question of a button is asked by the next process, and its answer is painted', async () => {
  await using before = await startBot();
  const { telegram } = before;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  await endBeforeTheAnswer(before, () => void chat.tap(result, '✏️ Change the words'));

  await using after = await startBot({ earlier: before });
  const question = await chat.waitForMessage(isQuestion, 'the question');
  await roundTrips(telegram);
  chat.sendText('a wolf', { replyTo: question });
  await chat.waitFor(() => chat.botMessages().filter(showsPicture)[1], 'the second picture');
  expect(after.model.prompts).toEqual(['a wolf']);
  expect(telegram.violations).toEqual([]);
});

test('what was asked about an album, and that a piece of it came late, outlive the process', async () => {
  await using first = await startBot();
  const { telegram } = first;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const photos = [40, 50].map((side) => pngOf({ width: side, height: side }));
  const album = await chat.sendAlbum(photos);
  await endBeforeTheAnswer(first, async () => {
    for (const { update } of album) await telegram.waitForConfirmed(update?.update_id ?? 0);
    first.advance(1_000);
  });
  expect(chat.botMessages()).toEqual([]);

  await using second = await startBot({ earlier: first });
  await chat.waitForMessage(isAboutPictures, 'the question');
  const [piece] = album;
  if (piece === undefined) throw new Error('Expected an album');
  const message = { ...piece.message, message_id: piece.message.message_id + 500 };
  await endBeforeTheAnswer(second, () => void telegram.pushUpdate({ message }));
  expect(chat.botMessages()).toHaveLength(1);

  await using third = await startBot({ earlier: first });
  await chat.waitForMessage(says('came late'), 'the notice');
  await third.stop();
  expect(chat.botMessages()).toHaveLength(2);
  expect(await unanswered(third)).toEqual([]);
  expect(telegram.violations).toEqual([]);
});

test('an update that Telegram tells of once more is not answered twice', async () => {
  await using before = await startBot();
  const { telegram } = before;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const sent: TelegramUpdate[] = [];
  await endBeforeTheAnswer(before, () => {
    const { update } = chat.sendText('/imagine --count 9 a fox');
    if (update !== undefined) sent.push(update);
  });
  // As if the process had ended before it could confirm it.
  for (const update of sent) telegram.redeliver(update);

  await using after = await startBot({ earlier: before });
  await chat.waitForMessage(says('9'), 'the refusal');
  after.advance(10_000);
  await after.stop();
  expect(chat.botMessages()).toHaveLength(1);
});

test('a request that is answered is not kept, and neither is one that the core answers', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  model.hold();
  chat.sendText('/imagine a fox');
  await chat.waitForMessage(isStatus, 'the status');
  chat.sendText('/help');
  await chat.waitForMessage(says('/imagine'), 'the help');
  await under.stop();
  expect(await unanswered(under)).toEqual([]);
});

test('what somebody missed is said again until it has arrived', async () => {
  await using before = await startBot();
  const { storage, telegram } = before;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();
  chat.sendText('/imagine a fox');
  await chat.waitForMessage(showsPicture, 'the picture');
  await storage.transaction(async ({ generations, missedAnswers }) => {
    for (const generation of await generations.list({ limit: 1 })) await missedAnswers.add(generation);
  });
  await endBeforeTheAnswer(before, () => void chat.sendText('/help'));
  expect(chat.botMessages().some(says('1 of your requests'))).toBe(false);

  await using after = await startBot({ earlier: before });
  await chat.waitForMessage(says('1 of your requests'), 'the news');
  await chat.waitForMessage(says('I paint pictures'), 'the help');
  chat.sendText('/help');
  await chat.waitFor(() => chat.botMessages().filter(says('I paint pictures'))[1], 'the help once more');
  await after.stop();
  expect(chat.botMessages().filter(says('1 of your requests'))).toHaveLength(1);
});

test('a favourite that Telegram tells of twice stays one', async () => {
  await using under = await startBot();
  const { storage, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  const tap = chat.tap(result, '⭐ Favourite');
  await tap.answered();
  if (tap.update !== undefined) telegram.redeliver(tap.update);
  // Telegram takes one answer to a tap.
  await chat.waitForMessage(says('Added to your favourites'), 'the same words');
  const [generation] = await storage.transaction(({ generations }) => generations.list({ limit: 1 }));
  const star = { personId: generation?.personId ?? '', generationId: generation?.id ?? '' };
  expect(await storage.transaction(({ favourites }) => favourites.has(star))).toBe(true);
});
