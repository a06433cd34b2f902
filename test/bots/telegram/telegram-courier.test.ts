import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { parseTelegramAddress } from '../../../src/bots/telegram/telegram-address.ts';
import type { DeliveryError } from '../../../src/core/courier.ts';
import { generationFor, made } from './support/addressed-generation.ts';
import { roundTrips } from './support/round-trips.ts';
import { startCourier } from './support/started-courier.ts';

const isPhoto = ({ photo }: { photo?: unknown }) => photo !== undefined;
const picture = await sharp({ create: { width: 32, height: 24, channels: 3, background: '#336699' } })
  .jpeg()
  .toBuffer();

test('the first answer becomes the final one, and delivering it again changes nothing for people', async () => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const { statusMessageId } = parseTelegramAddress(generation.address);

  await under.courier.deliver(made(generation, [picture]));
  await under.courier.deliver(made(generation, [picture]));

  expect(chat.botMessages()).toHaveLength(1);
  expect(chat.botMessages()[0]).toMatchObject({ message_id: statusMessageId });
  expect(under.telegram.violations).toEqual([]);
});

test('acknowledging again edits the message that is there', async () => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const again = await under.acknowledged(generation);
  expect(again.address).toEqual(generation.address);
  expect(chat.botMessages()).toHaveLength(1);
});

test('when the status message was deleted the picture comes as a new one', async () => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const [status] = chat.botMessages();
  if (status === undefined) throw new Error('Expected a status message');
  chat.delete(status);

  await under.courier.deliver(made(generation, [picture]));
  expect(chat.botMessages()).toHaveLength(1);
  expect(chat.botMessages()[0]?.photo).toBeDefined();
});

test('when the status message cannot be edited it makes room for a new one', async () => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const old = chat.sendText('a message of somebody else');
  // Messages of others cannot be edited; in a private chat the bot may delete them.
  const generation = generationFor({ chatId: chat.id, statusMessageId: old.message.message_id });

  await under.courier.deliver(made(generation, [picture]));
  expect(chat.messages().map(isPhoto)).toEqual([true]);
  expect(under.telegram.callsTo('deleteMessage')).toHaveLength(1);
});

test('words that are there already count as delivered', async () => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const expired = {
    generation: { ...generation, state: 'expired' as const },
    pictures: [],
    isOwed: async () => true,
  };
  await under.courier.deliver(expired);
  await under.courier.deliver(expired);
  expect(chat.botMessages()).toHaveLength(1);
});

test('a lost confirmation of an edit is no second message', async () => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  under.telegram.fail({ kind: 'drop-after', on: 'editMessageMedia' });

  await expect(under.courier.deliver(made(generation, [picture]))).rejects.toMatchObject({
    problem: 'temporary',
  });
  await under.courier.deliver(made(generation, [picture]));
  expect(chat.botMessages()).toHaveLength(1);
  expect(under.uncertain).toEqual([]);
});

test.each([
  ['answer', 'sendPhoto', [picture]],
  ['album', 'sendMediaGroup', [picture, picture]],
] as const)('a lost confirmation of a new message (%s) is counted', async (step, method, pictures) => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  under.telegram.fail({ kind: 'drop-after', on: method });
  await expect(
    under.courier.deliver(made(generationFor({ chatId: chat.id }), pictures)),
  ).rejects.toMatchObject({ problem: 'temporary' });
  expect(under.uncertain).toEqual([step]);
  expect(chat.botMessages()).toHaveLength(pictures.length);
});

test('a lost confirmation of a first answer is counted', async () => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  under.telegram.fail({ kind: 'drop-after', on: 'sendMessage' });
  await expect(under.acknowledged(generationFor({ chatId: chat.id }))).rejects.toMatchObject({
    problem: 'temporary',
  });
  expect(under.uncertain).toEqual(['status']);
});

