import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import { describe, expect, test } from 'vitest';
import { toRegistration } from '../../../src/bots/discord/registration.ts';
import { allAdminVerbs } from '../../../src/commands/admin/all-admin-verbs.ts';
import { allCommands } from '../../../src/commands/all-commands.ts';
import type { Command } from '../../../src/commands/command.ts';
import { imagine } from '../../../src/commands/imagine.ts';
import type { OptionSpecs } from '../../../src/commands/option.ts';

const registration = toRegistration(allCommands);

/** `/imagine` with other options: the texts stay, so that only the options are judged. */
function withOptions(options: OptionSpecs): Command {
  return { ...imagine, options } as Command;
}

function optionsOf(body: (typeof registration)[number] | undefined) {
  return body !== undefined && 'options' in body ? (body.options ?? []) : [];
}

test.each(registration.map((body) => [body.name, body] as const))(
  '/%s is what Discord takes',
  (_name, registered) => {
    // Permissions travel as text, since they outgrow numbers; the schema knows them as a number.
    const body =
      'default_member_permissions' in registered
        ? { ...registered, default_member_permissions: Number(registered.default_member_permissions) }
        : registered;
    const verdict = ApplicationCommandUpdateRequestSchema.safeParse(body);
    expect(verdict).toMatchObject({ success: true });
    // The schema drops keys that it does not know: a misspelt key would be missing here.
    expect(verdict.success && verdict.data).toEqual(body);
  },
);

test('what belongs to Telegram alone is left out', () => {
  expect(registration.map(({ name }) => name)).toEqual([
    'imagine',
    'describe',
    'enhance',
    'upscale',
    'cutout',
    'models',
    'styles',
    'queue',
    'history',
    'favourites',
    'settings',
    'usage',
    'link',
    'unlink',
    'privacy',
    'admin',
    'help',
    'Edit with a prompt',
    'Describe the picture',
    'Enlarge the picture',
    'Delete picture',
    'Paint from avatar',
  ]);
});

test('commands work in servers, direct messages and as a user-installed app', () => {
  for (const body of registration.filter(({ name }) => name !== 'admin')) {
    expect(body).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] });
  }
});

test('what is for moderators is shown to whoever may manage a server, and nowhere else', () => {
  const admin = registration.find(({ name }) => name === 'admin');
  expect(admin).toMatchObject({
    integration_types: [0],
    contexts: [0],
    default_member_permissions: '32',
  });
  expect(optionsOf(admin).map(({ name, type }) => [name, type])).toEqual(
    allAdminVerbs.map(({ name }) => [name, 1]),
  );
});

test('options carry their types and bounds, required ones first', () => {
  expect(optionsOf(registration[0])).toMatchObject([
    { name: 'prompt', type: 3, required: true, max_length: 4_000, autocomplete: true },
    { name: 'count', type: 4, min_value: 1, max_value: 4 },
    { name: 'model', type: 3, autocomplete: true },
    { name: 'style', type: 3, autocomplete: true },
    { name: 'aspect', type: 3 },
    { name: 'seed', type: 4, min_value: 1 },
    { name: 'format', type: 3, choices: ['jpeg', 'png', 'webp'].map((value) => ({ name: value, value })) },
    { name: 'draft', type: 5 },
    { name: 'private', type: 5 },
    { name: 'link', type: 3, max_length: 2_000 },
    ...['image', 'image2', 'image3', 'image4'].map((name) => ({ name, type: 11 })),
  ]);
  const { prompt, count } = imagine.options;
  const [swapped] = toRegistration([withOptions({ count, prompt })]);
  expect(optionsOf(swapped).map(({ name }) => name)).toEqual(['prompt', 'count']);
});

test('descriptions are English, with Russian beside them', () => {
  expect(registration[0]).toMatchObject({
    description: 'Paint a picture from a description',
    description_localizations: { ru: 'Нарисовать картинку по описанию' },
  });
  for (const option of registration.flatMap(optionsOf)) {
    expect(option.description_localizations?.ru, option.name).toMatch(/\p{sc=Cyrillic}/u);
  }
});

test('the menus of messages and people lead to /imagine, in the language of whoever opens them', () => {
  const places = { integration_types: [0, 1], contexts: [0, 1, 2] };
  expect(registration.filter(({ type }) => type !== 1)).toEqual([
    {
      type: 3,
      name: 'Edit with a prompt',
      name_localizations: { ru: 'Изменить по описанию' },
      ...places,
    },
    {
      type: 3,
      name: 'Describe the picture',
      name_localizations: { ru: 'Описать картинку' },
      ...places,
    },
    {
      type: 3,
      name: 'Enlarge the picture',
      name_localizations: { ru: 'Увеличить картинку' },
      ...places,
    },
    {
      type: 3,
      name: 'Delete picture',
      name_localizations: { ru: 'Удалить картинку' },
      ...places,
    },
    { type: 2, name: 'Paint from avatar', name_localizations: { ru: 'Нарисовать по аватару' }, ...places },
  ]);
  const menuCommands = ['imagine', 'describe', 'upscale'];
  const others = allCommands.filter(({ name }) => !menuCommands.includes(name));
  // What deletes belongs to no command.
  expect(toRegistration(others).flatMap(({ name, type }) => (type === 1 ? [] : [name]))).toEqual([
    'Delete picture',
  ]);
});

test('equal commands give an equal body', () => {
  expect(JSON.stringify(toRegistration(allCommands))).toBe(JSON.stringify(registration));
});

describe('a command beyond the limits is a fault', () => {
  const count = imagine.options.count;
  test.each<[string, Command, string]>([
    ['capital letters', { ...allCommands[0], name: 'Imagine' } as Command, 'Expected a name'],
    [
      'too many choices',
      withOptions({
        format: { kind: 'choice', choices: Array.from({ length: 26 }, (_, index) => `${index}`) },
      }),
      'at most 25 choices',
    ],
    [
      'too many options',
      withOptions(Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`o${index}`, count]))),
      'at most 25 options',
    ],
    [
      'too many characters',
      withOptions({
        format: { kind: 'choice', choices: Array.from({ length: 25 }, (_, index) => `${index}`.padEnd(200)) },
      }),
      'at most 8000 characters',
    ],
    ['an option without a text', withOptions({ steps: count }), 'commands.imagine.options.steps'],
  ])('%s', (_what, command, fault) => {
    expect(() => toRegistration([command])).toThrow(fault);
  });
});
