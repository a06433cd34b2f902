import { expect, test } from 'vitest';
import type { Posted } from '../../fakes/telegram/person-in-chat.ts';
import { pngOf } from '../../fakes/telegram/png-of.ts';
import type { BotUnderTest } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';
import { acceptedWishes, isStatus, sourcesOf } from './support/given-references.ts';
import { roundTrips } from './support/round-trips.ts';

const picture = pngOf({ width: 400, height: 300 });
const pictures = (count: number) => Array.from({ length: count }, () => picture);
const says = (words: string) => (message: { text?: string }) => message.text?.includes(words) === true;
const hasButton = ({ reply_markup: markup }: { reply_markup?: unknown }) => markup !== undefined;

type Piece = { readonly update: { readonly update_id: number } | undefined };

/** Waits until every piece was taken, and then for the quiet after them. */
async function arrive(under: BotUnderTest, pieces: readonly Piece[], quietMs = 1_000): Promise<void> {
  for (const { update } of pieces) await under.telegram.waitForConfirmed(update?.update_id ?? 0);
  under.advance(quietMs);
}

function startAlice(under: BotUnderTest) {
  return under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
}

test.each([
  ['in order, caption first', {}],
  ['reordered', { order: [2, 0, 1] }],
  ['with the caption on the third piece', { captionAt: 2 }],
  ['reordered, with the caption on the third piece', { order: [1, 2, 0], captionAt: 2 }],
])('an album is one wish: %s', async (_, options) => {
  await using under = await startBot();
  const chat = startAlice(under);
  const album = await chat.sendAlbum(pictures(3), { caption: '/imagine mix them', ...options });
  await arrive(under, album);
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'mix them', references: sourcesOf(...album) }]);
  expect(chat.botMessages()).toHaveLength(1);
  expect(under.telegram.violations).toEqual([]);
});

test('an album of image files works the same', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  const album = await chat.sendDocumentAlbum(pictures(2), { caption: '/imagine mix them' });
  await arrive(under, album);
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'mix them', references: sourcesOf(...album) }]);
});

test('every piece prolongs the wait by a second', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = startAlice(under);
  const [first, second, third] = await chat.sendAlbum(pictures(3), { caption: '/imagine mix them' });
  for (const piece of [first, second, third]) await arrive(under, piece ? [piece] : [], 0);
  under.advance(900);
  telegram.redeliver(third?.update ?? { update_id: 0 });
  await roundTrips(telegram);
  under.advance(900);
  await roundTrips(telegram);
  expect(await acceptedWishes(under)).toEqual([]);
  under.advance(100);
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toHaveLength(1);
});

test('after eight seconds an album begins, whatever is still to come', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = startAlice(under);
  const album = await chat.sendAlbum(pictures(2), { caption: '/imagine mix them' });
  await arrive(under, album, 0);
  for (let second = 0; second < 10; second += 1) {
    under.advance(800);
    telegram.redeliver(album[1]?.update ?? { update_id: 0 });
    await roundTrips(telegram);
  }
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toHaveLength(1);
});

test('ten pieces are a whole album: nothing more is waited for', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  await chat.sendAlbum(pictures(10), { caption: '/imagine mix them' });
  const refusal = await chat.waitForMessage(says('you gave 10'), 'the refusal');
  expect(refusal.text).toContain('Nothing was charged');
  expect(await acceptedWishes(under)).toEqual([]);
});

test('two albums that arrive at the same time stay apart', async () => {
  await using under = await startBot();
  const alice = startAlice(under);
  const bob = under.telegram.person({ name: 'Bob', startedBot: true }).privateChat();
  const own = await Promise.all([
    alice.sendAlbum(pictures(2), { caption: '/imagine one', gapMs: 1 }),
    alice.sendAlbum(pictures(3), { caption: '/imagine two', gapMs: 1, order: [2, 1, 0] }),
    bob.sendAlbum(pictures(2), { caption: '/imagine three', gapMs: 1, captionAt: 1 }),
  ]);
  await arrive(under, own.flat());
  for (const prompt of ['one', 'two']) await alice.waitForMessage(says(prompt), prompt);
  await bob.waitForMessage(says('three'), 'three');
  const wishes = await acceptedWishes(under);
  expect(wishes).toHaveLength(3);
  for (const [index, prompt] of ['one', 'two', 'three'].entries()) {
    expect(wishes).toContainEqual({ prompt, references: sourcesOf(...(own[index] ?? [])) });
  }
});

/** One more piece of the album, after it had begun. */
async function arriveLate(under: BotUnderTest, album: readonly Posted[], later: number) {
  const { message } = album.at(-1) ?? fail();
  const { caption: _caption, ...bare } = message;
  const photo = [{ file_id: `late${later}`, file_unique_id: `l${later}`, width: 9, height: 9 }];
  const piece = { ...bare, message_id: message.message_id + 500 + later, photo };
  await arrive(under, [{ update: under.telegram.pushUpdate({ message: piece }) }]);
  return { message: piece };
}