test.each([
  {
    name: 'a pause',
    fault: { kind: 'too-many-requests', retryAfterSeconds: 9 } as const,
    expected: { problem: 'temporary', retryAfterMs: 9_000 },
  },
  { name: 'a server error', fault: { kind: 'server-error' } as const, expected: { problem: 'temporary' } },
  { name: 'a cut connection', fault: { kind: 'drop-before' } as const, expected: { problem: 'temporary' } },
  { name: 'a page of a proxy', fault: { kind: 'html' } as const, expected: { problem: 'temporary' } },
  {
    name: 'a revoked token',
    fault: { kind: 'unauthorized' } as const,
    expected: { problem: 'unauthorised' },
  },
])('$name means: try again', async ({ fault, expected }) => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  under.telegram.fail({ ...fault, on: 'editMessageMedia' });

  const failed: DeliveryError = await under.courier.deliver(made(generation, [picture])).then(
    () => expect.fail('expected a failure'),
    (error: DeliveryError) => error,
  );
  expect(failed).toMatchObject(expected);
  expect(`${failed.stack} ${String(failed.cause)}`).not.toContain(under.telegram.token);
  expect(JSON.stringify(failed.cause)).not.toContain('lighthouse');
});

test('while Telegram wants quiet in a chat no call is made there', async () => {
  await using under = await startCourier();
  const { clock, courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 9, on: 'editMessageMedia' });
  await expect(courier.deliver(made(generation, [picture]))).rejects.toMatchObject({ problem: 'temporary' });

  clock.advance(4_000);
  await expect(courier.deliver(made(generation, [picture]))).rejects.toMatchObject({ retryAfterMs: 5_100 });
  expect(telegram.callsTo('editMessageMedia')).toHaveLength(1);
  clock.advance(5_100);
  telegram.advanceClock(9_100);
  await courier.deliver(made(generation, [picture]));
  expect(telegram.violations).toEqual([]);
});

test('a person who blocked the bot, a group that removed it, an account that is gone: nobody is there', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const blocking = telegram.person({ name: 'Alice', startedBot: true });
  blocking.privateChat().block();
  const gone = telegram.person({ name: 'Bob', startedBot: true });
  gone.privateChat().deactivateAccount();
  const group = telegram.group({ members: [blocking], bot: 'kicked' });

  for (const chatId of [blocking.id, gone.id, group.id, -1_009_999]) {
    await expect(courier.deliver(made(generationFor({ chatId }), [picture]))).rejects.toMatchObject({
      problem: 'gone',
    });
  }
});

test('the first answer is not waited for longer than it may take', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const fault = telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 30, on: 'sendMessage' });
  const generation = generationFor({ chatId: chat.id }, { state: 'accepted' });
  await expect(courier.acknowledge({ generation, ahead: 0 })).rejects.toMatchObject({ problem: 'temporary' });
  expect(fault.met).toHaveLength(1);
});

test('a group that became a supergroup is followed, and no message of the new one is touched', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const alice = telegram.person({ name: 'Alice' });
  const group = telegram.group({ kind: 'group', members: [alice] });
  const asked = group.send(alice, '/imagine@easel_bot a lighthouse');
  const generation = await under.acknowledged(
    generationFor({ chatId: group.id, chatKind: 'group', replyToMessageId: asked.message.message_id }),
  );
  const supergroup = group.migrate();

  await courier.deliver(made(generation, [picture]));
  const result = await supergroup.waitForMessage(isPhoto, 'the picture in the new group');
  expect(supergroup.versions(result)).toHaveLength(1);
  // A number of the old group means another message in the new one.
  expect(telegram.callsTo('editMessageMedia').map(({ parameters }) => parameters.chat_id)).toEqual([
    group.id,
  ]);
  expect(telegram.callsTo('sendPhoto').at(-1)?.parameters.reply_parameters).toBeUndefined();

  await courier.deliver({
    generation: { ...generation, state: 'expired' },
    pictures: [],
    isOwed: async () => true,
  });
  await supergroup.waitForMessage(({ text }) => text?.includes('Nothing was charged') === true, 'the words');
  expect(telegram.violations).toEqual([]);
});

