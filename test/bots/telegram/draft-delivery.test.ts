import sharp from 'sharp';
import { expect, test } from 'vitest';
import { parseTelegramAddress } from '../../../src/bots/telegram/telegram-address.ts';
import type { DeliverablePicture, Draft } from '../../../src/core/courier.ts';
import type { Generation } from '../../../src/core/generation.ts';
import { generationFor, made } from './support/addressed-generation.ts';
import { startCourier } from './support/started-courier.ts';

const picture = await sharp({ create: { width: 32, height: 24, channels: 3, background: '#336699' } })
  .jpeg()
  .toBuffer();

function draftOf(drafted: Generation, change: Partial<DeliverablePicture> = {}): Draft {
  const generation = {
    ...drafted,
    id: '7d1c2a5e-1b0f-4a56-8f0e-2f6f7a9c0d11',
    draftOf: drafted.id,
    state: 'delivered' as const,
    costMicros: 400,
  };
  const [painted] = made(generation, [picture]).pictures;
  if (painted === undefined) throw new Error('expected a picture');
  return { generation, picture: { ...painted, role: 'draft', ...change } };
}

test('an album comes in the place of its draft, which goes when the details are there', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const draft = draftOf(generation);
  courier.progress({ generation, ahead: undefined, draft });
  await chat.waitForMessage(({ photo }) => photo !== undefined, 'the draft');
  const { statusMessageId } = parseTelegramAddress(generation.address);

  telegram.fail({ kind: 'server-error', on: 'deleteMessage', times: 1 });
  const delivered = courier.deliver({ ...made(generation, [picture, picture]), draft });
  await under.clock.waitedFor(1_000);
  under.clock.advance(1_000);
  const address = parseTelegramAddress(await delivered);
  const methods = telegram.calls.map(({ method }) => method);
  expect(methods.indexOf('deleteMessage')).toBeGreaterThan(methods.lastIndexOf('sendMessage'));
  expect(chat.botMessages().map(({ message_id: id }) => id)).not.toContain(statusMessageId);
  expect(chat.botMessages()).toHaveLength(3);
  expect(address.statusMessageId).toBe(chat.botMessages().at(-1)?.message_id);
  expect(telegram.violations).toEqual([]);
});

test('a draft that nothing can delete does not bring the answer a second time', async () => {
  await using under = await startCourier();
  const { courier, telegram } = under;
  const chat = telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const draft = draftOf(generation);
  courier.progress({ generation, ahead: undefined, draft });
  await chat.waitForMessage(({ photo }) => photo !== undefined, 'the draft');
  telegram.fail({ kind: 'server-error', on: 'deleteMessage', times: 3 });
  const delivered = courier.deliver({ ...made(generation, [picture, picture]), draft });
  for (const pauseMs of [1_000, 2_000]) {
    await under.clock.waitedFor(pauseMs);
    under.clock.advance(pauseMs);
  }
  await delivered;
  expect(chat.botMessages()).toHaveLength(4);
  expect(under.log.of('warn')).toEqual(['a draft stayed beside its answer']);
});

test('an album without a draft that was shown replies to its details, as ever', async () => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  const { statusMessageId } = parseTelegramAddress(generation.address);
  const { generation: drafted } = draftOf(generation);
  const draft = { generation: { ...drafted, state: 'failed' as const }, picture: undefined };
  await under.courier.deliver({ ...made(generation, [picture, picture]), draft });
  const [details, first] = chat.botMessages();
  expect(details?.message_id).toBe(statusMessageId);
  expect(first?.reply_to_message?.message_id).toBe(statusMessageId);
  expect(under.telegram.callsTo('deleteMessage')).toEqual([]);
});

test('a draft that cannot be read leaves the words', async () => {
  await using under = await startCourier();
  const chat = under.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
  const generation = await under.acknowledged(generationFor({ chatId: chat.id }));
  let reads = 0;
  const draft = draftOf(generation, {
    read: () => {
      reads += 1;
      return Promise.reject(new Error('the file is gone'));
    },
  });
  const status = { generation, ahead: undefined, draft };
  under.courier.progress(status);
  await chat.waitForMessage(({ text }) => text?.includes('The draft by') === true, 'the words');
  under.courier.progress(status);
  await under.courier.deliver(made(generation, [picture]));
  expect(reads).toBe(1);
});
