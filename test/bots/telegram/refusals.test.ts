import { expect, test } from 'vitest';
import { startBot } from './support/bot-under-test.ts';

const isPhoto = ({ photo }: { photo?: unknown }) => photo !== undefined;

test('everything that is wrong with a command is said at once, and nothing is started', async () => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine --count 0 --aspect 7:5 --modle flux');
  const refusal = await chat.waitForMessage(({ text }) => text !== undefined, 'the refusal');
  for (const word of ['count', 'aspect', 'modle']) expect(refusal.text).toContain(word);
  expect(under.model.prompts).toEqual([]);
  expect(under.telegram.violations).toEqual([]);
});

test.each([
  '/imagine --count NaN a fox',
  '/imagine --count 5 a fox',
  '/imagine',
  '/imagine \u200b',
  `/imagine ${'x'.repeat(4_050)}`,
])('a clear answer and no charge for %.40s', async (text) => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText(text);
  await chat.waitForMessage((message) => message.text !== undefined, 'the refusal');
  expect(under.model.prompts).toEqual([]);
  expect(under.telegram.violations).toEqual([]);
});

test('an unknown command is answered in private, and in a group only when it names the bot', async () => {
  await using under = await startBot({ telegram: { privacyMode: false } });
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const group = telegram.group({ members: [alice] });

  alice.privateChat().sendText('/weather@other_bot');
  await alice
    .privateChat()
    .waitForMessage(({ text }) => text?.includes('do not know') === true, 'the refusal');
  under.advance(10_000);
  alice.privateChat().sendText('/imagin a fox');
  const guess = await alice
    .privateChat()
    .waitForMessage(({ text }) => text?.includes('Did you mean') === true, 'the guess');
  expect(guess.text).toContain('/imagine');

  group.send(alice, '/weather');
  group.send(alice, '/paint@easel_bot a fox');
  await group.waitForMessage(({ text }) => text?.includes('do not know') === true, 'the refusal');
  expect(group.botMessages()).toHaveLength(1);
});

test('what is neither words nor a picture is answered in a private chat', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  telegram.pushUpdate({
    message: {
      message_id: 9_000,
      date: 1,
      chat: { id: alice.id, type: 'private', first_name: 'Alice' },
      from: alice.user,
      voice: { file_id: 'v', file_unique_id: 'v', duration: 3 },
    },
  });
  await alice.privateChat().waitForMessage(({ text }) => text?.includes('/imagine') === true, 'the hint');
});

test('a fault becomes a reference that stands in the log, and the update counts as handled', async () => {
  await using under = await startBot();
  const { log, storage, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  await storage.close();
  const { update } = chat.sendText('/imagine a secret garden');
  const apology = await chat.waitForMessage(
    ({ text }) => text?.includes('reference') === true,
    'the apology',
  );
  await telegram.waitForConfirmed(update?.update_id ?? 0);

  const fault = log.entries.find(({ message }) => message.endsWith('ran into a fault'));
  expect(apology.text).toContain(String(fault?.fields.reference));
  expect(JSON.stringify(log.entries)).not.toContain('secret garden');
});

test('two thousand commands in a burst: what fits is painted, the rest is refused in two messages', async () => {
  await using under = await startBot({
    limits: { maxRunningPerUser: 2, maxQueuedPerUser: 5 },
    // The usual pace: progress may not use up what the answers need.
    courier: { progressIntervalMs: { private: 4_000, group: 8_000 } },
  });
  const { clock, model, storage, telegram } = under;
  telegram.limitCalls({ calls: 30, perSeconds: 60 });
  model.hold();
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const ids = Array.from(
    { length: 2_000 },
    (_, index) => chat.sendText(`/imagine fox ${index}`).update?.update_id ?? 0,
  );
  await telegram.waitForConfirmed(ids.at(-1) ?? 0, 60_000);

  const rows = await storage.transaction(({ generations }) => generations.list({ limit: 3_000 }));
  expect(rows.length).toBeGreaterThanOrEqual(5);
  expect(rows.length).toBeLessThanOrEqual(7);
  const first = await chat.waitForMessage(
    ({ text }) => text?.includes('that is the limit') === true,
    'the first refusal',
  );
  clock.advance(10_000);
  const rest = await chat.waitForMessage(
    ({ message_id, text }) => message_id !== first.message_id && text?.includes('that is the limit') === true,
    'the refusal of the rest',
  );
  const counted = Number(/for (?<count>[\d,]+) more/.exec(rest.text ?? '')?.groups?.count?.replace(',', ''));
  expect(rows.length + 1 + 1 + counted).toBe(2_000);

  model.release();
  await chat.waitFor(
    () => (chat.botMessages().filter(isPhoto).length === rows.length ? true : undefined),
    'every accepted picture',
    20_000,
  );
  expect(chat.botMessages()).toHaveLength(rows.length + 2);
  expect(telegram.violations).toEqual([]);
}, 120_000);

test('a refusal waits for as long as Telegram wants, and then arrives', async () => {
  await using under = await startBot();
  const { clock, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 7, on: 'sendMessage' });
  chat.sendText('/models');
  await clock.waitedFor(7_000);
  expect(chat.botMessages()).toEqual([]);
  under.advance(7_100);
  await chat.waitForMessage(({ text }) => text !== undefined, 'the models');
  expect(telegram.violations).toEqual([]);
});

