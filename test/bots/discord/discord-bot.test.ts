import { MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { registerCommands } from '../../../src/bots/discord/register-commands.ts';
import { toRegistration } from '../../../src/bots/discord/registration.ts';
import { allCommands } from '../../../src/commands/all-commands.ts';
import { made } from './support/accepting-core.ts';
import { startBot } from './support/bot-under-test.ts';
import { smallPicture } from './support/paint.ts';

test('a command is answered with its status at once, and the pictures come into the same message', async () => {
  await using easel = await startBot();
  const { core, courier, discord } = easel;
  const ada = discord.person({ name: 'Ada', locale: 'en-US' });
  const imagine = ada.slash({ command: 'imagine', options: { prompt: 'a lighthouse at dawn', count: 4 } });

  const first = await imagine.acknowledged();
  expect(first.kind).toBe('message');
  const generation = await core.acknowledged();
  expect(imagine.message()?.text).toContain('**2** requests are ahead');
  expect(generation.address.messageId).toBe(imagine.message()?.id);
  expect(core.requests).toMatchObject([
    {
      sourceKey: `discord:interaction:${imagine.id}`,
      personId: `discord:${ada.id}`,
      placeId: `discord:${discord.home.id}`,
      language: 'en-US',
      isPrivate: false,
      address: { platform: 'discord', isDurable: false, botIsMember: true, isEphemeral: false },
      wish: { prompt: 'a lighthouse at dawn', count: 4 },
    },
  ]);

  const colors = ['#111', '#222', '#333', '#444'];
  const pictures = await Promise.all(colors.map((color) => smallPicture(color)));
  await courier.deliver(made(generation, pictures));
  const message = imagine.message();
  if (message === undefined) throw new Error('Expected an answer');
  expect(discord.pictures(message)).toEqual(pictures.map(({ bytes }) => Buffer.from(bytes)));
  expect(message.visibleAttachments.map(({ filename }) => filename)).toEqual([
    'a-lighthouse-at-dawn-1.jpg',
    'a-lighthouse-at-dawn-2.jpg',
    'a-lighthouse-at-dawn-3.jpg',
    'a-lighthouse-at-dawn-4.jpg',
  ]);
  expect(message.visibleAttachments[1]?.description).toContain('a lighthouse at dawn');
  expect(message.text).toContain('Nano Banana');
  expect(message.text).toContain('4242');
  expect(message.usesComponentsV2).toBe(true);
  expect(discord.messagesIn(discord.home.general)).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('a private request is seen by its person alone, from the first answer to the pictures', async () => {
  await using easel = await startBot();
  const { core, courier, discord } = easel;
  const [ada, eve] = [discord.person({ name: 'Ada' }), discord.person({ name: 'Eve' })];
  const imagine = ada.slash({ command: 'imagine', options: { prompt: 'a secret', private: true } });
  const generation = await core.acknowledged();
  await courier.deliver(made(generation, [await smallPicture()]));
  const message = imagine.message();
  if (message === undefined) throw new Error('Expected an answer');
  expect([ada.sees(message), eve.sees(message)]).toEqual([true, false]);
  expect(message.visibleAttachments).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('the roles of whoever asks go along, @everyone among them, be the bot in the server or not', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const artists = discord.home.role('artists');
  discord.home.role('moderators');
  const foreign = discord.guild({ name: 'foreign', hasBot: false });
  const guests = foreign.role('guests');
  const ada = discord.person({ name: 'Ada', installedApp: true, roles: [artists, guests] });
  const imagine = { command: 'imagine', options: { prompt: 'a fox' } };
  await ada.slash(imagine).acknowledged();
  await ada.slash({ ...imagine, in: foreign.general }).acknowledged();
  await ada.slash({ ...imagine, in: 'direct' }).acknowledged();
  const asked = core.requests.map(({ isPrivateChat, roles }) => ({
    isPrivateChat,
    roles: roles?.toSorted(),
  }));
  expect(asked).toEqual([
    { isPrivateChat: false, roles: [`discord:${discord.home.id}`, `discord:${artists}`].sort() },
    { isPrivateChat: false, roles: [`discord:${foreign.id}`, `discord:${guests}`].sort() },
    { isPrivateChat: true, roles: [] },
  ]);
  expect(discord.violations).toEqual([]);
});

test('a refusal is told to the person alone', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  core.refuseWith = { reason: 'queue-full', limit: 5 };
  const imagine = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await imagine.acknowledged();
  expect(imagine.message()?.ephemeral).toBe(true);
  expect(imagine.message()?.text).toContain('5 requests waiting');
  expect(discord.violations).toEqual([]);
});

test.for(['help', 'models'])('/%s is answered, in the language of the person', async (command) => {
  await using easel = await startBot();
  const { discord } = easel;
  const inEnglish = discord.person({ name: 'Ada', locale: 'en-GB' }).slash({ command });
  const inRussian = discord.person({ name: 'Анна', locale: 'ru' }).slash({ command, in: 'direct' });
  await Promise.all([inEnglish.acknowledged(), inRussian.acknowledged()]);
  expect(inEnglish.message()?.text).toMatch(/[a-z]{4}/);
  expect(inRussian.message()?.text).toMatch(/[а-я]{4}/);
  expect(discord.violations).toEqual([]);
});

test('a fault of a command becomes a reference for the person and for the log', async () => {
  await using easel = await startBot();
  const { core, discord, log } = easel;
  core.failWith = new Error('the database is on fire');
  const imagine = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await imagine.acknowledged();
  const fault = log.entries.find(({ fields }) => fields.error === core.failWith);
  expect(imagine.message()?.text).toContain(String(fault?.fields.reference));
  expect(imagine.message()?.text).not.toContain('fire');
  expect(imagine.message()?.ephemeral).toBe(true);
});

test('a command that was registered long ago and is known no more gets an answer', async () => {
  await using easel = await startBot({ bot: { commands: [] } });
  const { discord, api } = easel;
  await api.writeCommands(discord.applicationId, [{ name: 'paint', description: 'old', type: 1 }]);
  const paint = discord.person({ name: 'Ada' }).slash({ command: 'paint' });
  await paint.acknowledged();
  expect(paint.message()?.text).toContain('I do not know that command');
  expect(paint.message()?.ephemeral).toBe(true);
  expect(discord.violations).toEqual([]);
});

test('where the bot may not attach files nothing is accepted', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  discord.allowBot(discord.home.general, ['ViewChannel', 'SendMessages']);
  const imagine = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await imagine.acknowledged();
  expect(imagine.message()?.text).toContain('attach files');
  expect(imagine.message()?.ephemeral).toBe(true);
  expect(core.requests).toEqual([]);
});

test('a direct message and a user-installed app in a foreign server or group work the same', async () => {
  await using easel = await startBot();
  const { core, courier, discord } = easel;
  const ada = discord.person({ name: 'Ada', installedApp: true });
  const foreign = discord.guild({ name: 'foreign', hasBot: false });
  const group = discord.group([ada, discord.person({ name: 'Eve' })]);
  const places = [ada.direct, foreign.general, group];
  for (const [index, place] of places.entries()) {
    const imagine = ada.slash({ command: 'imagine', options: { prompt: 'x' }, in: place });
    await imagine.acknowledged();
    await courier.deliver(made(await core.acknowledged(index), [await smallPicture()]));
    expect(imagine.message()?.visibleAttachments).toHaveLength(1);
  }
  expect(core.requests.map(({ address, placeId }) => [address.botIsMember, placeId])).toEqual([
    [true, `discord:${ada.direct.id}`],
    [false, `discord:${foreign.id}`],
    [false, `discord:${group.id}`],
  ]);
  expect(discord.violations).toEqual([]);
});

test('a burst of commands is acknowledged to the last one', async () => {
  // How long it takes is measured by `npm run bench`.
  await using easel = await startBot({ discord: { acknowledgeWithinMs: 60_000 } });
  const { core, discord } = easel;
  const people = Array.from({ length: 50 }, (_, index) => discord.person({ name: `person ${index}` }));
  const handles = Array.from({ length: 200 }, (_, index) => {
    const person = people[index % people.length];
    if (person === undefined) throw new Error('Expected a person');
    return person.slash({ command: 'imagine', options: { prompt: `wish ${index}` } });
  });
  const answers = await Promise.all(handles.map((handle) => handle.acknowledged()));
  expect(answers.every(({ kind }) => kind === 'message')).toBe(true);
  await core.acknowledged(199);
  for (const [index, handle] of handles.entries()) expect(handle.message()?.text).toContain(`wish ${index}`);
  expect(discord.violations).toEqual([]);
});

test('nothing that the bot says notifies anybody', async () => {
  await using easel = await startBot();
  const { core, courier, discord } = easel;
  const eve = discord.person({ name: 'Eve' });
  const prompt = `@everyone <@${eve.id}> # big [free](https://evil.example) ||x|| <t:0:R>`;
  const imagine = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt } });
  const generation = await core.acknowledged();
  await courier.deliver(made(generation, [await smallPicture()]));
  expect(imagine.message()?.pings).toEqual([]);
  const bodies = discord.requests
    .filter(({ path }) => path.includes('/callback') || path.includes('/messages/'))
    .map(({ body }) => body as { data?: object; allowed_mentions?: object })
    .map((body) => body.data ?? body);
  expect(bodies).toHaveLength(2);
  for (const body of bodies)
    expect(body).toMatchObject({ allowed_mentions: { parse: [] }, flags: MessageFlags.IsComponentsV2 });
  expect(discord.violations).toEqual([]);
});

test('the commands are written once, and again only when they change', async () => {
  await using easel = await startBot();
  const { api, discord } = easel;
  const writes = () => discord.requests.filter(({ method }) => method === 'PUT').length;
  expect(discord.registeredCommands()).toContain('imagine');
  expect(writes()).toBe(1);
  const applicationId = discord.applicationId;
  expect(await registerCommands(api, { applicationId, commands: toRegistration(allCommands) })).toBe(
    'unchanged',
  );
  expect(writes()).toBe(1);
  const fewer = toRegistration(allCommands).slice(1);
  expect(await registerCommands(api, { applicationId, commands: fewer })).toBe('written');
  expect(discord.registeredCommands()).not.toContain('imagine');
});
