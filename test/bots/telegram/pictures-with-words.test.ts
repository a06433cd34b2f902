import { expect, test } from 'vitest';
import { pngOf } from '../../fakes/telegram/png-of.ts';
import { startBot } from './support/bot-under-test.ts';
import { acceptedWishes, isStatus, sourcesOf } from './support/given-references.ts';
import { roundTrips } from './support/round-trips.ts';

const picture = pngOf({ width: 400, height: 300 });
const says = (words: string) => (message: { text?: string }) => message.text?.includes(words) === true;
const hasButton = ({ reply_markup: markup }: { reply_markup?: unknown }) => markup !== undefined;

test.each(['photo', 'file'] as const)('a %s with the command as its caption', async (kind) => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const caption = { caption: '/imagine as a watercolour --count 2' };
  const sent = kind === 'photo' ? chat.sendPhoto(picture, caption) : chat.sendImageDocument(picture, caption);
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'as a watercolour', references: sourcesOf(sent) }]);
  expect(under.telegram.violations).toEqual([]);
});

test('a photo with plain words is offered to be painted, and the button remembers it over a restart', async () => {
  await using before = await startBot();
  const chat = before.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const sent = chat.sendPhoto(picture, { caption: 'as a watercolour' });
  const offer = await chat.waitForMessage(hasButton, 'the offer');
  expect(offer.reply_to_message?.message_id).toBe(sent.message.message_id);
  expect(await acceptedWishes(before)).toEqual([]);
  await before.stop();

  await using after = await startBot({ earlier: before });
  const taps = [chat.tap(offer, '🎨 Paint it'), chat.tap(offer, '🎨 Paint it')];
  for (const tap of taps) await after.telegram.waitForConfirmed(tap.update?.update_id ?? 0);
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(after)).toEqual([{ prompt: 'as a watercolour', references: sourcesOf(sent) }]);
  expect(after.telegram.violations).toEqual([]);
});

test('an offer whose pictures are forgotten says so instead of painting without them', async () => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendPhoto(picture, { caption: 'as a watercolour' });
  const offer = await chat.waitForMessage(hasButton, 'the offer');
  under.advance(25 * 60 * 60_000);
  chat.tap(offer, '🎨 Paint it');
  await chat.waitForMessage(says('no longer have that message'), 'the apology');
  expect(await acceptedWishes(under)).toEqual([]);
});

test('with "paint" a photo with plain words is painted at once', async () => {
  await using under = await startBot({ bot: { directMessageText: 'paint' } });
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const sent = chat.sendPhoto(picture, { caption: 'as a watercolour' });
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'as a watercolour', references: sourcesOf(sent) }]);
});

test('with "off" photos and albums are met with silence, unless a command stands below', async () => {
  await using under = await startBot({ bot: { directMessageText: 'off' } });
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendPhoto(picture);
  chat.sendPhoto(picture, { caption: 'as a watercolour' });
  const album = await chat.sendAlbum([picture, picture]);
  await under.telegram.waitForConfirmed(album[1]?.update?.update_id ?? 0);
  under.advance(1_000);
  const sent = chat.sendPhoto(picture, { caption: '/imagine as an etching' });
  await chat.waitForMessage(isStatus, 'the status');
  expect(chat.botMessages()).toHaveLength(1);
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'as an etching', references: sourcesOf(sent) }]);
});

test('a picture alone is asked about, and the answer paints it, also after a restart', async () => {
  await using before = await startBot();
  const alice = before.telegram.person({ name: 'Аня', languageCode: 'ru', startedBot: true });
  const chat = alice.privateChat();
  const sent = chat.sendPhoto(picture);
  const question = await chat.waitForMessage(says('Что из этого сделать?'), 'the question');
  expect(question.reply_to_message?.message_id).toBe(sent.message.message_id);
  const asked = before.telegram.callsTo('sendMessage').at(-1);
  expect(asked?.parameters.reply_markup).toEqual({
    force_reply: true,
    input_field_placeholder: 'Что из этого сделать?',
  });
  await before.stop();

  await using after = await startBot({ earlier: before });
  chat.sendText('акварель --count 1', { replyTo: question });
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(after)).toEqual([{ prompt: 'акварель', references: sourcesOf(sent) }]);
  expect(after.telegram.violations).toEqual([]);
});

