import { expect, test } from 'vitest';
import type { FakeTelegram } from '../../fakes/telegram/start-fake-telegram.ts';
import { startBot } from './support/bot-under-test.ts';
import { acceptedWishes, isStatus } from './support/given-references.ts';
import { keysOfResults, labelsOf, says, showsPicture } from './support/painted.ts';
import { roundTrips } from './support/round-trips.ts';

const hourMs = 60 * 60_000;
const isFile = ({ document }: { document?: unknown }) => document !== undefined;

test('the original is a file, byte for byte, and a reply to it works from it', async () => {
  await using under = await startBot();
  const { pictures, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  await chat.tap(result, '📄 Original').answered();
  const file = await chat.waitForMessage(isFile, 'the file');
  const [[key = ''] = []] = await keysOfResults(under);
  expect(chat.picture(file).equals(await pictures.read(key))).toBe(true);
  expect(file.reply_to_message?.message_id).toBe(result.message_id);
  expect(file.document?.file_name).toMatch(/^easel-[0-9a-f]{8}-1\.jpg$/);
  expect(telegram.callsTo('sendDocument')[0]?.parameters).toMatchObject({
    disable_content_type_detection: true,
  });

  await roundTrips(telegram);
  chat.sendText('make it night', { replyTo: file });
  await chat.waitForMessage(isStatus, 'the status');
  const [, second] = await acceptedWishes(under);
  expect(second).toEqual({ prompt: 'make it night', references: [{ kind: 'kept', key }] });
  expect(telegram.violations).toEqual([]);
});

test('several originals are one album of files', async () => {
  await using under = await startBot();
  const { pictures, telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ kind: 'forum', members: [alice] });
  const topic = group.createTopic(alice, 'Foxes');
  group.send(alice, '/imagine@easel_bot a fox --count 3', { topic });
  const details = await group.waitForMessage(says('seeds'), 'the details');
  group.tap(alice, details, '📄 Original');
  const file = await group.waitForMessage(isFile, 'the files');
  const [keys = []] = await keysOfResults(under);
  const originals = await Promise.all(keys.map(async (key) => Buffer.from(await pictures.read(key))));
  expect(group.pictures(file)).toEqual(originals);
  expect(file.message_thread_id).toBe(topic);
  expect(telegram.violations).toEqual([]);
});

