import { expect, test } from 'vitest';
import type { RateLimits } from '../../../src/core/limits/command-rates.ts';
import { CommandRates } from '../../../src/core/limits/command-rates.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { Storage } from '../../../src/core/storage/storage.ts';
import { pngOf } from '../../fakes/telegram/png-of.ts';
import type { BotSetup, BotUnderTest } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';
import { acceptedWishes, isStatus } from './support/given-references.ts';
import { says, showsPicture } from './support/painted.ts';
import { roundTrips } from './support/round-trips.ts';

const picture = pngOf({ width: 400, height: 300 });
const isTooFast = says('faster than I can follow');
type Sent = { readonly update: { readonly update_id: number } | undefined };

/** A bot that takes three commands of a person, five of a group and two looks for suggestions in ten seconds. */
async function startHurried(setup: BotSetup = {}, limits: Partial<RateLimits> = {}) {
  const few = { commandsPerPerson: 3, commandsPerPlace: 5, suggestionsPerPerson: 2, ...limits };
  let nowMs = Date.UTC(2026, 10, 22, 12);
  const rates = new CommandRates({ limits: few, adminIds: [], now: () => nowMs });
  const under = await startBot({ ...setup, bot: { rates, ...setup.bot } });
  // The ten seconds begin now, also on the clock that dates messages.
  if (setup.earlier === undefined) under.telegram.advanceClock(10_000 - (Date.now() % 10_000));
  const passTenSeconds = () => {
    nowMs += 10_000;
    under.advance(10_000);
  };
  return { under, passTenSeconds };
}

async function confirmed({ telegram }: BotUnderTest, sent: readonly Sent[]): Promise<void> {
  for (const { update } of sent) await telegram.waitForConfirmed(update?.update_id ?? 0);
}