test('an answer that comes a day later is not painted without its picture', async () => {
  await using under = await startBot({ bot: { directMessageText: 'paint' } });
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendPhoto(picture);
  const question = await chat.waitForMessage(says('What shall I make of it?'), 'the question');
  await roundTrips(under.telegram);
  under.advance(25 * 60 * 60_000);
  chat.sendText('a watercolour', { replyTo: question });
  await chat.waitForMessage(says('no longer have that message'), 'the apology');
  expect(await acceptedWishes(under)).toEqual([]);
});

test('plain words in reply to a picture are offered together with it', async () => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const file = chat.sendImageDocument(picture);
  await chat.waitForMessage(says('What shall I make of it?'), 'the question');
  const words = chat.sendText('make it night', { replyTo: file });
  const offer = await chat.waitForMessage(hasButton, 'the offer');
  expect(offer.reply_to_message?.message_id).toBe(words.message.message_id);
  chat.tap(offer, '🎨 Paint it');
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'make it night', references: sourcesOf(file) }]);
});

test('in a group a reply with the command takes the picture, whoever sent it', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const bob = telegram.person({ name: 'Bob' });
  const group = telegram.group({ members: [alice, bob] });
  const shown = group.sendPhoto(bob, picture);
  group.send(alice, '/imagine@easel_bot as a stamp', { replyTo: shown });
  await group.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'as a stamp', references: sourcesOf(shown) }]);
  expect(telegram.violations).toEqual([]);
});

test('a photo that replies to another stands behind it', async () => {
  await using under = await startBot();
  const alice = under.telegram.person({ name: 'Alice' });
  const group = under.telegram.group({ members: [alice] });
  const face = group.sendPhoto(alice, picture);
  const hat = group.sendPhoto(alice, picture, { caption: '/imagine@easel_bot with this hat', replyTo: face });
  await group.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([
    { prompt: 'with this hat', references: sourcesOf(face, hat) },
  ]);
});

test('a picture of another chat that is replied to is taken as Telegram has it', async () => {
  await using under = await startBot();
  const alice = under.telegram.person({ name: 'Alice', startedBot: true });
  const photo = [{ file_id: 'elsewhere', file_unique_id: 'u', width: 9, height: 9 }];
  const message = {
    message_id: 9_000,
    date: 1,
    chat: { id: alice.id, type: 'private' as const, first_name: 'Alice' },
    from: alice.user,
    text: '/imagine as a stamp',
    external_reply: {
      origin: { type: 'hidden_user' as const, date: 1, sender_user_name: 'B' },
      photo,
    },
  };
  under.telegram.pushUpdate({ message });
  await alice.privateChat().waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([
    { prompt: 'as a stamp', references: sourcesOf({ message: { photo } }) },
  ]);
});

test('in groups pictures without a command are nobody’s wish, even where the bot reads everything', async () => {
  await using under = await startBot({
    telegram: { privacyMode: false },
    bot: { directMessageText: 'paint' },
  });
  const alice = under.telegram.person({ name: 'Alice' });
  const group = under.telegram.group({ members: [alice] });
  const shown = group.sendPhoto(alice, picture);
  group.sendPhoto(alice, picture, { caption: 'my cat' });
  group.send(alice, 'how nice', { replyTo: shown });
  const album = await group.sendAlbum(alice, [picture, picture], { caption: 'my cats' });
  await under.telegram.waitForConfirmed(album[1]?.update?.update_id ?? 0);
  under.advance(1_000);
  const { update } = group.send(alice, 'and good night');
  await under.telegram.waitForConfirmed(update?.update_id ?? 0);
  expect(group.botMessages()).toEqual([]);
  expect(await acceptedWishes(under)).toEqual([]);
});

