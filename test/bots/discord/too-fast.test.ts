import { expect, test } from 'vitest';
import { allCommands } from '../../../src/commands/all-commands.ts';
import type { Command } from '../../../src/commands/command.ts';
import { imagine } from '../../../src/commands/imagine.ts';
import type { Suggest } from '../../../src/commands/suggestion.ts';
import type { Painting } from '../../../src/core/gallery.ts';
import type { RateLimits } from '../../../src/core/limits/command-rates.ts';
import { CommandRates } from '../../../src/core/limits/command-rates.ts';
import { emptyGallery } from '../../commands/empty-gallery.ts';
import { keptSettings } from '../../commands/kept-settings.ts';
import { made } from './support/accepting-core.ts';
import type { BotSetup } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';
import { smallPicture } from './support/paint.ts';

const tooFast = 'faster than I can follow';

/** A bot that takes three commands of a person, five of a server and two looks for suggestions in ten seconds. */
async function startHurried(setup: BotSetup = {}, limits: Partial<RateLimits> = {}) {
  const few = { commandsPerPerson: 3, commandsPerPlace: 5, suggestionsPerPerson: 2, ...limits };
  const startMs = Date.UTC(2026, 10, 29);
  let nowMs = startMs;
  const rates = new CommandRates({ limits: few, adminIds: [], now: () => nowMs });
  const easel = await startBot({ ...setup, bot: { rates, now: () => nowMs, ...setup.bot } });
  return {
    easel,
    passTenSeconds: () => {
      nowMs += 10_000;
    },
  };
}

test('each of those that come too fast is told alone, with when to try again, and nothing begins', async () => {
  const { easel, passTenSeconds } = await startHurried();
  await using _ = easel;
  const { core, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const ask = () => ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
  const asked = Array.from({ length: 50 }, ask);
  const other = discord.person({ name: 'Ben' }).slash({ command: 'help' });
  const answers = await Promise.all(asked.map((one) => one.acknowledged()));
  await other.acknowledged();
  expect(other.message()?.text).not.toContain(tooFast);
  expect(core.requests).toHaveLength(3);
  expect(answers).toHaveLength(50);
  const refusals = asked.slice(3).map((one) => one.message());
  for (const refusal of refusals) {
    expect(refusal?.text).toMatch(/faster than I can follow.*nothing was charged.*in 10 seconds\./);
    expect(refusal?.ephemeral).toBe(true);
  }
  passTenSeconds();
  const later = ask();
  await later.acknowledged();
  expect(core.requests).toHaveLength(4);
  expect(discord.violations).toEqual([]);
});

test('a crowd in a server is told in the language of each app, without a look at what anybody chose', async () => {
  const looks: string[] = [];
  const kept = keptSettings();
  const settings = {
    ...kept,
    of: (personId: string) => {
      looks.push(personId);
      return kept.of(personId);
    },
  };
  const { easel } = await startHurried({ settings });
  await using _ = easel;
  const { discord } = easel;
  const crowd = Array.from({ length: 9 }, (_item, index) =>
    discord.person({ name: `Person ${index}`, locale: 'ru' }),
  );
  const asked = crowd.map((person) => person.slash({ command: 'help' }));
  await Promise.all(asked.map((one) => one.acknowledged()));
  const refused = asked.filter((one) => one.message()?.text.includes('слишком много'));
  expect(refused).toHaveLength(4);
  expect(new Set(looks).size).toBe(5);
  const direct = crowd[8]?.slash({ command: 'help', in: 'direct' });
  await direct?.acknowledged();
  expect(direct?.message()?.text).toContain('/imagine');
  expect(discord.violations).toEqual([]);
});

test('who types too fast is suggested nothing, and nothing is looked up', async () => {
  const typed: string[] = [];
  const suggest: Suggest = async (value) => {
    typed.push(value);
    return [{ label: [{ text: 'Flux', style: 'plain' }], value: 'flux' }];
  };
  const model = { ...imagine.options.model, suggest };
  const suggesting = { ...imagine, options: { ...imagine.options, model } } as Command;
  const commands = allCommands.map((command) => (command.name === imagine.name ? suggesting : command));
  const { easel, passTenSeconds } = await startHurried({ bot: { commands } });
  await using _ = easel;
  const { discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const type = async (value: string) => {
    const typing = ada.autocomplete({ command: 'imagine', options: { model: value }, focused: 'model' });
    return (await typing.choices()).length;
  };
  expect([await type('f'), await type('fl'), await type('flu'), await type('flux')]).toEqual([1, 1, 0, 0]);
  expect(typed).toEqual(['f', 'fl']);
  // What is typed uses up nothing of what may be done.
  const asked = ada.slash({ command: 'help' });
  await asked.acknowledged();
  expect(asked.message()?.text).toContain('/imagine');
  passTenSeconds();
  expect(await type('flux')).toBe(1);
  expect(discord.violations).toEqual([]);
});

test('a press that comes too fast gets a quiet answer, and changes nothing', async () => {
  const { easel } = await startHurried({}, { commandsPerPerson: 1 });
  await using _ = easel;
  const { discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const page = ada.slash({ command: 'settings' });
  await page.acknowledged();
  const message = page.message();
  if (message === undefined) throw new Error('Expected the settings');
  const before = message.text;
  const press = ada.press(message.button(/Only me/));
  await press.acknowledged();
  expect(press.message()?.text).toContain(tooFast);
  expect(press.message()?.ephemeral).toBe(true);
  expect(message.text).toBe(before);
  expect(discord.violations).toEqual([]);
});

test('replies to a result that come too fast are told of once', async () => {
  const messageContent = 1 << 15;
  const paintings = new Map<string, Painting>();
  const gallery = { ...emptyGallery, find: async (id: string) => paintings.get(id) };
  const { easel } = await startHurried({
    gallery,
    discord: { privilegedIntents: messageContent },
    bot: { readsReplies: true },
  });
  await using _ = easel;
  const { core, courier, discord } = easel;
  const ada = discord.person({ name: 'Ada' });
  const asked = ada.slash({ command: 'imagine', options: { prompt: 'a fox' } });
  const outcome = made(await core.acknowledged(0), [await smallPicture()]);
  const { generation, pictures } = outcome;
  paintings.set(generation.id, {
    generation,
    owners: [generation.personId],
    results: pictures,
    references: [],
  });
  await courier.deliver(outcome);
  const message = asked.message();
  if (message === undefined) throw new Error('Expected the result');
  for (let index = 0; index < 20; index += 1) ada.say({ content: `and ${index}`, replyTo: message });
  const isRefusal = ({ text }: { readonly text: string }) => text.includes(tooFast);
  const refusal = await ada.waitForMessage({
    in: message.channel,
    predicate: isRefusal,
    description: 'the refusal',
  });
  expect(refusal.text).toContain('unanswered');
  await discord.person({ name: 'Last' }).slash({ command: 'help' }).acknowledged();
  expect(core.requests).toHaveLength(1 + 3);
  expect(discord.messagesIn(message.channel).filter(isRefusal)).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});
