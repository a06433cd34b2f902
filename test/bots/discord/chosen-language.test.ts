import { expect, test } from 'vitest';
import { keptSettings } from '../../commands/kept-settings.ts';
import { startBot } from './support/bot-under-test.ts';

/** Whose app speaks English, and who has chosen Russian. */
async function startForAda() {
  const under = await startBot({ settings: keptSettings({ language: 'ru' }) });
  return { under, ada: under.discord.person({ name: 'Ada', locale: 'en-US' }) };
}

test('a form speaks the chosen language', async () => {
  const { ada, under } = await startForAda();
  await using easel = under;
  ada.setAvatar(Buffer.from('a picture'));
  const form = await ada.useUserCommand({ command: 'Paint from avatar', target: ada }).modal();
  expect(form.modal.title).toBe('Нарисовать по аватару');
  expect(JSON.stringify(form.modal.components)).toContain('Что из этого нарисовать?');
  expect(easel.discord.violations).toEqual([]);
});

test('what stands in the way is said in the chosen language', async () => {
  const { ada, under } = await startForAda();
  await using easel = under;
  const { discord } = easel;
  const image = { filename: 'words.txt', bytes: Buffer.from('words'), contentType: 'text/plain' };
  const withFile = ada.slash({ command: 'imagine', options: { prompt: 'x', image } });
  await withFile.waitForMessage(({ text }) => text.includes('не картинка'), 'a refusal of the file');
  discord.allowBot(discord.home.general, ['ViewChannel', 'SendMessages']);
  const asked = ada.slash({ command: 'imagine', options: { prompt: 'x' } });
  await asked.waitForMessage(({ text }) => text.includes('прикреплять файлы'), 'a refusal of the place');
  expect(discord.violations).toEqual([]);
});

test('suggestions speak the chosen language', async () => {
  const { ada, under } = await startForAda();
  await using _easel = under;
  const typing = ada.autocomplete({ command: 'imagine', options: { model: 'kont' }, focused: 'model' });
  expect((await typing.choices())[0]?.name).toContain('за картинку');
});