test('other commands take no pictures', async () => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendPhoto(picture, { caption: '/models' });
  await chat.waitForMessage(says('Models'), 'the models');
});

test.each(['--link', '--image', '--url', '-l'])(
  '%s takes the address of a picture, after what was sent',
  async (flag) => {
    await using under = await startBot();
    const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    const url = 'https://example.com/a.png?b=1';
    const sent = chat.sendPhoto(picture, { caption: `/imagine ${flag} ${url} as a stamp` });
    await chat.waitForMessage(isStatus, 'the status');
    expect(await acceptedWishes(under)).toEqual([
      { prompt: 'as a stamp', references: [...sourcesOf(sent), { kind: 'link', url }] },
    ]);
  },
);

test.each([
  ['an animation', { animation: { file_id: 'f', file_unique_id: 'u', width: 9, height: 9, duration: 1 } }],
  ['a video', { video: { file_id: 'f', file_unique_id: 'u', width: 9, height: 9, duration: 1 } }],
  ['a document', { document: { file_id: 'f', file_unique_id: 'u', mime_type: 'application/pdf' } }],
])('%s instead of a picture is refused in words, sent and replied to', async (_, shown) => {
  await using under = await startBot();
  const { telegram } = under;
  for (const name of ['sent', 'replied to', 'alone']) {
    const person = telegram.person({ name, startedBot: true });
    const base = {
      message_id: 9_000,
      date: 1,
      chat: { id: person.id, type: 'private' as const, first_name: name },
      from: person.user,
    };
    const message = {
      sent: { ...base, ...shown, caption: '/imagine a fox' },
      'replied to': { ...base, text: '/imagine a fox', reply_to_message: { ...base, ...shown } },
      alone: { ...base, ...shown },
    }[name];
    telegram.pushUpdate({ message: message ?? base });
    await person.privateChat().waitForMessage(says('this is something else'), `the refusal of one ${name}`);
  }
  expect(await acceptedWishes(under)).toEqual([]);
});

test('a file that Telegram does not hand out is refused before anything is accepted', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const document = { file_id: 'f', file_unique_id: 'u', mime_type: 'image/png', file_size: 20_000_001 };
  const base = {
    message_id: 9_000,
    date: 1,
    chat: { id: alice.id, type: 'private' as const, first_name: 'Alice' },
    from: alice.user,
    document,
  };
  telegram.pushUpdate({ message: { ...base, caption: '/imagine a fox' } });
  const refusal = await alice.privateChat().waitForMessage(says('larger than 20 MB'), 'the refusal');
  expect(refusal.text).toContain('Nothing was charged');
  expect(await acceptedWishes(under)).toEqual([]);

  const accepted = { ...document, file_size: 20_000_000 };
  telegram.pushUpdate({ message: { ...base, document: accepted, caption: '/imagine a fox' } });
  await alice.privateChat().waitForMessage(isStatus, 'the status');
});

test('a reply to somebody else’s question is no answer to it', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const sent = chat.sendPhoto(picture);
  const question = await chat.waitForMessage(says('What shall I make of it?'), 'the question');
  const mallory = telegram.person({ name: 'Mallory', startedBot: true });
  const { update } = chat.sendText('a stamp', { replyTo: question });
  telegram.redeliver({ ...(update ?? { update_id: 0 }), update_id: (update?.update_id ?? 0) + 1_000 });
  telegram.pushUpdate({
    message: {
      message_id: 9_001,
      date: 1,
      chat: { id: chat.id, type: 'private', first_name: 'Alice' },
      from: mallory.user,
      reply_to_message: question,
      text: '/imagine a theft',
    },
  });
  await chat.waitForMessage(isStatus, 'the status');
  const stolen = (await acceptedWishes(under)).find(({ prompt }) => prompt === 'a theft');
  expect(stolen?.references ?? []).not.toEqual(sourcesOf(sent));
});
