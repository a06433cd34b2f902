import sharp from 'sharp';
import { expect, test } from 'vitest';
import { GenerationFailure } from '../../../src/core/failure.ts';
import { startBot } from './support/bot-under-test.ts';

const isPhoto = ({ photo }: { photo?: unknown }) => photo !== undefined;
const isDocument = ({ document }: { document?: unknown }) => document !== undefined;

test('a command becomes a status message, and that becomes the picture', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  model.hold();
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();

  chat.sendText('/imagine a lighthouse at dawn');
  const status = await chat.waitForMessage(({ text }) => text?.includes('Painting') === true, 'the status');
  expect(status.entities?.[0]).toMatchObject({ type: 'blockquote', offset: 0, length: 20 });
  model.release();
  const result = await chat.waitForMessage(isPhoto, 'the picture');

  expect(result.message_id).toBe(status.message_id);
  expect(result.caption).toContain('a lighthouse at dawn');
  expect(result.caption).toContain('seed 100');
  expect(result.caption_entities?.[0]).toMatchObject({ type: 'blockquote', offset: 0, length: 20 });
  expect(chat.botMessages()).toHaveLength(1);
  expect(model.prompts).toEqual(['a lighthouse at dawn']);
  expect(telegram.violations).toEqual([]);
});

test('several pictures arrive as an album, and the status message becomes the details', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();

  chat.sendText('/imagine --count 3 a fox in the snow');
  const details = await chat.waitForMessage(({ text }) => text?.includes('seeds') === true, 'the details');

  const [first] = chat.botMessages().filter(isPhoto);
  expect(first && chat.pictures(first)).toHaveLength(3);
  expect(details.text).toContain('seeds 100, 101, 102');
  expect(chat.botMessages()).toHaveLength(4);
  expect(telegram.violations).toEqual([]);
});

