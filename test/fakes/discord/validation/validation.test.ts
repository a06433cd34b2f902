import { DiscordAPIError, type RawFile, type REST, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InteractionHandle } from '../control/interaction-handle.ts';
import { type FakeDiscord, startFakeDiscord } from '../fake-discord.ts';
import { connect, deploy, PIXEL, restOf } from '../painting-bot.ts';

const EPHEMERAL = 1 << 6;
const V2 = 1 << 15;

let discord: FakeDiscord;
let rest: REST;

beforeEach(async () => {
  discord = await startFakeDiscord();
  rest = restOf(discord);
  await deploy(discord);
});

afterEach(async () => {
  await discord.close();
});

/** The refusal as `status code first-path first-code`, or `accepted`. */
async function verdict(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    const raw = error.rawError as { errors?: unknown };
    return [error.status, error.code, ...firstProblem(raw.errors)].join(' ');
  }
}

function firstProblem(tree: unknown, path: readonly string[] = []): string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  for (const [key, value] of Object.entries(tree)) {
    if (key === '_errors') return [path.join('.'), (value as { code: string }[])[0]?.code ?? ''];
    const found = firstProblem(value, [...path, key]);
    if (found.length > 0) return found;
  }
  return [];
}

function slash(): InteractionHandle {
  return discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
}

function answer(handle: InteractionHandle, body: unknown, files: RawFile[] = []): Promise<unknown> {
  return rest.post(Routes.interactionCallback(handle.id, handle.token), { body, files, auth: false });
}

function edit(handle: InteractionHandle, body: unknown, files: RawFile[] = []): Promise<unknown> {
  const route = Routes.webhookMessage(discord.applicationId, handle.token);
  return rest.patch(route, { body, files, auth: false });
}

const file = (name = 'a.png', data = PIXEL): RawFile => ({ name, data });
const button = (extra: object) => ({ type: 2, style: 1, custom_id: 'x', label: 'x', ...extra });
const row = (...components: object[]) => ({ type: 1, components });
const gallery = (...urls: string[]) => ({ type: 12, items: urls.map((url) => ({ media: { url } })) });
const text = (content: string) => ({ type: 10, content });
const fill = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