test('behind a pause each person in a group gets their own, and nobody the same twice', async () => {
  await using under = await startBot();
  const { clock, telegram } = under;
  const [alice, bob] = [telegram.person({ name: 'Alice' }), telegram.person({ name: 'Bob' })];
  const group = telegram.group({ members: [alice, bob] });
  telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 7, on: 'sendMessage' });
  const asked = [alice, bob, bob].map((person) => group.send(person, '/help@easel_bot'));
  await telegram.waitForConfirmed(asked[2]?.update?.update_id ?? 0);
  await clock.waitedFor(7_000);
  under.advance(7_100);
  await group.waitFor(() => group.botMessages()[1], 'both answers');
  await under.stop();
  const replied = group.botMessages().map(({ reply_to_message: message }) => message?.message_id);
  expect(replied).toEqual([asked[0]?.message.message_id, asked[1]?.message.message_id]);
});

test('behind a long pause each “no” is said, also in the words of the one before', async () => {
  await using under = await startBot();
  const { clock, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 15, on: 'sendMessage' });
  const asked = [1, 2].map(() => chat.sendText('/imagine --count 9 a fox'));
  await telegram.waitForConfirmed(asked[1]?.update?.update_id ?? 0);
  await clock.waitedFor(15_000);
  await clock.waitedFor(10_000);
  under.advance(10_100);
  under.advance(5_000);
  await chat.waitFor(() => chat.botMessages()[1], 'both refusals');
  const [first, second] = chat.botMessages().map(({ text }) => text);
  expect(second).toBe(first);
});

test('long answers come in order', async () => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  for (const command of ['/help', '/models', '/start']) chat.sendText(command);
  await chat.waitForMessage(({ text }) => text?.includes('Hello') === true, 'the last answer');
  const texts = chat.botMessages().map(({ text }) => text ?? '');
  expect(texts.findIndex((text) => text.includes('Models'))).toBeLessThan(
    texts.findIndex((text) => text.includes('Hello')),
  );
  expect(under.telegram.violations).toEqual([]);
});

test('a fault outside of any command is told as well', async () => {
  // Without commands there is nothing that could paint the words.
  await using under = await startBot({ bot: { commands: [], directMessageText: 'paint' } });
  const { log, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('a secret garden');
  const apology = await chat.waitForMessage(
    ({ text }) => text?.includes('reference') === true,
    'the apology',
  );

  const fault = log.entries.find(({ message }) => message === 'an update ran into a fault');
  expect(apology.text).toContain(String(fault?.fields.reference));
  expect(JSON.stringify(log.entries)).not.toContain('secret garden');
});

test('what is held back is told when the bot stops', async () => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const sent = [1, 2, 3].map((count) => chat.sendText(`/imagine --count ${count + 6} a fox`));
  await under.telegram.waitForConfirmed(sent[2]?.update?.update_id ?? 0);
  await under.stop();
  await under.stop();
  const texts = chat.botMessages().map(({ text }) => text);
  expect(texts).toHaveLength(2);
  expect(texts[1]).toContain('8');
  expect(texts[1]).toContain('9');
});

test('an answer that hangs keeps the bot from stopping no longer than it may', async () => {
  await using under = await startBot();
  const { clock, log, telegram } = under;
  const held = telegram.fail({ kind: 'hold', on: 'sendMessage' });
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/models');
  await telegram.waitFor(() => held.met[0], 'the answer to be on its way');
  const stopping = under.stop();
  await clock.waitedFor(5_000);
  clock.advance(5_000);
  await stopping;
  expect(log.of('warn')).toContain('an answer did not arrive');
});
