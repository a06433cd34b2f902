import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Button } from '../../../src/commands/button.ts';
import type { Reply } from '../../../src/commands/reply.ts';
import type { DeliverablePicture } from '../../../src/core/courier.ts';
import { PictureMissing } from '../../../src/core/pictures/picture-store.ts';
import type { InteractionHandle } from '../../fakes/discord/control/interaction-handle.ts';
import type { Message } from '../../fakes/discord/message.ts';
import { noisePicture, smallPicture } from './support/paint.ts';
import { startShowingBot } from './support/showing-bot.ts';

const mebibyte = 1024 * 1024;

function plain(text: string) {
  return [{ text, style: 'plain' }] as const;
}

function button(label: string, look: Button['look'] = 'plain'): Button {
  return { id: `e1:${label}`, label, look };
}

function picture(bytes: Uint8Array, position = 0): DeliverablePicture {
  return {
    key: `0b9f4c1e/result-${position}`,
    generationId: '0b9f4c1e-7a52-4f0e-9d1b-3c2a1f6e8d70',
    role: 'result',
    position,
    mediaType: 'image/jpeg',
    width: 64,
    height: 64,
    byteLength: bytes.byteLength,
    seed: undefined,
    costMicros: undefined,
    vendorId: undefined,
    read: async () => bytes,
  };
}

async function page(
  text: string,
  colors: readonly string[] = [],
): Promise<Reply & { readonly kind: 'page' }> {
  const pictures = await Promise.all(
    colors.map(async (color, index) => picture((await smallPicture(color)).bytes, index)),
  );
  const altTexts = colors.map((color) => `a picture in ${color}`);
  const buttons = [[button('back'), button('on', 'main'), button('away', 'danger')]];
  return { kind: 'page', page: { text: plain(text), pictures, altTexts, buttons } };
}

/** Originals of these sizes, of bytes that nothing makes smaller. */
function files(sizes: readonly number[]): Reply & { readonly kind: 'files' } {
  const pictures = sizes.map((size, index) => picture(randomBytes(size), index));
  return { kind: 'files', text: plain('here'), pictures, altTexts: sizes.map((size) => `of ${size}`) };
}

/** The same, but the file of the picture in this place is lost. */
function losing<Kind extends Reply & { readonly kind: 'page' | 'files' }>(
  reply: Kind,
  position: number,
): Kind {
  const lose = (one: DeliverablePicture): DeliverablePicture =>
    one.position === position ? { ...one, read: () => Promise.reject(new PictureMissing(one.key)) } : one;
  return reply.kind === 'page'
    ? { ...reply, page: { ...reply.page, pictures: reply.page.pictures.map(lose) } }
    : { ...reply, pictures: reply.pictures.map(lose) };
}

const tooLarge = { kind: 'status', status: 413, code: 40005 } as const;

function messageOf(handle: InteractionHandle): Message {
  const message = handle.message();
  if (message === undefined) throw new Error('Expected a message');
  return message;
}

