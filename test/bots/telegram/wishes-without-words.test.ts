import { expect, test } from 'vitest';
import { pngOf } from '../../fakes/telegram/png-of.ts';
import type { BotUnderTest } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';
import { acceptedWishes, isStatus, sourcesOf } from './support/given-references.ts';
import { roundTrips } from './support/round-trips.ts';

const picture = pngOf({ width: 400, height: 300 });
const says = (words: string) => (message: { text?: string }) => message.text?.includes(words) === true;
const isQuestion = says('What shall I');

function startAlice({ telegram }: BotUnderTest) {
  return telegram.person({ name: 'Alice', startedBot: true }).privateChat();
}

/** A group with a bot in privacy mode, and what it may see. */
function startGroup({ telegram }: BotUnderTest) {
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const bob = telegram.person({ name: 'Bob' });
  return { alice, bob, group: telegram.group({ members: [alice, bob] }) };
}

async function accepted({ storage }: BotUnderTest) {
  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 100 }));
  return rows.map(({ isPrivate, wish: { count, prompt } }) => ({ prompt, count, isPrivate }));
}

test.each(['photo', 'file'] as const)(
  'a %s with nothing but the command is asked about, and its flags count for the answer, also after a restart',
  async (kind) => {
    await using before = await startBot();
    const chat = startAlice(before);
    const caption = { caption: '/imagine --count 2' };
    const sent =
      kind === 'photo' ? chat.sendPhoto(picture, caption) : chat.sendImageDocument(picture, caption);
    const question = await chat.waitForMessage(says('What shall I make of it?'), 'the question');
    expect(question.reply_to_message?.message_id).toBe(sent.message.message_id);
    expect(question.text).toContain('--count 2');
    expect(before.telegram.callsTo('sendMessage').at(-1)?.parameters.reply_markup).toEqual({
      force_reply: true,
      input_field_placeholder: 'What shall I make of it?',
    });
    await roundTrips(before.telegram);
    await before.stop();

    await using after = await startBot({ earlier: before });
    chat.sendText('as a watercolour', { replyTo: question });
    await chat.waitForMessage(isStatus, 'the status');
    expect(await acceptedWishes(after)).toEqual([
      { prompt: 'as a watercolour', references: sourcesOf(sent) },
    ]);
    expect(await accepted(after)).toMatchObject([{ count: 2 }]);
    expect(after.telegram.violations).toEqual([]);
  },
);

test('an album with nothing but the command is asked about, whole', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  const album = await chat.sendAlbum([picture, picture], { caption: '/imagine', captionAt: 1 });
  await under.telegram.waitForConfirmed(album[1]?.update?.update_id ?? 0);
  under.advance(1_000);
  const question = await chat.waitForMessage(isQuestion, 'the question');
  await roundTrips(under.telegram);
  chat.sendText('mix them', { replyTo: question });
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'mix them', references: sourcesOf(...album) }]);
});

test('in a group a reply to a picture with nothing but the command: only who asked may answer', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const { alice, bob, group } = startGroup(under);
  const shown = group.sendPhoto(bob, picture);
  group.send(alice, '/imagine@easel_bot --private', { replyTo: shown });
  const question = await group.waitForMessage(isQuestion, 'the question');
  expect(telegram.callsTo('sendMessage').at(-1)?.parameters.reply_markup).toMatchObject({ selective: true });
  await roundTrips(telegram);
  group.send(bob, 'a theft', { replyTo: question });
  await group.waitForMessage(says('belongs to somebody else'), 'the refusal');
  group.sendPhoto(bob, picture, { replyTo: question });
  group.send(alice, 'as a stamp', { replyTo: question });
  await alice.privateChat().waitForMessage(isStatus, 'the status in private');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'as a stamp', references: sourcesOf(shown) }]);
  expect(await accepted(under)).toMatchObject([{ isPrivate: true }]);
  expect(telegram.violations).toEqual([]);
});

test.each(['ask', 'paint', 'off'] as const)(
  'the bare command asks what to paint, and paints the answer, with "%s"',
  async (directMessageText) => {
    await using under = await startBot({ bot: { directMessageText } });
    const chat = startAlice(under);
    chat.sendText('/imagine');
    const question = await chat.waitForMessage(says('What shall I paint?'), 'the question');
    const asked = under.telegram.callsTo('sendMessage').at(-1)?.parameters.reply_markup;
    expect(asked).toEqual({ force_reply: true, input_field_placeholder: 'a lighthouse at dawn' });
    await roundTrips(under.telegram);
    chat.sendText('a fox -c 3', { replyTo: question });
    await chat.waitForMessage(isStatus, 'the status');
    expect(await accepted(under)).toEqual([{ prompt: 'a fox', count: 3, isPrivate: false }]);
  },
);

test('in a group the bare command asks, too, and other replies to the bot are nobody’s wish', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const { alice, group } = startGroup(under);
  group.send(alice, '/help@easel_bot');
  const help = await group.waitForMessage(says('I paint pictures'), 'the help');
  group.send(alice, 'how nice', { replyTo: help });
  group.send(alice, '/imagine@easel_bot');
  const question = await group.waitForMessage(isQuestion, 'the question');
  await roundTrips(telegram);
  group.send(alice, 'a fox', { replyTo: question });
  await group.waitForMessage(isStatus, 'the status');
  expect(await accepted(under)).toEqual([{ prompt: 'a fox', count: 1, isPrivate: false }]);
});

test('an answer with the command before it keeps the flags of the question, and its own count more', async () => {
  await using under = await startBot();
  const { alice, group } = startGroup(under);
  group.send(alice, '/imagine@easel_bot --private --count 2');
  const question = await group.waitForMessage(isQuestion, 'the question');
  await roundTrips(under.telegram);
  group.send(alice, '/imagine@easel_bot a fox --count 3', { replyTo: question });
  await alice.privateChat().waitForMessage(isStatus, 'the status in private');
  expect(await accepted(under)).toEqual([{ prompt: 'a fox', count: 3, isPrivate: true }]);
});

test('an answer that is a picture is asked about again, together with the first', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  const face = chat.sendPhoto(picture, { caption: '/imagine --count 2' });
  const first = await chat.waitForMessage(isQuestion, 'the question');
  await roundTrips(under.telegram);
  const hat = chat.sendPhoto(picture, { replyTo: first });
  const second = await chat.waitForMessage(
    (message) => isQuestion(message) && message.message_id !== first.message_id,
    'the second question',
  );
  await roundTrips(under.telegram);
  chat.sendText('with this hat', { replyTo: second });
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([
    { prompt: 'with this hat', references: sourcesOf(face, hat) },
  ]);
  expect(await accepted(under)).toMatchObject([{ count: 2 }]);
});

test('flags that are wrong are told of before anything is asked', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  chat.sendPhoto(picture, { caption: '/imagine --count 9' });
  const refusal = await chat.waitForMessage(says('--count'), 'the refusal');
  expect(refusal.text).toContain('What shall I paint?');
  expect(refusal.text).not.toContain('reply to this message');
});

test('an answer that comes a day later, in a group, is not painted without its picture', async () => {
  await using under = await startBot();
  const { alice, bob, group } = startGroup(under);
  const shown = group.sendPhoto(bob, picture);
  group.send(alice, '/imagine@easel_bot', { replyTo: shown });
  const question = await group.waitForMessage(isQuestion, 'the question');
  await roundTrips(under.telegram);
  under.advance(25 * 60 * 60_000);
  group.send(alice, 'as a stamp', { replyTo: question });
  await group.waitForMessage(says('no longer have that message'), 'the apology');
  expect(await acceptedWishes(under)).toEqual([]);
});