test('a piece that comes too late is told of, once, and a reply to the album takes it in', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  const album = await chat.sendAlbum(pictures(2), { caption: '/imagine mix them' });
  await arrive(under, album);
  await chat.waitForMessage(isStatus, 'the status');
  const late = [await arriveLate(under, album, 1)];
  await chat.waitForMessage(says('came late'), 'the notice');
  await roundTrips(under.telegram);
  late.push(await arriveLate(under, album, 2));
  chat.sendText('/imagine all of them', { replyTo: album[1] ?? fail() });
  await chat.waitForMessage(says('all of them'), 'the second status');

  expect(chat.botMessages().filter(says('came late'))).toHaveLength(1);
  expect(await acceptedWishes(under)).toEqual([
    { prompt: 'mix them', references: sourcesOf(...album) },
    { prompt: 'all of them', references: sourcesOf(...album, ...late) },
  ]);
});

test('the button about late pieces begins again with all of the album, once, also after a restart', async () => {
  await using before = await startBot();
  const chat = startAlice(before);
  const album = await chat.sendAlbum(pictures(2), { caption: '/imagine mix them --count 2' });
  await arrive(before, album);
  await chat.waitForMessage(isStatus, 'the status');
  const first = await arriveLate(before, album, 1);
  const notice = await chat.waitForMessage(says('came late'), 'the notice');
  const second = await arriveLate(before, album, 2);
  await before.stop();

  await using after = await startBot({ earlier: before });
  const taps = [chat.tap(notice, '🎨 Use the whole album'), chat.tap(notice, '🎨 Use the whole album')];
  for (const { update } of taps) await after.telegram.waitForConfirmed(update?.update_id ?? 0);
  expect(await acceptedWishes(after)).toEqual([
    { prompt: 'mix them', references: sourcesOf(...album) },
    { prompt: 'mix them', references: sourcesOf(...album, first, second) },
  ]);
  expect(after.telegram.violations).toEqual([]);
});

test('the button about late pieces of an album without words asks about all of it', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  const album = await chat.sendAlbum(pictures(2));
  await arrive(under, album);
  const question = await chat.waitForMessage(says('What shall I make of it?'), 'the question');
  const late = await arriveLate(under, album, 1);
  chat.tap(await chat.waitForMessage(says('came late'), 'the notice'), '🎨 Use the whole album');
  const again = await chat.waitForMessage(
    (message) => says('What shall I make of it?')(message) && message.message_id !== question.message_id,
    'the second question',
  );
  await roundTrips(under.telegram);
  chat.sendText('mix them', { replyTo: again });
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([
    { prompt: 'mix them', references: sourcesOf(...album, late) },
  ]);
});

test('the button about late pieces is for the person whose album it is, and for a day', async () => {
  await using under = await startBot({ telegram: { privacyMode: false } });
  const { telegram } = under;
  const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
  const group = telegram.group({ members: [alice, bob] });
  const album = await group.sendAlbum(alice, pictures(2), { caption: '/imagine@easel_bot mix them' });
  await arrive(under, album);
  await group.waitForMessage(isStatus, 'the status');
  await arriveLate(under, album, 1);
  const notice = await group.waitForMessage(says('came late'), 'the notice');
  const stolen = await group.tap(bob, notice, '🎨 Use the whole album').answered();
  expect(stolen.text).toBe('Only the person who asked can use this button.');
  under.advance(25 * 60 * 60_000);
  const forgotten = await group.tap(alice, notice, '🎨 Use the whole album').answered();
  expect(forgotten.text).toContain('no longer have that message');
  expect(await acceptedWishes(under)).toHaveLength(1);
});

test('words that come with a late piece begin the album that had none', async () => {
  await using under = await startBot({ telegram: { privacyMode: false } });
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ members: [alice] });
  const album = await group.sendAlbum(alice, pictures(2));
  await arrive(under, album);
  await roundTrips(telegram);
  const { message } = album[1] ?? fail();
  const late = {
    ...message,
    message_id: message.message_id + 500,
    caption: '/imagine@easel_bot mix them',
  };
  const update = telegram.pushUpdate({ message: late });
  telegram.redeliver(update ?? { update_id: 0 });
  await group.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([
    { prompt: 'mix them', references: sourcesOf(...album, { message: late }) },
  ]);
});

test('an album with plain words is offered to be painted, whole', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  const album = await chat.sendAlbum(pictures(3), { caption: 'mix them', captionAt: 1 });
  await arrive(under, album);
  const offer = await chat.waitForMessage(hasButton, 'the offer');
  expect(offer.reply_to_message?.message_id).toBe(album[1]?.message.message_id);
  chat.tap(offer, '🎨 Paint it');
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'mix them', references: sourcesOf(...album) }]);
});

test('an album alone is asked about once', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  const album = await chat.sendAlbum(pictures(3));
  await arrive(under, album);
  const question = await chat.waitForMessage(says('What shall I make of it?'), 'the question');
  await roundTrips(under.telegram);
  chat.sendText('mix them', { replyTo: question });
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'mix them', references: sourcesOf(...album) }]);
  expect(chat.botMessages()).toHaveLength(2);
});

