import { expect, test } from 'vitest';
import type { Command } from '../../../src/commands/command.ts';
import { imagine } from '../../../src/commands/imagine.ts';
import type { Suggest } from '../../../src/commands/suggestion.ts';
import { emptyGallery } from '../../commands/empty-gallery.ts';
import { startBot } from './support/bot-under-test.ts';

/** `/imagine` that suggests something else for its model. */
function suggesting(suggest: Suggest): Command {
  return {
    ...imagine,
    options: { ...imagine.options, model: { ...imagine.options.model, suggest } },
  } as Command;
}

test('a model is suggested while it is typed, and can be chosen', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const typing = ada.autocomplete({ command: 'imagine', options: { model: 'kont' }, focused: 'model' });
  const [choice] = await typing.choices();
  expect(choice).toMatchObject({ name: expect.stringContaining('a picture'), value: 'kontext' });
  ada.slash({ command: 'imagine', options: { prompt: 'x', model: String(choice?.value) } });
  await core.acknowledged();
  expect(core.requests).toMatchObject([{ wish: { model: 'kontext' } }]);
  expect(discord.violations).toEqual([]);
});

test('no more is suggested than Discord takes, and labels are shortened', async () => {
  const labels = Array.from({ length: 40 }, (_, index) => `${index} `.padEnd(200, 'x'));
  const suggest: Suggest = async (typed, { personId }) => [
    ...labels.map((text, index) => ({
      label: [{ text, style: 'plain' }] as const,
      value: `${typed} ${personId} ${index}`,
    })),
  ];
  await using easel = await startBot({ bot: { commands: [suggesting(suggest)] } });
  const { discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const choices = await ada
    .autocomplete({ command: 'imagine', options: { model: 'fl' }, focused: 'model' })
    .choices();
  expect(choices).toHaveLength(25);
  expect(choices[0]?.value).toBe(`fl discord:${ada.id} 0`);
  expect(choices[0]?.name).toHaveLength(100);
  expect(discord.violations).toEqual([]);
});

test('a fault while suggesting is for the log alone', async () => {
  const fault = new Error('the database is on fire');
  await using easel = await startBot({ bot: { commands: [suggesting(() => Promise.reject(fault))] } });
  const { discord, log } = easel;
  const ada = discord.person({ name: 'Ada' });
  ada.autocomplete({ command: 'imagine', options: { model: 'fl' }, focused: 'model' });
  const help = ada.slash({ command: 'imagine', options: { prompt: 'x' } });
  await help.acknowledged();
  expect(log.entries.map(({ fields }) => fields.error)).toContain(fault);
  expect(discord.requests.filter(({ path }) => path.endsWith('/callback'))).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

/** Somebody whose earlier words are longer than what Discord takes as a choice. */
async function startWithLongWords() {
  const words = {
    longFox: `${'a fox '.repeat(30)}in the snow`,
    longCat: `${'a cat '.repeat(30)}in the snow`,
  };
  const promptsOf = async (personId: string) =>
    personId.startsWith('discord:') ? [words.longFox, 'a fox in the snow', words.longCat] : [];
  const under = await startBot({ gallery: { ...emptyGallery, promptsOf: (id) => earlier.of(id) } });
  const earlier = { of: promptsOf };
  return { words, earlier, under, ada: under.discord.person({ name: 'Ada' }) };
}

test('earlier prompts of the person are suggested while they type, long ones by their beginning', async () => {
  const { ada, under, words } = await startWithLongWords();
  await using easel = under;
  const { core, discord } = easel;
  const typing = ada.autocomplete({ command: 'imagine', options: { prompt: 'fox' }, focused: 'prompt' });
  const [long, short, ...others] = await typing.choices();
  expect(short).toEqual({ name: 'a fox in the snow', value: 'a fox in the snow' });
  expect(others).toEqual([]);
  expect(long?.name).toMatch(/^(a fox )+.*…$/);
  ada.slash({ command: 'imagine', options: { prompt: String(long?.value) } });
  await core.acknowledged();
  expect(core.requests.map(({ wish }) => wish.prompt)).toEqual([words.longFox]);
  expect(discord.violations).toEqual([]);
});

test('words that were suggested and are gone are refused, and never painted as a key', async () => {
  const { ada, earlier, under } = await startWithLongWords();
  await using easel = under;
  const { core, discord } = easel;
  const typing = ada.autocomplete({ command: 'imagine', options: { prompt: 'fox' }, focused: 'prompt' });
  const [long] = await typing.choices();
  earlier.of = async () => ['somebody else’s words'];
  const asked = ada.slash({ command: 'imagine', options: { prompt: String(long?.value) } });
  await asked.waitForMessage(({ text }) => /no longer have those earlier words/.test(text), 'a refusal');
  expect(asked.message()?.ephemeral).toBe(true);
  expect(core.requests).toEqual([]);
  expect(discord.violations).toEqual([]);
});
