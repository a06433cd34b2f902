import sharp from 'sharp';
import { expect, test } from 'vitest';
import { ChatReplies } from '../../../src/bots/telegram/chat-replies.ts';
import { PictureMemory } from '../../../src/bots/telegram/picture-memory.ts';
import { readTap } from '../../../src/bots/telegram/read-tap.ts';
import { ReplyDesk } from '../../../src/bots/telegram/reply-desk.ts';
import { TapAnswer } from '../../../src/bots/telegram/tap-answer.ts';
import type { TelegramAddress } from '../../../src/bots/telegram/telegram-address.ts';
import { TelegramApi } from '../../../src/bots/telegram/telegram-api.ts';
import { createWording } from '../../../src/commands/create-wording.ts';
import type { Page, Reply } from '../../../src/commands/reply.ts';
import type { DeliverablePicture } from '../../../src/core/courier.ts';
import { createModelCatalog } from '../../../src/core/create-model-catalog.ts';
import type { Painting } from '../../../src/core/gallery.ts';
import { PictureMissing } from '../../../src/core/pictures/picture-store.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { emptyGallery } from '../../commands/empty-gallery.ts';
import { differenceBetween, look } from '../../e2e/support/painted-picture.ts';
import { startFakeTelegram } from '../../fakes/telegram/start-fake-telegram.ts';
import { generationFor, made } from './support/addressed-generation.ts';
import { ManualClock } from './support/manual-clock.ts';
import { labelsOf, says, showsPicture } from './support/painted.ts';
import { RecordingLog } from './support/recording-log.ts';

const plain = (text: string) => [{ text, style: 'plain' as const }];
const jpeg = (width: number, background = '#336699') =>
  sharp({ create: { width, height: 24, channels: 3, background } })
    .jpeg()
    .toBuffer();

/** The desk alone, for what no button says yet. */
async function startDesk(painting?: Painting) {
  const telegram = await startFakeTelegram();
  const storage = await openSqliteStorage(':memory:');
  const clock = new ManualClock();
  const log = new RecordingLog();
  const wording = createWording({ catalog: createModelCatalog(), isSandbox: false });
  const api = new TelegramApi({ token: telegram.token, apiUrl: telegram.url, now: clock.now });
  const replies = new ChatReplies({ api, wording, log, pause: clock.pause });
  const desk = new ReplyDesk({
    api,
    log,
    rights: { mayPostPictures: async () => true },
    botUsername: 'easel_bot',
    memory: new PictureMemory({ storage, now: clock.now }),
    replies,
    services: {
      gallery: { ...emptyGallery, find: async () => painting },
    },
    wording,
  });
  const placeIn = (chatId: number, chatKind: TelegramAddress['chatKind'], personId = chatId) => ({
    asker: { id: personId, language: 'en' },
    address: { platform: 'telegram', isDurable: true, chatId, chatKind, personId } as const,
    isForum: false,
    sourceKey: 'telegram:update:1',
  });
  return {
    telegram,
    desk,
    placeIn,
    [Symbol.asyncDispose]: async () => {
      await replies.stop(0);
      await telegram.close();
      await storage.close();
    },
    /** Shows the reply to a tap on a button of the bot's newest message in the chat. */
    onTap: (
      reply: Reply,
      chat: ReturnType<ReturnType<typeof telegram.person>['privateChat']>,
      label: string,
    ) => {
      const message = chat.botMessages().at(-1);
      if (message === undefined) throw new Error('Expected a message to tap on');
      const { update } = chat.tap(message, label);
      if (update?.callback_query === undefined) throw new Error('Expected a tap');
      // As it comes over the wire.
      const tap = JSON.parse(JSON.stringify(update.callback_query));
      const tapped = readTap(tap, `telegram:update:${update.update_id}`);
      if (tapped === undefined) throw new Error('Expected a tap on a message');
      desk.show(reply, { place: tapped, tapped: { ...tapped, tap: new TapAnswer(tapped, replies) } });
    },
  };
}

function page(text: string, pictures: readonly DeliverablePicture[] = []): Reply {
  const shown: Page = {
    text: plain(text),
    pictures,
    altTexts: [],
    buttons: [[{ id: 'e1:next', label: 'Next', look: 'plain' }]],
  };
  return { kind: 'page', page: shown };
}

/** The same, but its file is gone. */
function lost(picture: DeliverablePicture): DeliverablePicture {
  return { ...picture, read: () => Promise.reject(new PictureMissing(picture.key)) };
}

const generation = generationFor({ chatId: 1 });

