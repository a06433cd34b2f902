import { expect, test } from 'vitest';
import type { PickedFile } from '../../fakes/discord/control/command-options.ts';
import type { ShownModal } from '../../fakes/discord/control/interaction-handle.ts';
import type { Place } from '../../fakes/discord/control/person.ts';
import type { Component } from '../../fakes/discord/entities.ts';
import type { Message } from '../../fakes/discord/message.ts';
import { made } from './support/accepting-core.ts';
import { startBot } from './support/bot-under-test.ts';
import { smallPicture } from './support/paint.ts';

const edit = 'Edit with a prompt';
const fromAvatar = 'Paint from avatar';
const bytes = Buffer.from('stands for a picture');

function picture(filename: string): PickedFile {
  return { filename, bytes, contentType: 'image/png' };
}

function pictures(count: number): readonly PickedFile[] {
  return Array.from({ length: count }, (_, index) => picture(`${index}.png`));
}

function inputsOf({ modal }: ShownModal): readonly (Component | undefined)[] {
  return modal.components.map(({ component }) => component);
}

function fileNames(references: readonly unknown[] | undefined): readonly string[] {
  return (references ?? []).map((reference) => {
    expect(reference).toMatchObject({ kind: 'attachment', platform: 'discord' });
    const { handle } = reference as { handle: string };
    return new URL(handle).pathname.split('/').at(-1) ?? '';
  });
}

test('the pictures of a message become the references of what its form asks for', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const [ada, eve] = [discord.person({ name: 'Ada', locale: 'en-GB' }), discord.person({ name: 'Eve' })];
  const message = eve.say({
    content: 'look!',
    files: [
      picture('one.png'),
      { filename: 'notes.txt', bytes, contentType: 'text/plain' },
      picture('two.png'),
    ],
  });
  const opened = ada.useMessageCommand({ command: edit, message });
  const form = await opened.modal();
  expect(form.modal.title).toBe(edit);
  expect(form.modal.custom_id.length).toBeLessThanOrEqual(100);
  expect(form.modal.components[0]).toMatchObject({ description: 'This costs about $0.039.' });
  expect(inputsOf(form)).toMatchObject([
    { type: 4, custom_id: 'prompt', style: 2, required: true, min_length: 2, max_length: 3_000 },
    { type: 19, custom_id: 'pictures', required: false, min_values: 0, max_values: 4 },
    { type: 23, custom_id: 'private', default: false },
  ]);

  const submitted = ada.submitModal(form, { prompt: 'with a hat' });
  expect((await submitted.acknowledged()).kind).toBe('message');
  const generation = await core.acknowledged();
  expect(generation.address.messageId).toBe(submitted.message()?.id);
  expect(core.requests).toMatchObject([
    {
      sourceKey: `discord:interaction:${submitted.id}`,
      personId: `discord:${ada.id}`,
      placeId: `discord:${discord.home.id}`,
      language: 'en-GB',
      isPrivate: false,
      address: { platform: 'discord', botIsMember: true, isEphemeral: false },
      wish: { prompt: 'with a hat' },
    },
  ]);
  expect(fileNames(core.requests[0]?.wish.references)).toEqual(['one.png', 'two.png']);
  expect(submitted.message()?.ephemeral).toBe(false);
  expect(discord.violations).toEqual([]);
});

test('uploaded pictures come after those of the message, in the order of the person', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const form = await ada
    .useMessageCommand({ command: edit, message: ada.say({ files: [picture('first.png')] }) })
    .modal();
  const uploads = ['second.png', 'third.heic', 'fourth.webp'].map((name) => ({ filename: name, bytes }));
  ada.submitModal(form, { prompt: 'all together', pictures: uploads, private: true });
  const generation = await core.acknowledged();
  expect(generation.isPrivate).toBe(true);
  expect(fileNames(core.requests[0]?.wish.references)).toEqual([
    'first.png',
    'second.png',
    'third.heic',
    'fourth.webp',
  ]);
  expect(discord.violations).toEqual([]);
});