test('an album that arrived is not sent again when only its details fail', async () => {
  await using under = await startCourier();
  const { clock, courier, log, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  telegram.fail({ kind: 'server-error', on: 'editMessageText', times: 3 });

  const delivering = courier.deliver(made(generation, [picture, picture]));
  await clock.waitedFor(1_000);
  clock.advance(1_000);
  await clock.waitedFor(2_000);
  clock.advance(2_000);
  await delivering;

  expect(telegram.callsTo('sendMediaGroup')).toHaveLength(1);
  expect(telegram.callsTo('editMessageText')).toHaveLength(3);
  expect(log.of('warn')).toEqual(['the details of an album did not arrive']);
});

test('the details of an album arrive at the second try', async () => {
  await using under = await startCourier();
  const { clock, courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  telegram.fail({ kind: 'server-error', on: 'editMessageText' });
  const delivering = courier.deliver(made(generation, [picture, picture]));
  await clock.waitedFor(1_000);
  clock.advance(1_000);
  await delivering;
  expect(chat.botMessages()[0]?.text).toContain('seeds');
});

test('each album shows which details are its own', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const first = await under.acknowledged(generationFor({ chatId: chat.id }));
  const id = '1c5c9f4e-8d6f-4a51-9c43-2d0a5d0f6b11';
  const second = await under.acknowledged(generationFor({ chatId: chat.id }, { id }));
  for (const generation of [second, first]) await courier.deliver(made(generation, [picture, picture]));
  const details = [second, first].map(({ address }) => parseTelegramAddress(address).statusMessageId);
  const [one, two] = details;
  const repliedTo = chat
    .botMessages()
    .filter(isPhoto)
    .map((message) => message.reply_to_message?.message_id);
  expect(repliedTo).toEqual([one, one, two, two]);
  expect(new Set(details).size).toBe(2);
  expect(telegram.violations).toEqual([]);
});

test('progress is edited in only when it says something new, and never after the answer', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  courier.progress({ generation: { ...generation, state: 'waiting' }, ahead: 2 });
  courier.progress({ generation, ahead: undefined });
  await chat.waitForMessage(({ text }) => text?.includes('Painting') === true, 'the progress');
  courier.progress({ generation, ahead: undefined });
  // Another message that is paced alike: when its turn has come, that of the first one has been.
  const bob = telegram.person({ name: 'Bob', startedBot: true }).privateChat();
  const id = '1c5c9f4e-8d6f-4a51-9c43-2d0a5d0f6b11';
  const other = await under.acknowledged(generationFor({ chatId: bob.id }, { id }));
  courier.progress({ generation: other, ahead: undefined });
  await bob.waitForMessage(({ text }) => text?.includes('Painting') === true, 'the progress of the other');
  await courier.deliver(made(generation, [picture]));
  courier.progress({ generation: { ...generation, state: 'made' }, ahead: undefined });
  await roundTrips(telegram);

  const edits = telegram.callsTo('editMessageText').map(({ parameters }) => parameters.chat_id);
  expect(edits).toEqual([chat.id, bob.id]);
  expect(chat.events().at(-1)).toMatchObject({ kind: 'edited' });
  expect(telegram.violations).toEqual([]);
});

test('progress that is past when its turn comes is not edited in', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const waiting = { generation: { ...generation, state: 'waiting' as const }, ahead: 2 };
  const asked = Promise.withResolvers<void>();
  const isCurrent = async () => {
    asked.resolve();
    return false;
  };
  courier.progress({ ...waiting, isCurrent });
  await asked.promise;
  courier.progress({ generation, ahead: undefined });
  await chat.waitForMessage(({ text }) => text?.includes('Painting') === true, 'the progress');
  expect(telegram.callsTo('editMessageText')).toHaveLength(1);
});

test('the chat action is kept alive while something runs, once per chat, and ends with the answer', async () => {
  await using under = await startCourier();
  const { clock, courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const first = await under.acknowledged(generationFor({ chatId: chat.id }));
  const second = await under.acknowledged(
    generationFor({ chatId: chat.id }, { id: '1c5c9f4e-8d6f-4a51-9c43-2d0a5d0f6b11' }),
  );
  const actions = () => telegram.callsTo('sendChatAction').length;

  courier.progress({ generation: first, ahead: undefined });
  courier.progress({ generation: second, ahead: undefined });
  await clock.waitedFor(4_000);
  expect(actions()).toBe(1);
  clock.advance(4_000);
  await telegram.waitFor(() => (actions() === 2 ? true : undefined), 'the action again');

  await courier.deliver(made(first, [picture]));
  await clock.waitedFor(4_000);
  clock.advance(4_000);
  await telegram.waitFor(() => (actions() === 3 ? true : undefined), 'the action for the other one');

  await courier.deliver(made(second, [picture]));
  clock.advance(60_000);
  await nextTurn();
  expect(actions()).toBe(3);
  expect(chat.events().at(-1)?.kind).toBe('edited');
});

test('an action that is on its way holds the answer until it has arrived', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const held = telegram.fail({ kind: 'hold', on: 'sendChatAction' });
  courier.progress({ generation, ahead: undefined });
  await telegram.waitFor(() => held.met[0], 'the action to be on its way');
  const delivering = courier.deliver(made(generation, [picture]));
  await roundTrips(telegram);
  expect(telegram.callsTo('editMessageMedia')).toEqual([]);
  held.release();
  await delivering;
  expect(chat.events().at(-1)?.kind).toBe('edited');
});