test('deleting takes the album, its details and its files away', async () => {
  await using under = await startBot();
  const { pictures, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox --count 2');
  const details = await chat.waitForMessage(says('seeds'), 'the details');
  chat.tap(details, '📄 Original');
  await chat.waitForMessage(isFile, 'the files');
  await roundTrips(telegram);
  const [keys = []] = await keysOfResults(under);
  const answer = await chat.tap(details, '🗑 Delete').answered();
  expect(answer).toEqual({ text: '🗑 Deleted.', showAlert: false });
  await chat.waitFor(() => chat.botMessages().length === 0 || undefined, 'an empty chat');
  for (const key of keys) await expect(pictures.read(key)).rejects.toThrow();
  // As long as anything is left, there is a button to press again.
  const deleted = telegram.callsTo('deleteMessage').map(({ parameters }) => parameters.message_id);
  expect([deleted.length, deleted.at(-1)]).toEqual([5, details.message_id]);
  expect(telegram.violations).toEqual([]);
});

test.each(['', ' --format png'])('what is too old to be deleted becomes empty%s', async (format) => {
  await using under = await startBot();
  const { pictures, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText(`/imagine a fox --count 2${format}`);
  const details = await chat.waitForMessage(says('seeds'), 'the details');
  await roundTrips(telegram);
  const [keys = []] = await keysOfResults(under);
  const originals = await Promise.all(keys.map(async (key) => Buffer.from(await pictures.read(key))));
  under.advance(49 * hourMs);
  chat.tap(details, '🗑 Delete');
  await chat.waitFor(
    () => chat.botMessages().filter(says('Deleted.')).length === 3 || undefined,
    'three messages that say so',
  );
  const [first] = chat.botMessages().filter(showsPicture);
  for (const shown of first ? chat.pictures(first) : []) {
    expect(originals.some((original) => original.equals(shown))).toBe(false);
  }
  expect(chat.botMessages().flatMap(labelsOf)).toEqual([]);
  expect(telegram.violations).toEqual([]);
});

test('deleting from the history takes away what came by messages of its own', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const group = telegram.group({ members: [alice] });
  model.hold();
  const asked = group.send(alice, '/imagine@easel_bot a fox --count 2');
  const status = await group.waitForMessage(isStatus, 'the status');
  group.as(alice).delete(status);
  model.release();
  const details = await group.waitForMessage(says('seeds'), 'the details');
  expect(details.reply_to_message?.message_id).toBe(asked.message.message_id);
  await roundTrips(telegram);
  const page = await historyOf(alice.privateChat());
  alice.privateChat().tap(page, '🗑 Delete');
  await group.waitFor(() => group.botMessages().length === 0 || undefined, 'an empty group');
  expect(telegram.violations).toEqual([]);
});

test('what is deleted while it is sent goes no further', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const held = telegram.fail({ kind: 'hold', on: 'editMessageMedia' });
  chat.sendText('/imagine a fox');
  await telegram.waitFor(() => held.met[0], 'the picture to be on its way');
  chat.tap(await historyOf(chat), '🗑 Delete');
  await chat.waitFor(() => chat.botMessages().length === 0 || undefined, 'an empty chat');
  held.release();
  await telegram.waitForCall(
    ({ method, status }) => method === 'editMessageMedia' && status === 400,
    'a refusal',
  );
  await roundTrips(telegram);
  expect(chat.botMessages()).toEqual([]);
  // That was the history.
  expect(telegram.callsTo('sendPhoto')).toHaveLength(1);
});

test('what is deleted while it is sent as a new message is taken away', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  model.hold();
  chat.sendText('/imagine a fox');
  chat.delete(await chat.waitForMessage(isStatus, 'the status'));
  const held = telegram.fail({ kind: 'hold', on: 'sendPhoto' });
  model.release();
  await telegram.waitFor(() => held.met[0], 'the picture to be on its way');
  chat.tap(await historyOf(chat), '🗑 Delete');
  await chat.waitFor(() => chat.botMessages().length === 0 || undefined, 'an empty chat');
  held.release();
  await telegram.waitFor(() => telegram.callsTo('deleteMessage')[2], 'another deletion');
  await chat.waitFor(() => chat.botMessages().length === 0 || undefined, 'an empty chat');
  expect(telegram.violations).toEqual([]);
});

test('where the bot may not delete anything any more, the person is told', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const group = telegram.group({ members: [alice] });
  group.send(alice, '/imagine@easel_bot a fox');
  await group.waitForMessage(showsPicture, 'the picture');
  await roundTrips(telegram);
  group.setBotStatus(alice, 'kicked');
  const chat = alice.privateChat();
  chat.tap(await historyOf(chat), '🗑 Delete');
  await chat.waitForMessage(says('please delete it yourself'), 'the words');
});

test('a moderator may delete what others see, a member may not', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const people = ['Alice', 'Bob', 'Carol'].map((name) => telegram.person({ name }));
  const [alice, bob, carol] = people;
  if (!alice || !bob || !carol) throw new Error('Expected three people');
  const group = telegram.group({ members: people });
  group.promote(carol);
  group.send(alice, '/imagine@easel_bot a fox');
  const result = await group.waitForMessage(showsPicture, 'the picture');
  expect((await group.tap(bob, result, '🗑 Delete').answered()).text).toContain('belongs to somebody else');
  expect(group.botMessages()).toHaveLength(1);
  expect((await group.tap(carol, result, '🗑 Delete').answered()).text).toBe('🗑 Deleted.');
  await group.waitFor(() => group.botMessages().length === 0 || undefined, 'an empty group');
  expect(telegram.violations).toEqual([]);
});