test('what the bot painted itself can be edited, too; what was private is proposed to stay so', async () => {
  await using easel = await startBot();
  const { core, courier, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  for (const isPrivate of [false, true]) {
    const imagine = ada.slash({ command: 'imagine', options: { prompt: 'a fox', private: isPrivate } });
    const generation = await core.acknowledged(core.requests.length);
    await courier.deliver(made(generation, [await smallPicture('#111'), await smallPicture('#222')]));
    const form = await ada
      .useMessageCommand({ command: edit, message: messageOf(imagine.message()) })
      .modal();
    expect(inputsOf(form)).toContainEqual(expect.objectContaining({ type: 23, default: isPrivate }));
    ada.submitModal(form, { prompt: 'with a hat', private: isPrivate });
    const edited = await core.acknowledged(core.requests.length);
    expect(edited.isPrivate).toBe(isPrivate);
    expect(fileNames(core.requests.at(-1)?.wish.references)).toEqual(['a-fox-1.jpg', 'a-fox-2.jpg']);
  }
  expect(discord.violations).toEqual([]);
});

test('it works where the bot is no member, for someone who installed the app', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada', installedApp: true });
  const eve = discord.person({ name: 'Eve' });
  const elsewhere = discord.guild({ name: 'elsewhere', hasBot: false });
  for (const place of [elsewhere.general, discord.group([ada, eve])]) {
    const message = eve.say({ files: pictures(2), in: place });
    const form = await ada.useMessageCommand({ command: edit, message }).modal();
    ada.submitModal(form, { prompt: 'with a hat', pictures: [picture('own.png')] });
    const { address, wish } = await core.acknowledged(core.requests.length);
    expect(address).toMatchObject({ botIsMember: false, channelId: place.id });
    expect(fileNames(wish.references)).toEqual(['0.png', '1.png', 'own.png']);
  }
  expect(discord.violations).toEqual([]);
});

test('an avatar becomes the reference: the one for this server before the own one', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada', installedApp: true });
  const eve = discord.person({ name: 'Eve' });
  const handles: string[] = [];
  const paint = async (place?: Place) => {
    const opened = ada.useUserCommand({ command: fromAvatar, target: eve, ...(place ? { in: place } : {}) });
    const form = await opened.modal();
    expect(form.modal.title).toBe(fromAvatar);
    ada.submitModal(form, { prompt: 'as a knight' });
    await core.acknowledged(core.requests.length);
    const [reference] = core.requests.at(-1)?.wish.references ?? [];
    if (reference?.kind !== 'attachment') throw new Error('Expected an attachment');
    handles.push(reference.handle);
  };
  await paint();
  eve.setAvatar(Buffer.from('own'));
  await paint();
  eve.setAvatar(Buffer.from('for the server'), { guild: discord.home });
  await paint();
  // Where the bot is no member the library hands over members as they came.
  const elsewhere = discord.guild({ name: 'elsewhere', hasBot: false });
  eve.setAvatar(Buffer.from('for elsewhere'), { guild: elsewhere });
  await paint(elsewhere.general);
  await paint('direct');

  const { avatar, serverAvatars } = eve.user;
  expect(handles.map((handle) => handle.slice(discord.cdnUrl.length))).toEqual([
    expect.stringMatching(/^\/embed\/avatars\/\d\.png$/),
    `/avatars/${eve.id}/${avatar}.png?size=1024`,
    `/guilds/${discord.home.id}/users/${eve.id}/avatars/${serverAvatars.get(discord.home.id)}.png?size=1024`,
    `/guilds/${elsewhere.id}/users/${eve.id}/avatars/${serverAvatars.get(elsewhere.id)}.png?size=1024`,
    `/avatars/${eve.id}/${avatar}.png?size=1024`,
  ]);
  expect(discord.violations).toEqual([]);
});