const REPLIES: [name: string, data: object, files: RawFile[], expected: string][] = [
  ['words', { content: 'hi' }, [], 'accepted'],
  ['nothing', {}, [], '400 50006'],
  ['too many words', { content: 'x'.repeat(2001) }, [], '400 50035 data.content BASE_TYPE_TOO_BIG'],
  ['a wrong flag', { content: 'hi', flags: 1 << 7 }, [], '400 50035 data.flags MESSAGE_FLAGS_INVALID'],
  ['a file', { attachments: [{ id: '0', description: 'a' }] }, [file()], 'accepted'],
  [
    'a listed file that is missing',
    { content: 'a', attachments: [{ id: '1' }] },
    [],
    '400 50035 data.attachments.0.id ATTACHMENT_NOT_FOUND',
  ],
  [
    'a file that is not listed',
    { attachments: [{ id: '0' }] },
    [file(), file('b.png')],
    '400 50035 data.attachments ATTACHMENT_NOT_LISTED',
  ],
  [
    'eleven files',
    {},
    fill(11, (index) => file(`${index}.png`)),
    '400 50035 data.files[10] FORM_FIELD_UNKNOWN',
  ],
  ['an empty file', {}, [file('a.png', Buffer.alloc(0))], '400 50035 data.files[0] FILE_EMPTY'],
  [
    'an embed that shows its file',
    { embeds: [{ image: { url: 'attachment://a.png' } }] },
    [file()],
    'accepted',
  ],
  [
    'an embed without its file',
    { embeds: [{ image: { url: 'attachment://b.png' } }] },
    [file()],
    '400 50035 data.embeds UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
  ],
  [
    'an embed of a film',
    { embeds: [{ image: { url: 'attachment://a.avif' } }] },
    [file('a.avif')],
    '400 50035 data.embeds EMBED_ATTACHMENT_TYPE',
  ],
  [
    'embeds that are too long together',
    { embeds: fill(2, () => ({ description: 'x'.repeat(3001) })) },
    [],
    '400 50035 data.embeds MAX_EMBED_SIZE_EXCEEDED',
  ],
  [
    'mentions both ways',
    { content: 'a', allowed_mentions: { parse: ['users'], users: ['123456789012345678'] } },
    [],
    '400 50035 data.allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
  ],
  ['a button', { components: [row(button({}))] }, [], 'accepted'],
  [
    'a button twice',
    { components: [row(button({}), button({}))] },
    [],
    '400 50035 data.components.0.components.1.custom_id COMPONENT_CUSTOM_ID_DUPLICATED',
  ],
  [
    'a button without a face',
    { components: [row(button({ label: undefined }))] },
    [],
    '400 50035 data.components.0.components.0.label BASE_TYPE_REQUIRED',
  ],
  [
    'a link with an id',
    { components: [row(button({ style: 5, url: 'https://example.com' }))] },
    [],
    '400 50035 data.components.0.components.0.custom_id BUTTON_COMPONENT_FIELD_FORBIDDEN',
  ],
  [
    'six rows',
    { components: fill(6, (index) => row(button({ custom_id: `${index}` }))) },
    [],
    '400 50035 data.components BASE_TYPE_BAD_LENGTH',
  ],
  [
    'a gallery without the flag',
    { components: [gallery('attachment://a.png')] },
    [file()],
    '400 50035 data.components.0.type UNION_TYPE_CHOICES',
  ],
  ['a gallery', { flags: V2, components: [gallery('attachment://a.png')] }, [file()], 'accepted'],
  [
    'a gallery with content',
    { flags: V2, content: 'a', components: [gallery('attachment://a.png')] },
    [file()],
    '400 50035 data.content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
  ],
  [
    'a gallery of missing files',
    { flags: V2, components: [gallery('attachment://b.png')] },
    [file()],
    '400 50035 data.components UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
  ],
  [
    'eleven pictures',
    { flags: V2, components: [gallery(...fill(11, () => 'https://example.com/a.png'))] },
    [],
    '400 50035 data.components.0.items BASE_TYPE_TOO_BIG',
  ],
  [
    '41 components',
    { flags: V2, components: fill(9, (r) => row(...fill(5, (b) => button({ custom_id: `${r}-${b}` })))) },
    [],
    '400 50035 data.components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
  ],
  [
    'too much text',
    { flags: V2, components: fill(2, () => text('x'.repeat(2001))) },
    [],
    '400 50035 data.components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
  ],
  ['a big file', {}, [file('a.png', Buffer.alloc(10 * 1024 * 1024 + 1))], '413 40005'],
  ['a big request', {}, fill(3, (index) => file(`${index}.png`, Buffer.alloc(9 * 1024 * 1024))), '413 40005'],
];

describe('the first answer', () => {
  test.each(REPLIES)('%s', async (_name, data, files, expected) => {
    expect(await verdict(answer(slash(), { type: 4, data }, files))).toBe(expected);
    expect(discord.violations).toHaveLength(expected === 'accepted' ? 0 : 1);
  });

  test.each<[string, object, string]>([
    [
      'a deferred answer with a flag it cannot have',
      { type: 5, data: { flags: V2 } },
      '400 50035 data.flags MESSAGE_FLAGS_INVALID',
    ],
    [
      'an update of no message',
      { type: 7, data: { content: 'a' } },
      '400 50035 type INTERACTION_TYPE_INVALID',
    ],
    ['choices for a command', { type: 8, data: { choices: [] } }, '400 50035 type INTERACTION_TYPE_INVALID'],
    [
      'a form with six rows',
      { type: 9, data: { custom_id: 'a', title: 'a', components: fill(6, () => text('a')) } },
      '400 50035 data.components BASE_TYPE_BAD_LENGTH',
    ],
  ])('%s', async (_name, body, expected) => {
    expect(await verdict(answer(slash(), body))).toBe(expected);
  });

  test('what the platform accepts but nobody means is still a violation', async () => {
    await answer(slash(), { type: 4, data: { content: 'a', contents: 'b' } });
    await answer(slash(), { type: 4, data: { flags: V2, components: [text('a')] } }, [file('lost.png')]);
    expect(discord.violations).toEqual([
      expect.stringContaining('keys the platform does not know: data.contents'),
      expect.stringContaining('attachments that no component shows: lost.png'),
    ]);
  });
});

