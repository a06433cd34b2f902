import { expect, test } from 'vitest';
import type { Generation } from '../../../src/core/generation.ts';
import type { BotUnderTest } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';

const isPhoto = ({ photo }: { photo?: unknown }) => photo !== undefined;
const isWaiting = ({ text }: { text?: string }) => /In line|Next in line/.test(text ?? '');
const isPainting = ({ text }: { text?: string }) => text?.includes('Painting') === true;

function rowsOf({ storage }: BotUnderTest): Promise<readonly Generation[]> {
  return storage.transaction(({ generations }) => generations.list({ limit: 10 }));
}

function reserved({ storage }: BotUnderTest): Promise<number> {
  return storage.transaction(({ ledger }) => ledger.openReservations());
}

/** Somebody else's picture keeps the only slot, so that what is asked now has to wait. */
async function occupied(options: Parameters<typeof startBot>[0] = {}): Promise<BotUnderTest> {
  const under = await startBot({ ...options, limits: { maxRunning: 1 } });
  under.model.hold();
  const other = under.telegram.person({ name: 'Olga', startedBot: true }).privateChat();
  other.sendText('/imagine an oak');
  await other.waitForMessage(isPainting, 'the slot to be taken');
  return under;
}

test('a person who blocks the bot takes their wishes along, also the private ones from a group', async () => {
  await using under = await occupied();
  const { telegram } = under;
  const ada = telegram.person({ name: 'Ada', startedBot: true });
  const group = telegram.group({ members: [ada] });
  const chat = ada.privateChat();
  chat.sendText('/imagine a fox');
  await chat.waitForMessage(isWaiting, 'the first status');
  group.send(ada, `/imagine@${telegram.bot.username} --private a hen`);
  await chat.waitFor(
    () => (chat.botMessages().filter(isWaiting).length === 2 ? true : undefined),
    'the second status',
  );
  group.send(ada, `/imagine@${telegram.bot.username} a cow`);
  await group.waitForMessage(isWaiting, 'the status in the group');
  const sent = telegram.calls.length;

  chat.block();
  const { update } = telegram.person({ name: 'Ben', startedBot: true }).privateChat().sendText('/help');
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  const states = (await rowsOf(under)).map(({ state, wish: { prompt } }) => [prompt, state]);
  expect(states).toEqual([
    ['an oak', 'running'],
    ['a fox', 'cancelled'],
    ['a hen', 'cancelled'],
    ['a cow', 'waiting'],
  ]);
  expect(await reserved(under)).toBe(2 * 39_000);
  const triedThere = telegram.calls.slice(sent).filter(({ parameters }) => parameters.chat_id === chat.id);
  expect(triedThere).toEqual([]);
  expect(telegram.violations).toEqual([]);
});

test.each(['kicked', 'left'] as const)('a group that the bot has %s is given up', async (status) => {
  await using under = await occupied();
  const { telegram } = under;
  const ada = telegram.person({ name: 'Ada', startedBot: true });
  const group = telegram.group({ members: [ada] });
  group.send(ada, `/imagine@${telegram.bot.username} a fox`);
  await group.waitForMessage(isWaiting, 'the status');
  // Its answer goes elsewhere, where it can still be seen.
  group.send(ada, `/imagine@${telegram.bot.username} --private a hen`);
  await ada.privateChat().waitForMessage(isWaiting, 'the private status');

  group.setBotStatus(ada, status);
  const { update } = ada.privateChat().sendText('/help');
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  const states = (await rowsOf(under)).map(({ state, wish: { prompt } }) => [prompt, state]);
  expect(states).toEqual([
    ['an oak', 'running'],
    ['a fox', 'cancelled'],
    ['a hen', 'waiting'],
  ]);
});