test('who hurries is told so once, with when to try again; the rest is passed over, and then all is well', async () => {
  const { under, passTenSeconds } = await startHurried();
  await using _ = under;
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const bob = telegram.person({ name: 'Bob', startedBot: true }).privateChat();
  const sent = Array.from({ length: 500 }, (_item, index) => alice.sendText(`/imagine fox ${index}`));
  const help = bob.sendText('/help');
  await confirmed(under, [...sent, help]);
  const refusal = await alice.waitForMessage(isTooFast, 'the refusal');
  expect(refusal.text).toMatch(/nothing was charged\. Please try again in \d+ seconds?\./);
  expect(refusal.reply_to_message).toBeUndefined();
  await bob.waitForMessage(says('/imagine'), 'the help of somebody else');
  await alice.waitFor(() => alice.botMessages().filter(showsPicture)[2], 'what was taken');
  expect(await acceptedWishes(under)).toHaveLength(3);

  passTenSeconds();
  alice.sendText('/imagine an owl');
  await alice.waitFor(() => alice.botMessages().filter(showsPicture)[3], 'the owl');
  expect(alice.botMessages().filter(isTooFast)).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test('nothing is looked up or stored for what is turned away, but that the first of it has to be told', async () => {
  const real = await openSqliteStorage(':memory:');
  let transactions = 0;
  const storage: Storage = {
    transaction: (work) => {
      transactions += 1;
      return real.transaction(work);
    },
    read: (work) => {
      transactions += 1;
      return real.read(work);
    },
    close: () => real.close(),
  };
  const { under } = await startHurried({ bot: { storage } }, { commandsPerPerson: 0 });
  await using _ = under;
  const { log, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const before = transactions;
  const words = ['/imagine a fox', 'a fox', '/gallery', '/nonsense'].map((text) => chat.sendText(text));
  const album = await chat.sendAlbum([picture, picture], { caption: '/imagine both' });
  const photo = chat.sendPhoto(picture, { caption: '/imagine it' });
  await confirmed(under, [...words, ...album, photo]);
  const refusal = await chat.waitForMessage(isTooFast, 'the refusal');
  const reply = chat.sendText('and now?', { replyTo: refusal });
  await confirmed(under, [reply]);
  await under.stop();
  expect(chat.botMessages()).toHaveLength(1);
  // It is kept while it is on its way, and forgotten; at the end the poller leaves its post.
  expect(transactions - before).toBe(3);
  expect(log.of('error')).toEqual([]);
  expect(telegram.violations).toEqual([]);
  await real.close();
});

test('every tap that comes too fast is answered, quietly, and by the app itself for a while', async () => {
  const { under } = await startHurried();
  await using _ = under;
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/settings');
  const page = await chat.waitForMessage(says('Your settings'), 'the page');
  const taps = Array.from({ length: 30 }, () => chat.tap(page, '🎨 Model…'));
  const answers = await Promise.all(taps.map((tap) => tap.answered()));
  const refused = answers.filter(({ text }) => text?.includes('faster than I can follow'));
  // The command counts among what was sent in its own ten seconds.
  expect(refused).toHaveLength(27);
  expect(refused.every(({ showAlert }) => !showAlert)).toBe(true);
  const calls = telegram.calls.filter(({ method }) => method === 'answerCallbackQuery');
  const cached = calls.filter(({ parameters }) => Number(parameters.cache_time) > 0);
  expect(cached).toHaveLength(27);
  expect(chat.botMessages().filter(isTooFast)).toEqual([]);
  expect(telegram.violations).toEqual([]);
});

test('inline, there is nothing to pick for who types too fast', async () => {
  const { under, passTenSeconds } = await startHurried({ telegram: { inlineMode: true } });
  await using _ = under;
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const chat = alice.privateChat();
  chat.sendText('/imagine a fox');
  await chat.waitForMessage(showsPicture, 'the picture');
  const offered = async (words: string) => (await alice.inlineQuery(words).answered()).photos.length;
  expect([await offered('f'), await offered('fo'), await offered('fox')]).toEqual([1, 1, 0]);
  passTenSeconds();
  expect(await offered('fox')).toBe(1);
  expect(telegram.violations).toEqual([]);
});

test('an album counts once, and is taken or refused as a whole', async () => {
  const { under } = await startHurried({}, { commandsPerPerson: 2 });
  await using _ = under;
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const album = (words: string) =>
    chat.sendAlbum([picture, picture, picture], { caption: `/imagine ${words}`, captionAt: 2 });
  const albums = [await album('first'), await album('second'), await album('third')];
  await confirmed(under, albums.flat());
  await chat.waitForMessage(isTooFast, 'the refusal');
  under.advance(1_000);
  await chat.waitFor(() => chat.botMessages().filter(isStatus)[1], 'both albums to begin');
  const wishes = await acceptedWishes(under);
  expect(wishes.map(({ prompt, references }) => [prompt, references.length])).toEqual([
    ['first', 3],
    ['second', 3],
  ]);
  expect(telegram.violations).toEqual([]);
});

test('what people say to each other in a group counts for nothing, and nobody answers it', async () => {
  const { under } = await startHurried({ telegram: { privacyMode: false } });
  await using _ = under;
  const { telegram } = under;
  const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
  const group = telegram.group({ members: [alice, bob] });
  const talk = Array.from({ length: 20 }, () => group.send(alice, 'look at this'));
  const other = Array.from({ length: 20 }, () => group.send(alice, '/roll@other_bot'));
  const albums = await group.sendAlbum(alice, [picture, picture]);
  await confirmed(under, [...talk, ...other, ...albums]);
  group.send(alice, '/help');
  await group.waitForMessage(says('/imagine'), 'the help');
  expect(group.botMessages()).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test('a crowd in a group is told once that it is too much, and its people are served elsewhere', async () => {
  const { under } = await startHurried();
  await using _ = under;
  const { telegram } = under;
  const crowd = Array.from({ length: 20 }, (_item, index) =>
    telegram.person({ name: `Person ${index}`, startedBot: true, languageCode: 'ru' }),
  );
  const group = telegram.group({ members: crowd });
  await confirmed(
    under,
    crowd.map((person) => group.send(person, '/help@easel_bot')),
  );
  const isTooMuch = says('слишком много');
  await group.waitForMessage(isTooMuch, 'the refusal');
  await group.waitFor(() => group.botMessages()[5], 'the help of five and the refusal');
  const last = crowd.at(-1)?.privateChat();
  last?.sendText('/help');
  await last?.waitForMessage(says('/imagine'), 'the help');
  expect(group.botMessages().filter(isTooMuch)).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test('what waited while the bot was away is no flood', async () => {
  const { under } = await startHurried();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  await under.stop();
  for (let index = 0; index < 9; index += 1) {
    chat.sendText('/imagine a fox');
    telegram.advanceClock(10_000);
  }
  const { under: after } = await startHurried({ earlier: under });
  await using _ = under;
  await using __ = after;
  await chat.waitFor(() => chat.botMessages().filter(showsPicture)[8], 'nine pictures');
  expect(chat.botMessages().filter(isTooFast)).toEqual([]);
  expect(telegram.violations).toEqual([]);
});

test('what comes again after a crash is decided as before', async () => {
  const { under } = await startHurried();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const sent = Array.from({ length: 5 }, () => chat.sendText('/imagine a fox'));
  await confirmed(under, sent);
  await chat.waitFor(() => chat.botMessages().filter(showsPicture)[2], 'what was taken');
  await under.stop();
  for (const { update } of sent) telegram.redeliver(update ?? { update_id: 0 });
  const { under: after } = await startHurried({ earlier: under });
  await using _ = under;
  await using __ = after;
  const help = chat.sendText('/help');
  await confirmed(after, [...sent, help]);
  await roundTrips(telegram);
  expect(await acceptedWishes(after)).toHaveLength(3);
  expect(chat.botMessages().filter(showsPicture)).toHaveLength(3);
  expect(telegram.violations).toEqual([]);
});

test('a refusal that the process did not live to send is not lost', async () => {
  const { under } = await startHurried({}, { commandsPerPerson: 0 });
  const { clock, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 30, on: 'sendMessage' });
  await confirmed(under, [chat.sendText('/help')]);
  await clock.waitedFor(30_000);
  const stopping = under.stop();
  await clock.waitedFor(5_000);
  clock.advance(5_000);
  await stopping;
  under.advance(30_000);
  await using _ = under;
  await using after = await startBot({ earlier: under });
  await chat.waitForMessage(says('/imagine'), 'what was asked for');
  expect(after.log.of('error')).toEqual([]);
});