test('an album with a film in it is refused as a whole', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  const album = await chat.sendAlbum(pictures(2));
  const { photo: _photo, ...bare } = album[1]?.message ?? fail();
  const video = { file_id: 'v', file_unique_id: 'v', width: 9, height: 9, duration: 1 };
  const message = { ...bare, message_id: bare.message_id + 500, video, caption: '/imagine mix them' };
  await arrive(under, [...album, { update: under.telegram.pushUpdate({ message }) }]);
  await chat.waitForMessage(says('this is something else'), 'the refusal');
  expect(await acceptedWishes(under)).toEqual([]);
});

test('of an album in a group the bot may see one piece only, and says so', async () => {
  await using under = await startBot();
  const alice = under.telegram.person({ name: 'Alice' });
  const group = under.telegram.group({ members: [alice] });
  const album = await group.sendAlbum(alice, pictures(3), {
    caption: '/imagine@easel_bot mix them',
    captionAt: 1,
  });
  const [, seen] = album;
  await arrive(under, seen ? [seen] : []);
  await group.waitForMessage(says('only one picture of this album'), 'the note');
  expect(await acceptedWishes(under)).toEqual([
    { prompt: 'mix them', references: sourcesOf(seen ?? fail()) },
  ]);
});

test.each([
  ['the rest of it comes', []],
  ['all of it comes again, as after a crash', [0, 1]],
])('an album survives a restart between its pieces: %s', async (_, again) => {
  await using before = await startBot();
  const { telegram } = before;
  const chat = startAlice(before);
  const album = await chat.sendAlbum(pictures(2), { caption: '/imagine mix them' });
  await arrive(before, album, 0);
  await before.stop();
  expect(await acceptedWishes(before)).toEqual([]);
  const { message } = album[1] ?? fail();
  const third = { message: { ...message, message_id: message.message_id + 500 } };
  const pieces = [third, ...again.map((index) => album[index] ?? fail())];
  const updates = pieces.map((piece) => telegram.pushUpdate({ message: piece.message }));

  await using after = await startBot({ earlier: before });
  await arrive(
    after,
    updates.map((update) => ({ update })),
    999,
  );
  await roundTrips(telegram);
  expect(await acceptedWishes(after)).toEqual([]);
  after.advance(1);
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(after)).toEqual([
    { prompt: 'mix them', references: sourcesOf(...album, third) },
  ]);
  expect(chat.botMessages()).toHaveLength(1);
});

test('an album that was stored but not begun is begun by the next process, without any new update', async () => {
  await using before = await startBot();
  const chat = startAlice(before);
  const album = await chat.sendAlbum(pictures(2), { caption: '/imagine mix them' });
  await arrive(before, album, 0);
  await before.stop();

  await using after = await startBot({ earlier: before });
  after.advance(1_000);
  await chat.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(after)).toEqual([{ prompt: 'mix them', references: sourcesOf(...album) }]);
});

test('a reply to an album takes all of it for a day, and then says what is missing', async () => {
  await using under = await startBot();
  const chat = startAlice(under);
  const album = await chat.sendAlbum(pictures(3), { caption: '/imagine mix them' });
  await arrive(under, album);
  await chat.waitForMessage(says('mix them'), 'the status');
  const second = album[1] ?? fail();
  chat.sendText('/imagine once more', { replyTo: second });
  await chat.waitForMessage(says('once more'), 'the second status');

  under.advance(25 * 60 * 60_000);
  chat.sendText('/imagine a day later', { replyTo: second });
  await chat.waitForMessage(says('the other pictures of this album'), 'the note');
  const [, again, later] = await acceptedWishes(under);
  expect(again).toEqual({ prompt: 'once more', references: sourcesOf(...album) });
  expect(later).toEqual({ prompt: 'a day later', references: sourcesOf(second) });
});

test('a reply to an album that the bot never saw takes the piece that is replied to, and says so', async () => {
  await using under = await startBot();
  const alice = under.telegram.person({ name: 'Alice' });
  const group = under.telegram.group({ members: [alice] });
  const album = await group.sendAlbum(alice, pictures(3));
  const second = album[1] ?? fail();
  group.send(alice, '/imagine@easel_bot as a stamp', { replyTo: second });
  await group.waitForMessage(says('only one picture of this album'), 'the note');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'as a stamp', references: sourcesOf(second) }]);
});

test('an album that a bot in a group was shown can be replied to later', async () => {
  await using under = await startBot({ telegram: { privacyMode: false } });
  const alice = under.telegram.person({ name: 'Alice' });
  const group = under.telegram.group({ members: [alice] });
  const album = await group.sendAlbum(alice, pictures(3));
  await arrive(under, album);
  group.send(alice, '/imagine@easel_bot as a stamp', { replyTo: album[2] ?? fail() });
  await group.waitForMessage(isStatus, 'the status');
  expect(await acceptedWishes(under)).toEqual([{ prompt: 'as a stamp', references: sourcesOf(...album) }]);
  expect(group.botMessages()).toHaveLength(1);
});

function fail(): never {
  throw new Error('Expected a message');
}