test('a message without pictures gets a clear answer for the person alone', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Анна', locale: 'ru' });
  const message = ada.say({
    content: 'words',
    files: [{ filename: 'a.pdf', bytes, contentType: 'application/pdf' }],
  });
  const opened = ada.useMessageCommand({ command: edit, message });
  await opened.acknowledged();
  expect(opened.message()?.text).toContain('В этом сообщении нет картинок');
  expect(opened.message()?.ephemeral).toBe(true);
  expect(core.requests).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('the form asks for no more pictures than the model takes, and is not opened for too many', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const open = (count: number) =>
    ada.useMessageCommand({ command: edit, message: ada.say({ files: pictures(count) }) });
  expect(inputsOf(await open(7).modal())[1]).toMatchObject({ type: 19, max_values: 1 });
  const full = await open(8).modal();
  expect(inputsOf(full).map((input) => input?.type)).toEqual([4, 23]);
  ada.submitModal(full, { prompt: 'all of them' });
  await core.acknowledged();
  expect(core.requests[0]?.wish.references).toHaveLength(8);

  const refused = open(9);
  await refused.acknowledged();
  expect(refused.message()?.text).toContain('takes up to 8 pictures to work from, and you gave 9');
  expect(refused.message()?.ephemeral).toBe(true);
  expect(discord.violations).toEqual([]);
});

test('where nothing could be posted the form is not even opened', async () => {
  await using easel = await startBot();
  const { discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const message = ada.say({ files: pictures(1) });
  discord.allowBot(discord.home.general, ['ViewChannel', 'SendMessages']);
  const opened = ada.useMessageCommand({ command: edit, message });
  await opened.acknowledged();
  expect(opened.message()?.text).toContain('may not attach files');
  expect(discord.violations).toEqual([]);
});

test("the core's refusal is told in words, and the form can be sent again", async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const form = await ada
    .useMessageCommand({ command: edit, message: ada.say({ files: pictures(1) }) })
    .modal();
  core.refuseWith = { reason: 'queue-full', limit: 5 };
  const refused = ada.submitModal(form, { prompt: 'with a hat' });
  await refused.acknowledged();
  expect(refused.message()?.text).toContain('5 requests waiting');
  expect(refused.message()?.ephemeral).toBe(true);
  core.refuseWith = undefined;
  ada.submitModal(form, { prompt: 'with a hat' });
  await core.acknowledged();
  expect(fileNames(core.requests.at(-1)?.wish.references)).toEqual(['0.png']);
  expect(discord.violations).toEqual([]);
});