describe('the life of an interaction', () => {
  test('is answered once, in time, under its own token', async () => {
    const handle = slash();
    const button = { type: 2, style: 2, label: 'b', custom_id: 'b' };
    const first = { type: 4, data: { content: 'a', components: [{ type: 1, components: [button] }] } };
    await answer(handle, first);
    expect(await verdict(answer(handle, first))).toBe('400 40060');
    expect(discord.violations).toEqual([]);
    expect(await verdict(answer(handle, { type: 4, data: { content: 'b' } }))).toBe('400 40060');
    const route = Routes.interactionCallback(handle.id, 'another');
    expect(await verdict(rest.post(route, { body: { type: 5 }, auth: false }))).toBe('404 10062');
    expect(discord.violations).toHaveLength(2);
  });

  test('a late answer is refused', async () => {
    let nowMs = Date.now();
    await using late = await startFakeDiscord({ now: () => nowMs });
    await deploy(late);
    const handle = late.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
    const post = () =>
      restOf(late).post(Routes.interactionCallback(handle.id, handle.token), {
        body: { type: 4, data: { content: 'a' } },
        auth: false,
      });
    nowMs += 3_001;
    expect(await verdict(post())).toBe('404 10062');
    nowMs -= 1;
    expect(await verdict(post())).toBe('accepted');
    nowMs += 15 * 60_000;
    const route = Routes.webhookMessage(late.applicationId, handle.token);
    expect(await verdict(restOf(late).patch(route, { body: { content: 'b' }, auth: false }))).toBe(
      '401 50027',
    );
    expect(late.violations).toHaveLength(1);
  });

  test('one that a test ended is nobody’s fault', async () => {
    const [unanswered, answered] = [slash(), slash()];
    unanswered.expireToken();
    expect(await verdict(answer(unanswered, { type: 5 }))).toBe('404 10062');
    await answer(answered, { type: 5 });
    answered.expireToken();
    expect(await verdict(edit(answered, { content: 'a' }))).toBe('401 50027');
    expect(discord.violations).toEqual([]);
  });

  test('edits follow the first answer, keep its visibility and its kind', async () => {
    const handle = slash();
    expect(await verdict(edit(handle, { content: 'a' }))).toBe('404 10015');
    await answer(handle, { type: 5, data: { flags: EPHEMERAL } });
    await edit(handle, { content: null, flags: V2, components: [gallery('attachment://a.png')] }, [file()]);
    const message = handle.message();
    expect(message).toMatchObject({ ephemeral: true, loading: false, usesComponentsV2: true });
    expect(await verdict(edit(handle, { flags: 0 }))).toBe(
      '400 50035 flags MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
    );
    expect(await verdict(edit(handle, { content: 'a' }))).toContain('LEGACY_FIELDS');
    const byBot = Routes.channelMessage(discord.home.general.id, message?.id ?? '');
    expect(await verdict(rest.patch(byBot, { body: { components: [] } }))).toBe('404 10008');
  });

  test('a message with words becomes a gallery only when its words are taken away', async () => {
    const handle = slash();
    await answer(handle, { type: 4, data: { content: 'Painting…' } });
    const body = { flags: V2, components: [gallery('attachment://a.png')] };
    expect(await verdict(edit(handle, body, [file()]))).toContain('LEGACY_FIELDS');
    expect(await verdict(edit(handle, { ...body, content: null }, [file()]))).toBe('accepted');
    expect(discord.pictures(handle.message() ?? expect.fail('no answer'))).toEqual([PIXEL]);
    expect(await verdict(edit(handle, { flags: V2 | EPHEMERAL }))).toContain('MESSAGE_FLAGS_INVALID');
  });

  test('attachments stay unless the edit lists others', async () => {
    const handle = slash();
    await answer(handle, { type: 4, data: {} }, [file('a.png'), file('b.png')]);
    const names = () => handle.message()?.attachments.map((one) => one.filename);
    await edit(handle, { content: 'same' });
    expect(names()).toEqual(['a.png', 'b.png']);
    const kept = handle.message()?.attachments[1]?.id;
    await edit(handle, { attachments: [{ id: kept }, { id: '0' }] }, [file('c.png')]);
    expect(names()).toEqual(['b.png', 'c.png']);
    await edit(handle, { attachments: [] });
    expect(names()).toEqual([]);
  });

  test('an app that only a person installed may follow up five times', async () => {
    const body = { name: 'imagine', description: 'x', integration_types: [1], contexts: [0] };
    await deploy(discord, [body]);
    const elsewhere = discord.guild({ name: 'elsewhere', hasBot: false });
    const ada = discord.person({ name: 'Ada', installedApp: true });
    const handle = ada.slash({ command: 'imagine', in: elsewhere.general });
    await answer(handle, { type: 4, data: { content: 'a' } });
    const follow = () =>
      rest.post(Routes.webhook(discord.applicationId, handle.token), { body: { content: 'b' }, auth: false });
    for (let count = 0; count < 5; count += 1) expect(await verdict(follow())).toBe('accepted');
    expect(await verdict(follow())).toBe('400 40094');
    const channel = Routes.channelMessages(elsewhere.general.id);
    expect(await verdict(rest.post(channel, { body: { content: 'c' } }))).toBe('403 50001');
  });
});