test('a page is one message, and its buttons turn it into the next: words, a picture, another one, words', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const [first, second] = made(generation, [await jpeg(32), await jpeg(48)]).pictures;
  if (first === undefined || second === undefined) throw new Error('Expected two pictures');
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  desk.show(page('page 1'), { place: placeIn(chat.id, 'private') });
  const message = await chat.waitForMessage(says('page 1'), 'the page');
  expect(labelsOf(message)).toEqual([['Next']]);
  under.onTap(page('page 2', [first]), chat, 'Next');
  expect((await chat.waitForMessage(says('page 2'), 'the second page')).message_id).toBe(message.message_id);
  under.onTap(page('page 3', [second]), chat, 'Next');
  const third = await chat.waitForMessage(says('page 3'), 'the third page');
  expect(third.message_id).toBe(message.message_id);
  expect(chat.picture(third)).toEqual(await second.read());
  under.onTap(page('page 3', [second]), chat, 'Next');
  under.onTap(page('nothing found'), chat, 'Next');
  await chat.waitForMessage(says('nothing found'), 'the last page');
  await chat.waitFor(() => chat.botMessages().length === 1 || undefined, 'the old page to go');
  expect(telegram.violations).toEqual([]);
});

test('a page whose message was deleted comes anew; a picture that is gone leaves the words', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  desk.show(page('page 1'), { place: placeIn(chat.id, 'private') });
  const message = await chat.waitForMessage(says('page 1'), 'the page');
  const [picture] = made(generation, [await jpeg(32)]).pictures;
  if (picture === undefined) throw new Error('Expected a picture');
  const held = telegram.fail({ kind: 'hold', on: 'editMessageText' });
  under.onTap(page('page 2', [lost(picture)]), chat, 'Next');
  await telegram.waitFor(() => held.met[0], 'the edit');
  chat.delete(message);
  held.release();
  expect((await chat.waitForMessage(says('page 2'), 'the new page')).photo).toBeUndefined();
  expect(telegram.violations).toEqual([]);
});

test('a page says in its own words what it lacks', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const [picture] = made(generation, [await jpeg(32)]).pictures;
  if (picture === undefined) throw new Error('Expected a picture');
  const reply = page('numbers', [lost(picture)]);
  if (reply.kind !== 'page') throw new Error('Expected a page');
  const unshown = [{ text: 'no chart today', style: 'plain' }] as const;
  desk.show({ ...reply, page: { ...reply.page, unshown } }, { place: placeIn(chat.id, 'private') });
  const message = await chat.waitForMessage(says('no chart today'), 'the page');
  expect(message.text).not.toContain('lost');
});

test('a page shows all pictures of a result as one, row by row', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const colours = ['#ff0000', '#00ff00', '#0000ff', '#ffff00'] as const;
  const bytes = await Promise.all(colours.map((colour) => jpeg(32, colour)));
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  desk.show(page('four', made(generation, bytes).pictures), { place: placeIn(chat.id, 'private') });
  const message = await chat.waitForMessage(says('four'), 'the page');
  const sheet = await look(chat.picture(message));
  const [red, green, blue, yellow] = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 0],
  ] as const;
  const expected = { width: 72, height: 56, colours: [red, green, blue, yellow] } as const;
  expect(differenceBetween(sheet, expected)).toBeUndefined();
  expect(message.caption).toBe('four');
  expect(chat.botMessages()).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test('a page shows the pictures that are there, and says how many are not: lost ones and damaged ones', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const bytes = [
    await jpeg(32, '#ff0000'),
    Buffer.from('damaged'),
    await jpeg(32, '#0000ff'),
    await jpeg(32),
  ];
  const pictures = made(generation, bytes).pictures.map((one) => (one.position === 3 ? lost(one) : one));
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  desk.show(page('half', pictures), { place: placeIn(chat.id, 'private') });
  const message = await chat.waitForMessage(says('half'), 'the page');
  expect(message.caption).toMatch(/^half\n\n.*2 pictures are missing/);
  expect(await sharp(chat.picture(message)).metadata()).toMatchObject({ width: 72, height: 24 });
  under.onTap(page('none', pictures.slice(3)), chat, 'Next');
  expect((await chat.waitForMessage(says('none'), 'words')).text).toMatch(/^none\n\n.*1 picture is missing/);
  expect(telegram.violations).toEqual([]);
});

test('a page that Telegram finds too large comes in words', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const { pictures } = made(generation, [Buffer.alloc(51 * 1024 * 1024)]);
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  desk.show(page('large', pictures), { place: placeIn(chat.id, 'private') });
  const message = await chat.waitForMessage(says('large'), 'the page');
  expect(message.text).toMatch(/^large\n\n.*too large/);
  expect(labelsOf(message)).toEqual([['Next']]);
});