test.each(['png', 'webp'])('who asks for a %s gets that file, not a photo', async (format) => {
  await using under = await startBot();
  const { telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();

  chat.sendText(`/imagine --format ${format} a fox`);
  const result = await chat.waitForMessage(isDocument, 'the file');

  expect((await sharp(chat.picture(result)).metadata()).format).toBe(format);
  expect(result.document?.file_name).toMatch(new RegExp(`\\.${format}$`));
  expect(chat.botMessages()).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test.each([
  { what: 'is longer than 1 : 20', size: { width: 2_100, height: 100 } },
  { what: 'measures more than 10,000 in all', size: { width: 9_900, height: 500 } },
])('a picture that $what comes as a file, byte for byte', async ({ size }) => {
  await using under = await startBot();
  under.model.size = size;
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();

  chat.sendText('/imagine a long wall');
  const result = await chat.waitForMessage(isDocument, 'the file');

  expect(await sharp(chat.picture(result)).metadata()).toMatchObject({ ...size, format: 'jpeg' });
  expect(under.telegram.callsTo('editMessageMedia')).toHaveLength(1);
  expect(under.telegram.violations).toEqual([]);
});

test('a picture that Telegram will not take as a photo comes as a file', async () => {
  await using under = await startBot();
  const image = sharp({ create: { width: 2_100, height: 100, channels: 3, background: '#336699' } });
  // Its measures as they were told are not those of its bytes.
  under.model.size = { width: 100, height: 100, bytes: await image.jpeg().toBuffer() };
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();

  chat.sendText('/imagine a long wall');
  await chat.waitForMessage(isDocument, 'the file');

  expect(chat.botMessages()).toHaveLength(1);
  expect(under.telegram.callsTo('editMessageMedia')).toHaveLength(2);
});

test('a failure says in the status message that nothing was charged', async () => {
  await using under = await startBot();
  under.model.failWith(
    new GenerationFailure({ code: 'content-refused', mayRetryHelp: false, payment: 'no' }),
  );
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();

  chat.sendText('/imagine something');
  await chat.waitForMessage(({ text }) => text?.includes('safety filter') === true, 'the failure');

  expect(chat.botMessages()).toHaveLength(1);
  expect(under.telegram.violations).toEqual([]);
});

test('answers come in the language of the person', async () => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Вера', languageCode: 'ru', startedBot: true }).privateChat();

  chat.sendText('/imagine --count 2 лиса в снегу');
  await chat.waitForMessage(({ text }) => text?.includes('100, 101') === true, 'the details in Russian');
  expect(under.model.prompts).toEqual(['лиса в снегу']);
});

/** What anybody can see of a text; what happens to the rest is not this adapter's matter. */
function visible(text: string): string {
  return text.toWellFormed().replaceAll(/\p{Cc}/gu, '');
}

const nastyPrompts = [
  {
    name: 'markup',
    prompt: '*bold* _it_ `code` [x](https://a.b) <b>html</b> &lt; ~~s~~ ||sp|| {{count}} $t(x)',
  },
  { name: 'three thousand characters', prompt: `${'a long story '.repeat(230)}the end.` },
  { name: 'emoji only', prompt: '👩‍👩‍👧‍👦🏳️‍🌈🇺🇦'.repeat(60) },
  { name: 'right to left', prompt: 'מגדלור בשחר \u202eabc\u202c منارة عند الفجر' },
  {
    name: 'half characters and controls',
    prompt: 'a \ud83d fox \u0001\u0007 in\u2028 the \udc00 snow\r\nat night',
  },
  { name: 'dashes', prompt: 'a fox — red, quick – and sly - jumps' },
];

test.each(nastyPrompts)('a prompt of $name is shown as it is, once and in a batch', async ({ prompt }) => {
  await using under = await startBot();
  const { model, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();

  chat.sendText(`/imagine ${prompt}`);
  const single = await chat.waitForMessage(isPhoto, 'the picture');
  chat.sendText(`/imagine --count 2 ${prompt}`);
  const details = await chat.waitForMessage(({ text }) => text?.includes('seeds') === true, 'the details');

  expect(model.prompts.map(visible)).toEqual([visible(prompt), visible(prompt)]);
  expect(single.caption_entities?.find(({ type }) => type === 'blockquote')).toMatchObject({ offset: 0 });
  expect(single.caption?.length).toBeLessThanOrEqual(1_024);
  expect(details.text?.length).toBeLessThanOrEqual(4_096);
  expect(single.caption).toContain('seed 100');
  const styles = new Set(single.caption_entities?.map(({ type }) => type));
  for (const style of ['italic', 'text_link', 'spoiler', 'strikethrough'])
    expect(styles).not.toContain(style);
  expect(telegram.violations).toEqual([]);
});

test('in a group the answer replies to the command, and only commands for this bot are taken', async () => {
  await using under = await startBot();
  const { model, telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ title: 'Painters', members: [alice] });

  group.otherBotWrites('hello');
  group.send(alice, 'just talking about /imagine');
  group.send(alice, '/imagine@other_bot a cat');
  const { message } = group.send(alice, '/imagine@easel_bot a lighthouse');
  const result = await group.waitForMessage(isPhoto, 'the picture');

  expect(result.reply_to_message?.message_id).toBe(message.message_id);
  expect(model.prompts).toEqual(['a lighthouse']);
  expect(group.botMessages()).toHaveLength(1);
  expect(telegram.violations).toEqual([]);
});

test('a command that was deleted in the meantime is answered all the same', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ members: [alice] });
  const held = telegram.fail({ kind: 'hold', on: 'sendMessage' });

  const sent = group.send(alice, '/imagine@easel_bot a lighthouse');
  await telegram.waitFor(() => held.met[0], 'the status message to be on its way');
  group.as(alice).delete(sent);
  held.release();

  await group.waitForMessage(isPhoto, 'the picture');
});

test('in a forum everything stays in the topic, albums too', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const forum = telegram.group({ kind: 'forum', members: [alice] });
  const topic = forum.createTopic(alice, 'Sketches');

  forum.send(alice, '/imagine@easel_bot --count 2 a lighthouse', { topic });
  await forum.waitForMessage(({ text }) => text?.includes('seeds') === true, 'the details');

  const threads = forum.botMessages().map(({ message_thread_id }) => message_thread_id);
  expect(threads).toEqual([topic, topic, topic]);
  const actions = telegram.callsTo('sendChatAction').map(({ parameters }) => parameters.message_thread_id);
  expect(new Set(actions)).toEqual(new Set([topic]));
  expect(telegram.violations).toEqual([]);
});