test('what nobody told shows with the next call: the rest is not painted', async () => {
  await using under = await occupied();
  const { model, telegram } = under;
  const ada = telegram.person({ name: 'Ada', startedBot: true });
  const chat = ada.privateChat();
  for (const prompt of ['a fox', 'a hen']) chat.sendText(`/imagine ${prompt}`);
  await chat.waitFor(
    () => (chat.botMessages().filter(isWaiting).length === 2 ? true : undefined),
    'both to wait',
  );
  chat.deactivateAccount();
  model.release();
  await telegram.waitFor(
    () => (model.prompts.includes('a fox') ? true : undefined),
    'the first one to be painted',
  );
  const ended = async () => (await rowsOf(under)).find(({ wish }) => wish.prompt === 'a hen')?.state;
  while ((await ended()) === 'waiting') await new Promise(setImmediate);
  expect(await ended()).toBe('cancelled');
  expect(model.prompts).toEqual(['an oak', 'a fox']);
});

test('a group that becomes a supergroup is followed by what waits', async () => {
  await using under = await occupied();
  const { model, telegram } = under;
  const ada = telegram.person({ name: 'Ada', startedBot: true });
  const group = telegram.group({ members: [ada], kind: 'group' });
  group.send(ada, `/imagine@${telegram.bot.username} a fox`);
  await group.waitForMessage(isWaiting, 'the status');
  const supergroup = group.migrate();
  const { update } = ada.privateChat().sendText('/help');
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  const [, moved] = await rowsOf(under);
  expect(moved?.address).toMatchObject({ chatId: supergroup.id });
  expect(moved?.address).not.toHaveProperty('statusMessageId');

  const sent = telegram.calls.length;
  model.release();
  await supergroup.waitForMessage(isPhoto, 'the picture');
  const toOld = telegram.calls.slice(sent).filter(({ parameters }) => parameters.chat_id === group.id);
  expect(toOld).toEqual([]);
});

test('what nobody told of a group shows with the next call: what is stored of it follows', async () => {
  await using under = await occupied();
  const { model, storage, telegram } = under;
  const ada = telegram.person({ name: 'Ada', startedBot: true });
  const group = telegram.group({ members: [ada], kind: 'group' });
  await storage.transaction(({ rules }) => rules.putPlace(`telegram:${group.id}`, { mostPictures: 2 }));
  group.send(ada, `/imagine@${telegram.bot.username} a fox`);
  await group.waitForMessage(isWaiting, 'the status');
  const supergroup = group.migrate({ isTold: false });
  model.release();
  await supergroup.waitForMessage(isPhoto, 'the picture');
  const rules = () => storage.transaction((stored) => stored.rules.of(`telegram:${supergroup.id}`));
  while ((await rules()).place.mostPictures === undefined) await new Promise(setImmediate);
  expect((await rowsOf(under))[1]?.placeId).toBe(`telegram:${supergroup.id}`);
});

test('what was given up is said when they come back: privately, or in public only what was', async () => {
  await using under = await occupied();
  const { telegram } = under;
  const ada = telegram.person({ name: 'Ada', startedBot: true });
  const group = telegram.group({ members: [ada] });
  const chat = ada.privateChat();
  chat.sendText('/imagine a fox');
  await chat.waitForMessage(isWaiting, 'the status');
  group.send(ada, `/imagine@${telegram.bot.username} a hen`);
  await group.waitForMessage(isWaiting, 'the status in the group');
  group.setBotStatus(ada, 'kicked');
  chat.block();
  group.setBotStatus(ada, 'member');
  chat.unblock();

  const isNews = ({ text }: { text?: string }) => text?.includes('could not reach you') === true;
  group.send(ada, `/help@${telegram.bot.username}`);
  const inGroup = await group.waitForMessage(isNews, 'the news in the group');
  expect(inGroup.text).toContain('1 of your requests');
  chat.sendText('/help');
  const inPrivate = await chat.waitForMessage(isNews, 'the news in private');
  expect(inPrivate.text).toContain('1 of your requests');
  const { update } = chat.sendText('/models');
  await telegram.waitForConfirmed(update?.update_id ?? 0);
  await chat.waitForMessage(({ text }) => text?.includes('Models') === true, 'the models');
  expect(chat.botMessages().filter(isNews)).toHaveLength(1);
});