test('stopping ends every action', async () => {
  await using under = await startCourier();
  const { clock, courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  courier.progress({ generation, ahead: undefined });
  await clock.waitedFor(4_000);
  courier.stop();
  clock.advance(60_000);
  await nextTurn();
  expect(telegram.callsTo('sendChatAction')).toHaveLength(1);
});

test('an address of another platform is not taken for one of ours', async () => {
  await using under = await startCourier();
  const generation = generationFor({ chatId: 1 });
  const foreign = { ...generation, address: { platform: 'discord', isDurable: false } };
  await expect(under.courier.deliver(made(foreign, [picture]))).rejects.toThrow();
});

test('progress that comes after the answer is not shown', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  await courier.deliver({
    generation: { ...generation, state: 'cancelled', costMicros: 0 },
    pictures: [],
    isOwed: async () => true,
  });
  courier.progress({ generation, ahead: undefined });
  await roundTrips(telegram);
  expect(telegram.callsTo('sendChatAction')).toEqual([]);
  expect(chat.botMessages()[0]?.text).toContain('Cancelled');
});

test('a picture of more than 10 MB comes as a file', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const large = Buffer.concat([picture, Buffer.alloc(10 * 1024 * 1024)]);
  await courier.deliver(made(generation, [large]));
  const result = await chat.waitForMessage(({ document }) => document !== undefined, 'the file');
  expect(chat.picture(result).equals(large)).toBe(true);
  expect(telegram.callsTo('editMessageMedia')).toHaveLength(1);

  const second = await under.acknowledged(
    generationFor({ chatId: chat.id }, { id: '2c5c9f4e-8d6f-4a51-9c43-2d0a5d0f6b11' }),
  );
  await courier.deliver(made(second, [large, picture]));
  expect(chat.botMessages().filter(({ document }) => document !== undefined)).toHaveLength(3);
  expect(telegram.violations).toEqual([]);
});

test('a pause for the action is no pause for the answer', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  telegram.fail({ kind: 'too-many-requests', retryAfterSeconds: 30, on: 'sendChatAction' });
  courier.progress({ generation, ahead: undefined });
  await telegram.waitForCall(({ status }) => status === 429, 'the refused action');
  await courier.deliver(made(generation, [picture]));
  expect(chat.botMessages().map(isPhoto)).toEqual([true]);
  expect(telegram.violations).toEqual([]);
});

test('an address in a prompt is not unfolded into a preview', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  await courier.deliver({
    generation: { ...generation, state: 'expired' },
    pictures: [],
    isOwed: async () => true,
  });
  const previews = [...telegram.callsTo('sendMessage'), ...telegram.callsTo('editMessageText')].map(
    ({ parameters }) => parameters.link_preview_options,
  );
  expect(previews).toEqual([{ is_disabled: true }, { is_disabled: true }]);
});

test('the same words with other buttons are an edit, the same buttons too are none', async () => {
  let label = 'Cancel';
  await using under = await startCourier({
    status: () => [{ text: 'Painting', style: 'plain' }],
    buttons: () => [[{ id: 'e1:cancel', label, look: 'plain' }]],
  });
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  under.courier.progress({ generation, ahead: undefined });
  await under.telegram.waitForCall('sendChatAction', 'the first progress');
  label = 'Stop';
  under.courier.progress({ generation, ahead: undefined });
  const status = await chat.waitForMessage(
    (message) => JSON.stringify(message).includes('Stop'),
    'the other button',
  );
  expect(under.telegram.callsTo('editMessageText')).toHaveLength(1);
  expect(chat.botMessages()).toEqual([status]);
});
