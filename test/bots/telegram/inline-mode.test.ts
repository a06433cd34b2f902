import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createModelCatalog } from '../../../src/core/create-model-catalog.ts';
import { shellAuthority } from '../../../src/core/rules/authority.ts';
import { emptyGallery } from '../../commands/empty-gallery.ts';
import { houseOf } from '../../commands/house-of.ts';
import type { PrivateChat } from '../../fakes/telegram/private-chat.ts';
import type { BotUnderTest } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';
import { keysOfResults, says, showsPicture } from './support/painted.ts';

const inlineMode = { telegram: { inlineMode: true } };

/** Asks for pictures, and waits until all that was asked for has arrived and is noted. */
async function paint({ storage }: BotUnderTest, chat: PrivateChat, words: string): Promise<void> {
  const asked = () => storage.transaction(({ generations }) => generations.list({ limit: 100 }));
  const before = (await asked()).length;
  chat.sendText(`/imagine ${words}`);
  for (;;) {
    const now = await asked();
    if (now.length > before && now.every(({ state }) => state === 'delivered')) return;
    await nextTurn();
  }
}

test('offers what was painted, one picture or an album, without painting or uploading anything', async () => {
  await using under = await startBot(inlineMode);
  const { model, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();
  await paint(under, chat, 'a fox');
  await paint(under, chat, 'an owl --count 3');
  const shown = chat.botMessages().flatMap(({ photo }) => (photo === undefined ? [] : [photo]));
  const before = telegram.calls.length;
  const { button, cacheSeconds, isPersonal, nextOffset, photos } = await alice.inlineQuery().answered();
  const [fox, ...owls] = shown;
  expect(photos.map(({ sizes }) => sizes)).toEqual([...owls, fox]);
  expect(photos.map(({ caption }) => caption)).toEqual(photos.map(() => 'AI-generated'));
  expect({ button, isPersonal, nextOffset }).toEqual({ button: undefined, isPersonal: true, nextOffset: '' });
  expect(cacheSeconds).toBeLessThanOrEqual(10);
  const methods = telegram.calls.slice(before).map(({ method }) => method);
  expect(methods.filter((method) => method !== 'getUpdates')).toEqual(['answerInlineQuery']);
  expect(model.prompts).toHaveLength(2);
  expect(telegram.violations).toEqual([]);
});

test('finds by words in any case, and offers the way to the private chat where nothing is found', async () => {
  await using under = await startBot(inlineMode);
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true, languageCode: 'ru' });
  await paint(under, alice.privateChat(), 'Ёжик в тумане');
  const found = await alice.inlineQuery(' ТУМАНЕ ежик ').answered();
  expect(found.photos.map(({ caption }) => caption)).toEqual(['Создано ИИ']);
  const nothing = await alice.inlineQuery('fox').answered();
  expect(nothing).toMatchObject({
    photos: [],
    button: { text: '🔎 Ничего не нашлось. Нарисовать?', start_parameter: 'inline' },
  });
  const ben = telegram.person({ name: 'Ben' });
  const { button, photos } = await ben.inlineQuery().answered();
  expect({ photos, text: button?.text }).toEqual({ photos: [], text: '🎨 No pictures yet. Paint one!' });
  const chat = ben.privateChat();
  chat.start(button?.start_parameter);
  await chat.waitForMessage(says('I paint pictures from words'), 'the greeting');
  expect(telegram.violations).toEqual([]);
});

test('favourites come first, and what was deleted comes no more', async () => {
  await using under = await startBot(inlineMode);
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();
  await paint(under, chat, 'a fox');
  await paint(under, chat, 'an owl');
  const [fox, owl] = chat.botMessages().filter(showsPicture);
  if (fox?.photo === undefined || owl?.photo === undefined) throw new Error('Expected two photos');
  const offered = async () => (await alice.inlineQuery().answered()).photos.map(({ sizes }) => sizes);
  expect(await offered()).toEqual([owl.photo, fox.photo]);
  await chat.tap(fox, '⭐ Favourite').answered();
  expect(await offered()).toEqual([fox.photo, owl.photo]);
  await chat.tap(fox, '🗑 Delete').answered();
  expect(await offered()).toEqual([owl.photo]);
});

test('offers private results to their person alone, and nothing of others, public or starred', async () => {
  await using under = await startBot(inlineMode);
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const ben = telegram.person({ name: 'Ben', startedBot: true });
  const group = telegram.group({ members: [alice, ben] });
  await paint(under, alice.privateChat(), 'a secret --private');
  group.send(alice, '/imagine@easel_bot a fox');
  const result = await group.waitForMessage(showsPicture, 'the fox');
  await group.tap(ben, result, '⭐ Favourite').answered();
  await paint(under, alice.privateChat(), 'an owl');
  expect((await ben.inlineQuery().answered()).photos).toEqual([]);
  expect((await alice.inlineQuery().answered()).photos).toHaveLength(3);
  expect((await alice.inlineQuery('secret').answered()).photos).toHaveLength(1);
});