test('a picture that is no photo for Telegram comes as a file', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const [picture] = made(generation, [await jpeg(2_100)]).pictures;
  if (picture === undefined) throw new Error('Expected a picture');
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  // Its measures as they were told are not those of its bytes.
  desk.show(page('long', [picture]), { place: placeIn(chat.id, 'private') });
  expect((await chat.waitForMessage(says('long'), 'the page')).document).toBeDefined();
});

test('in a group a page is refused, with the way to the private chat', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ members: [alice] });
  desk.show(page('secret'), { place: placeIn(group.id, 'group', alice.id) });
  const refusal = await group.waitForMessage(says('for your eyes only'), 'the refusal');
  expect(JSON.stringify(refusal.entities)).toContain('https://t.me/easel_bot?start=private');
  expect(group.botMessages()).toHaveLength(1);
});

test('words that are too long for one message are quoted whole; the question stands last', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const prefilled = 'fox '.repeat(1_500).trim();
  const form = {
    buttonId: 'e1:change:x',
    title: plain('Change the words'),
    prefilled,
    note: [],
    placeholder: plain('words '.repeat(20)),
    length: { min: 1, max: 9_000 },
    roomForPictures: 0,
  };
  desk.show({ kind: 'form', form }, { place: placeIn(chat.id, 'private') });
  await chat.waitForMessage(says('Answer by a reply'), 'the question');
  const quoted = chat
    .botMessages()
    .flatMap(({ entities = [], text = '' }) =>
      entities
        .filter(({ type }) => type === 'code')
        .map(({ length, offset }) => text.slice(offset, offset + length)),
    );
  expect(quoted.join(' ').split(/\s+/)).toHaveLength(1_500);
  const markups = telegram.callsTo('sendMessage').map(({ parameters }) => parameters.reply_markup);
  expect(markups.filter((markup) => markup !== undefined)).toEqual([markups.at(-1)]);
  expect(telegram.violations).toEqual([]);
});

test('originals that Telegram would not take are named in words, the others come', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const [one, two] = made(generation, [await jpeg(32), await jpeg(32)]).pictures;
  if (one === undefined || two === undefined) throw new Error('Expected two pictures');
  const pictures = [one, { ...two, byteLength: 51 * 1024 * 1024 }];
  desk.show(
    { kind: 'files', text: plain('Here'), pictures, altTexts: [] },
    { place: placeIn(chat.id, 'private') },
  );
  await chat.waitForMessage(says('larger than the 50 MB'), 'the words');
  const file = await chat.waitForMessage(showsPicture, 'the file');
  expect(chat.picture(file)).toEqual(await one.read());
  expect(file.caption).toBe('Here');
});

test('originals that are gone are named in words, the others come', async () => {
  await using under = await startDesk();
  const { desk, placeIn, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const [one, two] = made(generation, [await jpeg(32), await jpeg(32)]).pictures;
  if (one === undefined || two === undefined) throw new Error('Expected two pictures');
  const files = { kind: 'files', text: plain('Here'), altTexts: [] } as const;
  desk.show({ ...files, pictures: [lost(one), two] }, { place: placeIn(chat.id, 'private') });
  await chat.waitForMessage(says('1 picture is missing'), 'the words');
  const file = await chat.waitForMessage(showsPicture, 'the file');
  expect([chat.picture(file), file.caption]).toEqual([await two.read(), 'Here']);
  const other = telegram.person({ name: 'Bob', startedBot: true }).privateChat();
  desk.show({ ...files, pictures: [lost(one), lost(two)] }, { place: placeIn(other.id, 'private') });
  await other.waitForMessage(says('2 pictures are missing'), 'the words alone');
  expect(other.botMessages()).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test.each([true, false])(
  'originals of a private result never come into a group (open: %s)',
  async (startedBot) => {
    await using under = await startDesk({
      generation: { ...generation, isPrivate: true },
      owners: [generation.personId],
      results: [],
      references: [],
    });
    const { desk, placeIn, telegram } = under;
    const alice = telegram.person({ name: 'Alice', startedBot });
    const group = telegram.group({ members: [alice] });
    const { pictures } = made(generation, [await jpeg(32)]);
    desk.show(
      { kind: 'files', text: plain('Here'), pictures, altTexts: [] },
      { place: placeIn(group.id, 'group', alice.id) },
    );
    if (startedBot) await alice.privateChat().waitForMessage(showsPicture, 'the file');
    else await group.waitForMessage(says('may not write to you privately'), 'the refusal');
    expect(group.botMessages().filter(showsPicture)).toEqual([]);
  },
);