test('when Telegram does not tell in time who keeps order, nobody does, and the tap is answered', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
  const group = telegram.group({ members: [alice, bob] });
  group.promote(bob);
  group.send(alice, '/imagine@easel_bot a fox');
  const result = await group.waitForMessage(showsPicture, 'the picture');
  telegram.fail({ kind: 'server-error', on: 'getChatAdministrators' });
  expect((await group.tap(bob, result, '🗑 Delete').answered()).text).toContain('belongs to somebody else');
  expect(group.botMessages()).toHaveLength(1);
});

test('a tap that takes long is answered without words, and the words come as a message', async () => {
  await using under = await startBot();
  const { clock, telegram } = under;
  const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
  const group = telegram.group({ members: [alice, bob] });
  group.send(alice, '/imagine@easel_bot a fox');
  const result = await group.waitForMessage(showsPicture, 'the picture');
  const held = telegram.fail({ kind: 'hold', on: 'getChatAdministrators' });
  const tap = group.tap(bob, result, '🗑 Delete');
  await clock.waitedFor(1_500);
  under.advance(1_500);
  expect(await tap.answered()).toEqual({ text: undefined, showAlert: false });
  held.release();
  const words = await group.waitForMessage(says('belongs to somebody else'), 'the words');
  expect(words.reply_to_message?.message_id).toBe(result.message_id);
});

test('deleting a message that is gone already is no fault', async () => {
  await using under = await startBot();
  const { log, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  chat.delete(result);
  expect((await chat.tap(result, '🗑 Delete', { isInaccessible: true }).answered()).text).toBe('🗑 Deleted.');
  await telegram.waitForCall('editMessageMedia', 'the last attempt');
  await roundTrips(telegram);
  expect([...log.of('warn'), ...log.of('error')]).toEqual([]);
  expect(telegram.violations).toEqual([]);
});

test('what a fault left in the chat goes when it is deleted again', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox');
  const result = await chat.waitForMessage(showsPicture, 'the picture');
  telegram.fail({ kind: 'server-error', on: 'deleteMessage', times: 3 });
  await chat.tap(result, '🗑 Delete').answered();
  for (const waitMs of [1_000, 2_000]) {
    await under.clock.waitedFor(waitMs);
    under.advance(waitMs);
  }
  await telegram.waitFor(() => telegram.callsTo('deleteMessage')[2], 'the last attempt');
  await roundTrips(telegram);
  expect(chat.botMessages()).toHaveLength(1);
  expect((await chat.tap(result, '🗑 Delete').answered()).text).toBe('🗑 Deleted.');
  await chat.waitFor(() => chat.botMessages().length === 0 || undefined, 'an empty chat');
  expect(telegram.violations).toEqual([]);
});

test('of an album that is forgotten only the details can go, and the person is told', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine a fox --count 2');
  const details = await chat.waitForMessage(says('seeds'), 'the details');
  await roundTrips(telegram);
  under.advance(31 * 24 * hourMs);
  chat.sendText('/imagine a wolf');
  await chat.waitForMessage((message) => showsPicture(message) && says('a wolf')(message), 'another result');
  await roundTrips(telegram);
  await chat.tap(details, '🗑 Delete').answered();
  await chat.waitForMessage(says('delete the messages yourself'), 'the words');
  expect(chat.botMessages().filter(says('Deleted.'))).toHaveLength(1);
});

type PrivateChat = ReturnType<ReturnType<FakeTelegram['person']>['privateChat']>;

function historyOf(chat: PrivateChat): ReturnType<PrivateChat['waitForMessage']> {
  chat.sendText('/history');
  return chat.waitForMessage(says('1 of 1'), 'the history');
}