test('files are no photos, until a page shows them as such', async () => {
  await using under = await startBot(inlineMode);
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();
  await paint(under, chat, 'a fox --format png');
  expect((await alice.inlineQuery().answered()).photos).toEqual([]);
  chat.sendText('/history');
  const page = await chat.waitForMessage(({ photo }) => photo !== undefined, 'the page');
  const { photos } = await alice.inlineQuery().answered();
  expect(photos.map(({ sizes }) => sizes)).toEqual([page.photo]);
  expect(telegram.violations).toEqual([]);
});

test('a page that shows several files on one sheet offers none of them', async () => {
  await using under = await startBot(inlineMode);
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();
  await paint(under, chat, 'a fox --format png --count 2');
  chat.sendText('/history');
  const { update } = await chat
    .waitForMessage(({ photo }) => photo !== undefined, 'the sheet')
    .then(() => chat.sendText('/queue'));
  await chat.waitForMessage(says('Nothing of yours is under way'), 'what came after the sheet');
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  expect((await alice.inlineQuery().answered()).photos).toEqual([]);
});

test('what another bot has shown is not offered: its ids mean nothing to this one', async () => {
  await using under = await startBot(inlineMode);
  const { storage, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  await paint(under, alice.privateChat(), 'a fox --count 2');
  const [key] = (await keysOfResults(under)).flat();
  const photoId = '7000000002:AgACAgIAAxkBAAIphoto000001';
  await storage.transaction(({ ownPhotos }) => ownPhotos.note({ key: key ?? '', photoId }));
  expect((await alice.inlineQuery().answered()).photos).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test('more than fifty come page by page, each of them once', async () => {
  await using under = await startBot(inlineMode);
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();
  for (let painted = 0; painted < 13; painted += 1) await paint(under, chat, 'a fox --count 4');
  const first = await alice.inlineQuery('fox').answered();
  const second = await alice.inlineQuery('fox', { offset: first.nextOffset }).answered();
  expect([first.photos.length, second.photos.length]).toEqual([50, 2]);
  expect([first.nextOffset === '', second.nextOffset]).toEqual([false, '']);
  const ids = [...first.photos, ...second.photos].map(({ id }) => id);
  expect(new Set(ids).size).toBe(52);
  const end = await alice.inlineQuery('owl', { offset: first.nextOffset }).answered();
  expect(end).toMatchObject({ photos: [], button: undefined });
  expect((await alice.inlineQuery('', { offset: 'nonsense' }).answered()).photos).toHaveLength(50);
  expect(telegram.violations).toEqual([]);
});

test('a picture that is posted in the bot’s own chat can be worked from, by a person’s own words', async () => {
  await using under = await startBot(inlineMode);
  const { model, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const group = telegram.group({ members: [alice] });
  const chat = alice.privateChat();
  await paint(under, chat, 'a fox');
  const [photo] = (await alice.inlineQuery('fox').answered()).photos;
  if (photo === undefined) throw new Error('Expected a photo');
  const { update } = group.as(alice).sendInlineResult(photo);
  chat.sendInlineResult(photo);
  await chat.waitForMessage(says('What shall I make of it?'), 'the question');
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  expect(group.botMessages()).toEqual([]);
  expect(model.prompts).toEqual(['a fox']);
});

test('an answer that gets lost is for the log alone; the next key asks again', async () => {
  await using under = await startBot(inlineMode);
  const { log, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  await paint(under, alice.privateChat(), 'a fox');
  const fault = telegram.fail({ kind: 'drop-before', on: 'answerInlineQuery' });
  alice.inlineQuery('f');
  await telegram.waitFor(() => fault.met[0], 'the answer that gets lost');
  expect((await alice.inlineQuery('fo').answered()).photos).toHaveLength(1);
  expect([...log.of('warn'), ...log.of('error')]).toEqual([]);
});

test('a fault while looking is for the log alone, which does not hold what was typed', async () => {
  const fault = new Error('the database is on fire');
  await using under = await startBot(inlineMode);
  await using failing = await startBot({
    ...inlineMode,
    bot: {
      services: {
        ...under.core,
        house: houseOf(under.core),
        now: Date.now,
        catalog: createModelCatalog(),
        isSandbox: false,
        platforms: ['telegram'],
        gallery: { ...emptyGallery, photosOf: () => Promise.reject(fault) },
      },
    },
  });
  const { log, telegram } = failing;
  const { update } = telegram.person({ name: 'Alice' }).inlineQuery('my secret words');
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  expect(log.entries.map(({ fields }) => fields.error)).toContain(fault);
  expect(JSON.stringify(log.entries)).not.toContain('secret');
  expect(telegram.callsTo('answerInlineQuery')).toEqual([]);
});

test('puts nothing into other chats for whoever is banned everywhere', async () => {
  await using under = await startBot(inlineMode);
  const { core, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  await paint(under, alice.privateChat(), 'a fox');
  const ban = { personId: `telegram:${alice.id}`, reason: '', untilMs: undefined } as const;
  await core.bans.ban(shellAuthority, { ...ban, scope: 'place:telegram:-5' });
  expect((await alice.inlineQuery('f').answered()).photos).toHaveLength(1);
  await core.bans.ban(shellAuthority, { ...ban, scope: 'bot' });
  expect((await alice.inlineQuery('fox').answered()).photos).toEqual([]);
});