test('whom a message notifies depends on allowed_mentions', async () => {
  const ada = discord.person({ name: 'Ada' });
  const content = `@everyone <@${ada.id}>`;
  const [loud, quiet] = [slash(), slash()];
  await answer(loud, { type: 4, data: { content } });
  await answer(quiet, { type: 4, data: { content, allowed_mentions: { parse: [] } } });
  expect(loud.message()?.pings).toEqual(['everyone', ada.id]);
  expect(quiet.message()?.pings).toEqual([]);
});

test('the bot token opens only what the bot may do', async () => {
  const { general } = discord.home;
  const post = (channelId: string, files: RawFile[] = []) =>
    verdict(rest.post(Routes.channelMessages(channelId), { body: { content: 'a' }, files }));
  expect(await post(general.id)).toBe('accepted');
  expect(await post('123456789012345678')).toBe('404 10003');
  discord.allowBot(general, ['ViewChannel', 'SendMessages']);
  expect(await post(general.id, [file()])).toBe('403 50013');
  discord.allowBot(general, ['ViewChannel']);
  expect(await post(general.id)).toBe('403 50013');
  discord.allowBot(general, []);
  expect(await post(general.id)).toBe('403 50001');
  discord.deleteChannel(general);
  expect(await post(general.id)).toBe('404 10003');
  const ada = discord.person({ name: 'Ada' });
  ada.acceptDirectMessages(false);
  const direct = (await rest.post(Routes.userChannels(), { body: { recipient_id: ada.id } })) as {
    id: string;
  };
  expect(await post(direct.id)).toBe('403 50007');
  const other = ada.say({ content: 'mine', in: 'direct' });
  expect(
    await verdict(rest.patch(Routes.channelMessage(direct.id, other.id), { body: { content: 'b' } })),
  ).toBe('403 50005');
  expect(await verdict(restOf(discord, { token: 'wrong' }).get(Routes.user()))).toBe('401 0');
  expect(await verdict(rest.get('/guilds/123456789012345678'))).toBe('404 0');
});