test('a reply in a supergroup without topics is answered by a reply, not into a thread', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ members: [alice] });
  const first = group.send(alice, '/help@easel_bot');
  await group.waitForMessage(({ text }) => text !== undefined, 'the help');

  group.send(alice, '/imagine@easel_bot a fox', { replyTo: first });
  await group.waitForMessage(isPhoto, 'the picture');

  expect(telegram.callsTo('sendMessage').at(-1)?.parameters.message_thread_id).toBeUndefined();
  expect(telegram.violations).toEqual([]);
});

test('a private result goes to the private chat, and the group learns no more than that', async () => {
  await using under = await startBot();
  const { telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const group = telegram.group({ members: [alice] });

  group.send(alice, '/imagine@easel_bot --private a secret garden');
  await alice.privateChat().waitForMessage(isPhoto, 'the picture');

  await group.waitForMessage(({ text }) => text?.includes('privately') === true, 'the notice');
  expect(group.botMessages()).toHaveLength(1);
  expect(group.transcript().replace(/^.*\/imagine.*$/m, '')).not.toContain('secret garden');
  expect(telegram.violations).toEqual([]);
});

test('a private result without an open private chat is refused with a link, before anything is accepted', async () => {
  await using under = await startBot();
  const { model, storage, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: false });
  const group = telegram.group({ members: [alice] });

  group.send(alice, '/imagine@easel_bot --private a secret garden');
  const refusal = await group.waitForMessage(({ text }) => text !== undefined, 'the refusal');

  expect(refusal.entities).toContainEqual(
    expect.objectContaining({ type: 'text_link', url: 'https://t.me/easel_bot?start=private' }),
  );
  const load = await storage.transaction(({ generations }) => generations.list({ limit: 10 }));
  expect(load).toEqual([]);
  expect(model.prompts).toEqual([]);
  expect(telegram.violations).toEqual([]);
});

test('a private result is refused in words when Telegram does not tell whether the chat is open', async () => {
  await using under = await startBot();
  const { model, storage, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const group = telegram.group({ members: [alice] });

  telegram.fail({ kind: 'server-error', status: 502, on: 'sendChatAction' });
  group.send(alice, '/imagine@easel_bot --private a secret garden');
  await group.waitForMessage(({ text }) => text?.includes('did not tell me in time') === true, 'the refusal');

  expect(await storage.transaction(({ generations }) => generations.list({ limit: 10 }))).toEqual([]);
  expect(model.prompts).toEqual([]);
  expect(telegram.violations).toEqual([]);
});

test('a private request in the private chat is painted right there', async () => {
  await using under = await startBot();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  chat.sendText('/imagine --private a secret garden');
  await chat.waitForMessage(isPhoto, 'the picture');
  expect(chat.botMessages()).toHaveLength(1);
});

test('what is not meant for the bot is passed over in silence', async () => {
  await using under = await startBot();
  const { log, telegram } = under;
  const alice = telegram.person({ name: 'Alice', startedBot: true });
  const bob = telegram.person({ name: 'Bob' });
  const group = telegram.group({ members: [alice] });
  group.join(bob);
  group.leave(bob);
  const sent = group.send(alice, '/help@easel_bot');
  await group.waitForMessage(({ text }) => text !== undefined, 'the help');
  group.as(alice).edit(sent, '/imagine@easel_bot changed my mind');
  telegram.pushUpdate({
    channel_post: {
      message_id: 5,
      date: 1,
      chat: { id: -1_001_234, type: 'channel', title: 'News' },
      text: '/imagine@easel_bot news',
    },
  });
  const { update } = alice.privateChat().start();
  await alice.privateChat().waitForMessage(({ text }) => text?.includes('Hello') === true, 'the greeting');
  await telegram.waitForConfirmed(update?.update_id ?? 0);

  expect(group.botMessages()).toHaveLength(1);
  expect(log.of('error')).toEqual([]);
  expect(log.of('warn')).toEqual([]);
  expect(telegram.violations).toEqual([]);
});