test("nobody can send another person's form, nor one that was open for too long", async () => {
  let nowMs = Date.now();
  await using easel = await startBot({ discord: { now: () => nowMs } });
  const { core, discord } = easel;
  const [ada, eve] = [discord.person({ name: 'Ada' }), discord.person({ name: 'Eve' })];
  const message = ada.say({ files: pictures(1) });
  const form = await ada.useMessageCommand({ command: edit, message }).modal();
  const { openedBy } = await eve.useMessageCommand({ command: edit, message }).modal();
  const stolen = eve.submitModal({ modal: form.modal, openedBy }, { prompt: 'mine now' });
  await stolen.acknowledged();
  expect(stolen.message()?.text).toContain('no longer have its pictures');

  nowMs += 6 * 3_600_000;
  const late = ada.submitModal(form, { prompt: 'at last' });
  await late.acknowledged();
  expect(late.message()?.text).toContain('no longer have its pictures');
  expect(late.message()?.ephemeral).toBe(true);
  expect(core.requests).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('a form of nobody knows what gets an answer', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const { modal, openedBy } = await ada
    .useMessageCommand({ command: edit, message: ada.say({ files: pictures(1) }) })
    .modal();
  for (const custom_id of ['something else', 'form:', 'form:unknown']) {
    const submitted = ada.submitModal({ modal: { ...modal, custom_id }, openedBy }, { prompt: 'a fox' });
    await submitted.acknowledged();
    expect(submitted.message()?.text, custom_id).toMatch(/do not know that command|no longer have/);
  }
  expect(core.requests).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test.for(['before', 'after'] as const)(
  'a form is opened once, although the connection broke %s Discord had the answer',
  async (when) => {
    await using easel = await startBot();
    const { bot, core, discord, log } = easel;
    const ada = discord.person({ name: 'Ada' });
    const message = ada.say({ files: pictures(1) });
    discord.faults.add({ method: 'POST', path: /callback$/, effect: { kind: 'reset', when } });
    const form = await ada.useMessageCommand({ command: edit, message }).modal();
    await discord.waitForRequest(
      ({ path, status }) => path.endsWith('callback') && status !== undefined,
      'a second attempt',
    );
    ada.submitModal(form, { prompt: 'with a hat' });
    await core.acknowledged();
    expect(core.requests).toHaveLength(1);
    expect(discord.messagesIn(discord.home.general)).toHaveLength(2);
    await bot.stop();
    expect(log.entries.filter(({ level }) => level === 'error')).toEqual([]);
    expect(discord.violations).toEqual([]);
  },
);

test('the form speaks the language of its person', async () => {
  await using easel = await startBot();
  const { discord } = easel;
  const anna = discord.person({ name: 'Анна', locale: 'ru' });
  const form = await anna
    .useMessageCommand({ command: edit, message: anna.say({ files: pictures(1) }) })
    .modal();
  expect(form.modal.title).toBe('Изменить по описанию');
  for (const { label } of form.modal.components) expect(label).toMatch(/^[А-Я]/);
});

const pdf = { filename: 'paper.pdf', bytes, contentType: 'application/pdf' };
const huge = { filename: 'huge.png', bytes: Buffer.alloc(20_000_001), contentType: 'image/png' };

test('files that can be no references are refused by name before anything is accepted', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const slash = ada.slash({
    command: 'imagine',
    options: { prompt: 'a fox', image: pdf, image2: picture('fine.png'), image3: huge },
  });
  await slash.acknowledged();
  expect(slash.message()?.text).toMatch(/nothing was charged/);
  expect(slash.message()?.text).toMatch(/`paper\.pdf` is not a picture/);
  expect(slash.message()?.text).toMatch(/`huge\.png` is larger than 20 MB/);
  expect(slash.message()?.text).not.toContain('fine');
  expect(slash.message()?.ephemeral).toBe(true);

  const opened = ada.useMessageCommand({ command: edit, message: ada.say({ files: [huge] }) });
  await opened.acknowledged();
  expect(opened.message()?.text).toMatch(/`huge\.png` is larger than 20 MB/);

  const form = await ada
    .useMessageCommand({ command: edit, message: ada.say({ files: pictures(1) }) })
    .modal();
  const submitted = ada.submitModal(form, { prompt: 'a fox', pictures: [pdf] });
  await submitted.acknowledged();
  expect(submitted.message()?.text).toMatch(/`paper\.pdf` is not a picture/);
  expect(core.requests).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('files of a type that nobody knows are left for the core to read', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const unnamed = { filename: 'upload', bytes };
  const octets = { filename: 'upload.bin', bytes, contentType: 'application/octet-stream' };
  ada.slash({ command: 'imagine', options: { prompt: 'a fox', image: unnamed, image2: octets } });
  await core.acknowledged();
  expect(fileNames(core.requests[0]?.wish.references)).toEqual(['upload', 'upload.bin']);
  expect(discord.violations).toEqual([]);
});

test('/help tells of the menus, in the words that Discord shows', async () => {
  await using easel = await startBot();
  const { discord } = easel;
  const help = discord.person({ name: 'Ada' }).slash({ command: 'help' });
  await help.acknowledged();
  expect(help.message()?.text).toContain(`**${edit}**`);
  expect(help.message()?.text).toContain(`**${fromAvatar}**`);
});

function messageOf(message: Message | undefined): Message {
  if (message === undefined) throw new Error('Expected an answer');
  return message;
}

test.each([
  ['nothing in it', []],
  [
    'something else in the place of the words',
    [{ type: 18, id: 1, component: { type: 23, id: 2, custom_id: 'prompt', value: true } }],
  ],
])('a form of another release, with %s, is answered and begins nothing', async (_, components) => {
  await using easel = await startBot();
  const { core, discord, log } = easel;
  const ada = discord.person({ name: 'Ada' });
  const message = ada.say({ content: 'look!', files: [picture('one.png')] });
  const { modal } = await ada.useMessageCommand({ command: edit, message }).modal();
  const sent = ada.forge({ type: 5, data: { custom_id: modal.custom_id, components } });
  await sent.acknowledged();
  expect(sent.message()?.ephemeral).toBe(true);
  expect(sent.message()?.text).not.toContain('went wrong');
  expect(core.requests).toEqual([]);
  expect(log.entries.filter(({ level }) => level === 'error')).toEqual([]);
  expect(discord.violations).toEqual([]);
});