const option = (extra: object) => ({ type: 3, name: 'a', description: 'a', ...extra });
const COMMANDS: [name: string, commands: object[], expected: string][] = [
  ['an upper-case name', [{ name: 'Imagine', description: 'x' }], '0.name APPLICATION_COMMAND_INVALID_NAME'],
  ['no description', [{ name: 'imagine' }], '0.description BASE_TYPE_REQUIRED'],
  ['a long name', [{ name: 'x'.repeat(33), description: 'x' }], '0.name BASE_TYPE_TOO_BIG'],
  [
    'a context menu with a description',
    [{ type: 3, name: 'Edit it', description: 'x' }],
    '0.description APPLICATION_COMMAND_DESCRIPTION',
  ],
  [
    'a name twice',
    fill(2, () => ({ name: 'a', description: 'x' })),
    '1.name APPLICATION_COMMANDS_DUPLICATE_NAME',
  ],
  [
    '16 context menus',
    fill(16, (index) => ({ type: 3, name: `Edit ${index}` })),
    ' APPLICATION_COMMAND_TOO_MANY',
  ],
  [
    'an unknown language',
    [{ name: 'a', description: 'x', name_localizations: { xx: 'b' } }],
    '0.name_localizations.xx LOCALE_UNKNOWN',
  ],
  [
    'a private channel without user install',
    [{ name: 'a', description: 'x', contexts: [2] }],
    '0.contexts APPLICATION_COMMAND_CONTEXT',
  ],
  [
    'required after optional',
    [{ name: 'a', description: 'x', options: [option({}), option({ name: 'b', required: true })] }],
    '0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
  ],
  [
    'an option twice',
    [{ name: 'a', description: 'x', options: [option({}), option({})] }],
    '0.options.1.name APPLICATION_COMMAND_OPTIONS_NAME_UNIQUE',
  ],
  [
    'choices and autocomplete',
    [
      {
        name: 'a',
        description: 'x',
        options: [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })],
      },
    ],
    '0.options.0.autocomplete APPLICATION_COMMAND_AUTOCOMPLETE',
  ],
  [
    'an empty range',
    [{ name: 'a', description: 'x', options: [option({ type: 4, min_value: 2, max_value: 1 })] }],
    '0.options.0 APPLICATION_COMMAND_RANGE',
  ],
  [
    'too many characters',
    [
      {
        name: 'a',
        description: 'x',
        options: fill(25, (o) =>
          option({ name: `o${o}`, choices: fill(4, (c) => ({ name: `${c}`, value: 'x'.repeat(90) })) }),
        ),
      },
    ],
    '0 APPLICATION_COMMAND_TOO_LARGE',
  ],
];

describe('registering commands', () => {
  test.each(COMMANDS)('%s', async (_name, commands, expected) => {
    expect(await verdict(deploy(discord, commands))).toBe(`400 50035 ${expected}`);
  });

  test('keeps the id of a command that stays, and lists them', async () => {
    const route = Routes.applicationCommands(discord.applicationId);
    const [before] = (await rest.get(route)) as { id: string; version: string }[];
    await deploy(discord, [
      { name: 'imagine', description: 'x', default_member_permissions: '8', nsfw: true },
    ]);
    const [after] = (await rest.get(route)) as { id: string; version: string }[];
    expect(after?.id).toBe(before?.id);
    expect(after?.version).not.toBe(before?.version);
    await rest.put(Routes.applicationGuildCommands(discord.applicationId, discord.home.id), {
      body: [{ name: 'local', description: 'x' }],
    });
    expect([discord.registeredCommands(), discord.registeredCommands(discord.home)]).toEqual([
      ['imagine'],
      ['local'],
    ]);
    expect(discord.violations).toEqual([]);
  });
});

test('links to files are signed and end', async () => {
  const client = await connect(discord);
  const message = discord.person({ name: 'Ada' }).say({ files: [{ filename: 'a.png', bytes: PIXEL }] });
  const channel = await client.channels.fetch(discord.home.general.id);
  const seen = channel?.isTextBased()
    ? await channel.messages.fetch(message.id)
    : expect.fail('no text channel');
  const url = seen.attachments.first()?.url ?? '';
  const status = async (address: string) => (await fetch(address)).status;
  expect(await status(url)).toBe(200);
  expect(await status(url.replace('a.png', 'b.png'))).toBe(404);
  expect(await status(url.replace(/hm=./, 'hm=-'))).toBe(404);
  discord.expireLinks(message);
  expect(await status(url)).toBe(404);
  await client.destroy();
});