test('a page is for one person, and its button turns it into the next', async () => {
  await using bot = await startShowingBot();
  const { discord } = bot;
  const [ada, eve] = [discord.person({ name: 'Ada' }), discord.person({ name: 'Eve' })];
  const opened = await bot.command(ada, await page('one'));
  expect((await opened.acknowledged()).kind).toBe('message');
  const message = messageOf(opened);
  expect([ada.sees(message), eve.sees(message)]).toEqual([true, false]);
  expect(message.buttons.map(({ component }) => component)).toMatchObject([
    { label: 'back', style: 2 },
    { label: 'on', style: 1 },
    { label: 'away', style: 4 },
  ]);
  const turned = await bot.press(ada, message.button('on'), await page('two'));
  expect((await turned.acknowledged()).kind).toBe('update');
  expect(message.text).toBe('two');
  expect(discord.messagesIn(discord.home.general)).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('the pictures of a page are taken down with it, and each one is told in words', async () => {
  await using bot = await startShowingBot();
  const ada = bot.discord.person({ name: 'Ada' });
  const opened = await bot.command(ada, await page('one', ['red', 'blue']));
  expect((await opened.acknowledged()).kind).toBe('deferred-message');
  const message = messageOf(opened);
  expect(message.ephemeral).toBe(true);
  const turned = await bot.press(ada, message.button('on'), await page('two', ['green']));
  expect((await turned.acknowledged()).kind).toBe('deferred-update');
  expect(message.attachments.map(({ description }) => description)).toEqual(['a picture in green']);
  expect(message.visibleAttachments).toHaveLength(1);
  await bot.press(ada, message.button('on'), await page('three'));
  expect([message.text, message.attachments]).toEqual(['three', []]);
  expect(bot.discord.violations).toEqual([]);
});

test('a message that others see becomes nobody’s page', async () => {
  await using bot = await startShowingBot();
  const { discord } = bot;
  const ada = discord.person({ name: 'Ada' });
  const opened = await bot.command(ada, await page('one', ['red']));
  const message = messageOf(opened);
  message.flags &= ~64;
  const pressed = await bot.press(ada, message.button('on'), await page('two', ['blue']));
  expect(message.text).toBe('one');
  expect(messageOf(pressed)).toMatchObject({ text: 'two', ephemeral: true });
  expect(discord.violations).toEqual([]);
});

test.for([[[]], [['red']]] as const)(
  'a page that was dismissed while its button was pressed comes anew, with the pictures %j',
  async ([colors]) => {
    await using bot = await startShowingBot();
    const { discord } = bot;
    const ada = discord.person({ name: 'Ada' });
    const message = messageOf(await bot.command(ada, await page('one')));
    const hold = discord.faults.add({ path: /callback$/, effect: { kind: 'hold' } });
    const pressing = bot.press(ada, message.button('on'), await page('two', colors));
    await hold.happened();
    ada.remove(message);
    hold.release();
    expect(messageOf(await pressing)).toMatchObject({ text: 'two', ephemeral: true });
    expect(discord.violations).toEqual([]);
  },
);

test('where files may not be attached, a page comes without its pictures and says so', async () => {
  await using bot = await startShowingBot();
  const { discord } = bot;
  discord.allowBot(discord.home.general, ['ViewChannel']);
  const opened = await bot.command(discord.person({ name: 'Ada' }), await page('one', ['red']));
  expect(messageOf(opened).attachments).toEqual([]);
  expect(messageOf(opened).text).toContain('the pictures are missing');
});

test('a page shows the pictures that are there, each with its own words, and says how many are not', async () => {
  await using bot = await startShowingBot();
  const ada = bot.discord.person({ name: 'Ada' });
  const opened = await bot.command(ada, losing(await page('one', ['red', 'green', 'blue']), 1));
  const message = messageOf(opened);
  expect(message.visibleAttachments.map(({ description }) => description)).toEqual([
    'a picture in red',
    'a picture in blue',
  ]);
  expect(message.text).toMatch(/^one\n\n.*1 picture is missing/);
  await bot.press(ada, message.button('on'), losing(await page('two', ['red']), 0));
  expect(message.text).toMatch(/^two\n\n.*1 picture is missing/);
  expect(message.attachments).toEqual([]);
  expect(bot.discord.violations).toEqual([]);
});

test('a page that Discord finds too large comes smaller', async () => {
  await using bot = await startShowingBot({ actualAttachmentSizeLimitBytes: mebibyte });
  const { discord } = bot;
  const { bytes } = await noisePicture(900);
  const shown = { ...picture(bytes), mediaType: 'image/png' };
  const large = { text: plain('one'), pictures: [shown], altTexts: ['noise'], buttons: [[button('on')]] };
  const message = messageOf(
    await bot.command(discord.person({ name: 'Ada' }), { kind: 'page', page: large }),
  );
  expect(message.visibleAttachments).toHaveLength(1);
  expect(message.visibleAttachments[0]?.bytes.length).toBeLessThan(mebibyte);
  expect(message.text).toBe('one');
  expect(discord.violations).toEqual([]);
});

test('a page whose pictures are never small enough comes in words, with its buttons', async () => {
  await using bot = await startShowingBot();
  const { discord } = bot;
  const ada = discord.person({ name: 'Ada' });
  const message = messageOf(await bot.command(ada, await page('one')));
  const when = ({ body }: { body: unknown }) => JSON.stringify(body).includes('picture-1');
  discord.faults.add({ method: 'PATCH', when, times: 99, effect: tooLarge });
  await bot.press(ada, message.button('on'), await page('two', ['red']));
  expect(message.text).toMatch(/^two\n\n.*too large/);
  expect(message.attachments).toEqual([]);
  expect(message.buttons.map(({ component }) => component.label)).toEqual(['back', 'on', 'away']);
  expect(discord.violations).toEqual([]);
});

test('originals that are lost are named in words, the others come', async () => {
  await using bot = await startShowingBot();
  const { discord } = bot;
  const ada = discord.person({ name: 'Ada' });
  const asked = await bot.command(ada, losing(files([1_000, 2_000, 3_000]), 0));
  const sizes = messageOf(asked).visibleAttachments.map(({ bytes }) => bytes.length);
  expect(sizes).toEqual([2_000, 3_000]);
  expect(messageOf(asked).text).toBe('here');
  expect(asked.followUps().map(({ text }) => text)).toEqual([expect.stringMatching(/1 picture is missing/)]);
  const none = await bot.command(ada, losing(files([1_000]), 0));
  expect(messageOf(none)).toMatchObject({ ephemeral: true, attachments: [] });
  expect(messageOf(none).text).toMatch(/1 picture is missing/);
  expect(discord.violations).toEqual([]);
});

test('originals are as many messages as their size takes', async () => {
  await using bot = await startShowingBot();
  const { discord } = bot;
  const ada = discord.person({ name: 'Ada' });
  const reply = files([9, 9, 9, 1].map((size) => size * mebibyte));
  const asked = await bot.command(ada, reply);
  const messages = [messageOf(asked), ...asked.followUps()];
  expect(messages.map(({ visibleAttachments }) => visibleAttachments.length)).toEqual([2, 2]);
  expect(messages.map(({ text }) => text)).toEqual(['here', '']);
  expect(messages.every(({ ephemeral }) => ephemeral)).toBe(true);
  const sent = messages.flatMap((message) => discord.pictures(message));
  const originals = await Promise.all(reply.pictures.map(({ read }) => read()));
  expect(sent.every((bytes, index) => bytes.equals(originals[index] ?? Buffer.alloc(0)))).toBe(true);
  expect(messages[1]?.visibleAttachments[1]).toMatchObject({
    filename: '0b9f4c1e-4.jpg',
    description: `of ${mebibyte}`,
  });
  expect(discord.violations).toEqual([]);
});

test.for([
  ['announced', { attachmentSizeLimitBytes: mebibyte }],
  ['found by trying', { actualAttachmentSizeLimitBytes: mebibyte }],
] as const)(
  'an original beyond a limit that was %s is told in words, and not shrunk',
  async ([, options]) => {
    await using bot = await startShowingBot(options);
    const { discord } = bot;
    const asked = await bot.command(discord.person({ name: 'Ada' }), files([1_000, 2 * mebibyte, 2_000]));
    const messages = [messageOf(asked), ...asked.followUps()];
    const sizes = messages
      .flatMap(({ visibleAttachments }) => visibleAttachments)
      .map(({ bytes }) => bytes.length);
    expect(sizes).toEqual([1_000, 2_000]);
    expect(messages[0]?.text).toBe('here');
    expect(messages.at(-1)?.text).toMatch(/1 original file is larger/);
    expect(discord.violations).toEqual([]);
  },
);

test('when no original fits, only the words come', async () => {
  await using bot = await startShowingBot({ attachmentSizeLimitBytes: mebibyte });
  const asked = await bot.command(bot.discord.person({ name: 'Ada' }), files([2 * mebibyte, 3 * mebibyte]));
  expect(messageOf(asked).text).toMatch(/2 original files are larger than the 1 MB/);
  expect(messageOf(asked)).toMatchObject({ ephemeral: true, attachments: [] });
  expect(asked.followUps()).toEqual([]);
  expect(bot.discord.violations).toEqual([]);
});

test('a notice without a message that could say it is told all the same', async () => {
  await using bot = await startShowingBot();
  const notice: Reply = { kind: 'notice', text: plain('done'), isShownByMessage: true };
  const told = await bot.command(bot.discord.person({ name: 'Ada' }), notice);
  expect(messageOf(told)).toMatchObject({ text: 'done', ephemeral: true });
});

test('a form takes what Discord takes, however long its words are', async () => {
  await using bot = await startShowingBot();
  const form = {
    buttonId: 'e1:change:abc',
    title: plain('a title '.repeat(20)),
    prefilled: `x${'🦊'.repeat(2_000)}`,
    placeholder: plain('for example '.repeat(20)),
    length: { min: 2, max: 6_000 },
    note: plain('a note '.repeat(20)),
    roomForPictures: 0,
  };
  const opened = await bot.command(bot.discord.person({ name: 'Ada' }), { kind: 'form', form });
  const { modal } = await opened.modal();
  expect(modal).toMatchObject({
    custom_id: 'e1:change:abc',
    components: [
      {
        description: expect.stringContaining('a note'),
        component: { max_length: 4_000, value: `x${'🦊'.repeat(1_999)}` },
      },
    ],
  });
  expect(bot.discord.violations).toEqual([]);
});
