import type { ChatFullInfo, ChatMember } from 'grammy/types';
import { expect, test } from 'vitest';
import { ChatRights } from '../../../src/bots/telegram/chat-rights.ts';
import type { BotUnderTest } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';
import { ManualClock } from './support/manual-clock.ts';
import { RecordingLog } from './support/recording-log.ts';
import { roundTrips } from './support/round-trips.ts';

const isPhoto = ({ photo }: { photo?: unknown }) => photo !== undefined;
const isRefusal = ({ text }: { text?: string }) => text?.includes('may not send pictures') === true;

function openGroup({ telegram }: BotUnderTest) {
  const ada = telegram.person({ name: 'Ada', startedBot: true });
  const group = telegram.group({ members: [ada] });
  const ask = (prompt: string) => group.send(ada, `/imagine@${telegram.bot.username} ${prompt}`);
  return { ada, group, ask };
}

test('nothing is painted where no picture may be shown, and the person is told', async () => {
  await using under = await startBot();
  const { model, storage, telegram } = under;
  const { ada, group, ask } = openGroup(under);
  group.forbid('photos');
  ask('a fox');
  await group.waitForMessage(isRefusal, 'the refusal');
  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 9 }));
  expect([rows, model.prompts]).toEqual([[], []]);

  // A private answer goes where the group's rights mean nothing.
  ask('--private a hen');
  await ada.privateChat().waitForMessage(isPhoto, 'the private picture');
  expect(telegram.violations).toEqual([]);
});

test('in a closed topic the first answer is refused, and so nothing is painted or paid', async () => {
  await using under = await startBot();
  const { model, storage, telegram } = under;
  const ada = telegram.person({ name: 'Ada', startedBot: true });
  const forum = telegram.group({ kind: 'forum', members: [ada] });
  const topic = forum.createTopic(ada, 'Foxes');
  forum.closeTopic(topic);
  forum.send(ada, `/imagine@${telegram.bot.username} a fox`, { topic });
  await telegram.waitForCall(({ method, status }) => method === 'sendMessage' && status === 400, 'a refusal');
  await roundTrips(telegram);
  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 9 }));
  expect(rows).toMatchObject([{ state: 'cancelled', firstSentAtMs: undefined }]);
  expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
  expect(model.prompts).toEqual([]);
});

test('what was found is kept for a few minutes, and looked up anew when the bot comes to stand differently', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const { ada, group, ask } = openGroup(under);
  const photos = async (count: number) =>
    group.waitFor(() => group.botMessages().filter(isPhoto)[count - 1], `picture ${count}`);
  ask('a fox');
  await photos(1);
  ask('a hen');
  await photos(2);
  expect(telegram.callsTo('getChatMember')).toHaveLength(1);

  group.forbid('photos');
  group.setBotStatus(ada, 'administrator');
  ask('a cow');
  await photos(3);
  expect(telegram.callsTo('getChatMember')).toHaveLength(2);

  group.setBotStatus(ada, 'member');
  ask('a pig');
  await group.waitForMessage(isRefusal, 'the refusal');
});

test('a right that turns out to be missing is looked up anew', async () => {
  await using under = await startBot();
  const { group, ask } = openGroup(under);
  ask('a fox');
  await group.waitForMessage(isPhoto, 'the picture');
  group.forbid('text messages');
  ask('a hen');
  await under.telegram.waitForCall(
    ({ method, description }) => method === 'sendMessage' && description?.includes('not enough') === true,
    'the failure',
  );
  const failed = under.telegram.callsTo('getChatMember').length;
  ask('a cow');
  await under.telegram.waitFor(
    () => under.telegram.callsTo('getChatMember')[failed],
    'another look at the rights',
  );
  expect(under.model.prompts).toEqual(['a fox']);
});

test('while Telegram does not tell, nobody is refused, and only one person waits', async () => {
  await using under = await startBot();
  const { clock, telegram } = under;
  const { group, ask } = openGroup(under);
  telegram.fail({ kind: 'hold', on: 'getChatMember' });
  ask('a fox');
  await clock.waitedFor(700);
  clock.advance(700);
  await group.waitForMessage(isPhoto, 'the picture');
  ask('a hen');
  await group.waitFor(() => group.botMessages().filter(isPhoto)[1], 'the second picture');
  expect(clock.remainingMs).not.toContain(700);
});

test('a look that fails refuses nobody', async () => {
  await using under = await startBot();
  const { group, ask } = openGroup(under);
  under.telegram.fail({ kind: 'server-error', on: 'getChat' });
  ask('a fox');
  await group.waitForMessage(isPhoto, 'the picture');
});

test.each([
  ['a restricted bot that may', { can_send_messages: true, can_send_photos: true }, {}, true],
  ['a restricted bot that may not', { can_send_messages: true, can_send_photos: false }, {}, false],
  [
    'a restricted bot in a group where nobody may',
    { can_send_photos: true },
    { can_send_photos: false },
    false,
  ],
])('%s', async (_name, own, permissions, expected) => {
  const clock = new ManualClock();
  const rights = new ChatRights({
    api: {
      getChat: async () => ({ permissions }) as ChatFullInfo,
      getChatMember: async () => ({ status: 'restricted', is_member: true, ...own }) as ChatMember,
    },
    botId: 1,
    log: new RecordingLog(),
    now: clock.now,
    pause: clock.pause,
  });
  expect(await rights.mayPostPictures(-1)).toBe(expected);
});
