import { expect, test } from 'vitest';
import type { GenerationOutcome } from '../../../src/core/courier.ts';
import type { Gallery, Painting } from '../../../src/core/gallery.ts';
import { emptyGallery } from '../../commands/empty-gallery.ts';
import { keptSettings } from '../../commands/kept-settings.ts';
import type { PickedFile } from '../../fakes/discord/control/command-options.ts';
import type { Person, Place } from '../../fakes/discord/control/person.ts';
import type { Message } from '../../fakes/discord/message.ts';
import { made } from './support/accepting-core.ts';
import type { BotSetup, BotUnderTest } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';
import { smallPicture } from './support/paint.ts';

const messageContent = 1 << 15;
const messageIntents = (1 << 9) | (1 << 12) | messageContent;
const picture: PickedFile = { filename: 'hat.png', bytes: Buffer.from('a hat'), contentType: 'image/png' };

/** A bot that reads replies, and a gallery that holds what it delivers. */
async function startReading(setup: BotSetup = {}) {
  const paintings = new Map<string, Painting>();
  const gallery: Gallery = { ...emptyGallery, find: async (id) => paintings.get(id) };
  const easel = await startBot({
    ...setup,
    gallery,
    discord: { privilegedIntents: messageContent },
    bot: { readsReplies: true, ...setup.bot },
  });
  const keep = ({ generation, pictures }: GenerationOutcome) =>
    void paintings.set(generation.id, {
      generation,
      owners: [generation.personId],
      results: pictures,
      references: [],
    });
  const paint = async (person: Person, { count = 1, in: place }: { count?: number; in?: Place } = {}) => {
    const index = easel.core.requests.length;
    const asked = person.slash({
      command: 'imagine',
      options: { prompt: 'a fox', count },
      ...(place === undefined ? {} : { in: place }),
    });
    const outcome = made(
      await easel.core.acknowledged(index),
      await Promise.all(Array.from({ length: count }, () => smallPicture())),
    );
    keep(outcome);
    await easel.courier.deliver(outcome);
    return { message: messageOf(asked.message()), outcome };
  };
  return { easel, discord: easel.discord, core: easel.core, paintings, paint };
}

function messageOf(message: Message | undefined): Message {
  if (message === undefined) throw new Error('Expected a message');
  return message;
}

/** What the bot says next in reply to that message. */
function answerTo(person: Person, asked: Message): Promise<Message> {
  return person.waitForMessage({
    in: asked.channel,
    predicate: ({ repliesTo }) => repliesTo === asked.id,
    description: 'a reply of the bot',
  });
}

/** Everything that came before is over when this is answered. */
async function settle({ discord }: BotUnderTest): Promise<void> {
  await discord.person({ name: 'Last' }).slash({ command: 'help' }).acknowledged();
}

test('words that reply to a result are painted from its pictures, and from those that came along', async () => {
  const { core, discord, easel, outcome, ada, message } = await startPainted(2);
  await using _ = easel;
  expect(discord.gateway.connected.map(({ intents }) => intents)).toEqual([1 | messageIntents]);
  const eve = discord.person({ name: 'Eve' });
  const reply = eve.say({
    content: `<@${discord.botUserId}> make it night`,
    files: [picture],
    replyTo: message,
    notifies: false,
  });
  const generation = await core.acknowledged(1);
  expect(core.requests[1]).toMatchObject({
    sourceKey: `discord:message:${reply.id}`,
    personId: `discord:${eve.id}`,
    placeId: `discord:${discord.home.id}`,
    isPrivate: false,
    address: { isDurable: true, channelId: discord.home.general.id, isDirect: false },
    wish: {
      prompt: 'make it night',
      references: [
        { kind: 'kept', key: outcome.pictures[0]?.key },
        { kind: 'kept', key: outcome.pictures[1]?.key },
        { kind: 'attachment', platform: 'discord', handle: expect.stringContaining('hat.png') },
      ],
    },
  });
  const status = await answerTo(eve, reply);
  expect(generation.address.messageId).toBe(status.id);
  expect(status.text).toContain('In line');
  expect(status.pings).toEqual([]);
  await easel.courier.deliver(made(generation, [await smallPicture()]));
  expect(status.visibleAttachments).toHaveLength(1);
  expect([ada, eve].map((person) => person.sees(status))).toEqual([true, true]);
  expect(discord.messagesIn(discord.home.general)).toHaveLength(3);
  expect(discord.violations).toEqual([]);
});

test('a first answer whose confirmation is lost is not posted twice, and not taken for the final one', async () => {
  const { ada, core, discord, easel, message } = await startPainted();
  await using _ = easel;
  discord.faults.add({ method: 'POST', path: /messages$/, effect: { kind: 'lost-answer', status: 502 } });
  const reply = ada.say({ content: 'make it night', replyTo: message });
  const generation = await core.acknowledged(1);
  const status = await answerTo(ada, reply);
  expect(generation.address.messageId).toBe(status.id);
  ada.remove(status);
  await easel.courier.deliver(made(generation, [await smallPicture()]));
  const late = discord.messagesIn(discord.home.general).at(-1);
  expect([late?.visibleAttachments.length, late?.pings]).toEqual([1, [ada.id]]);
  expect(discord.messagesIn(discord.home.general)).toHaveLength(4);
  expect(discord.violations).toEqual([]);
});

test('the roles of whoever replies go along', async () => {
  const { core, discord, easel, message } = await startPainted();
  await using _ = easel;
  const role = discord.home.role('artists');
  const eve = discord.person({ name: 'Eve', roles: [role] });
  eve.say({ content: 'make it night', replyTo: message });
  await core.acknowledged(1);
  expect(core.requests[1]).toMatchObject({
    isPrivateChat: false,
    roles: [`discord:${discord.home.id}`, `discord:${role}`],
  });
  expect(discord.violations).toEqual([]);
});

test('a direct chat is answered in itself', async () => {
  const { core, discord, easel, paint } = await startReading();
  await using _ = easel;
  const ada = discord.person({ name: 'Ada', locale: 'ru' });
  const { message } = await paint(ada, { in: 'direct' });
  const reply = ada.say({ content: 'make it night', replyTo: message });
  const generation = await core.acknowledged(1);
  expect(core.requests[1]).toMatchObject({
    language: 'ru',
    placeId: `discord:${ada.direct.id}`,
    address: { isDirect: true },
  });
  const status = await answerTo(ada, reply);
  await easel.courier.deliver({ ...made({ ...generation, isPrivate: true }, [await smallPicture()]) });
  expect(status.visibleAttachments).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('a thread is answered in itself', async () => {
  const { core, discord, easel, paint } = await startReading();
  await using _ = easel;
  const ada = discord.person({ name: 'Ada' });
  const thread = discord.home.channel({ name: 'foxes', threadOf: discord.home.general });
  const { message } = await paint(ada, { in: thread });
  const reply = ada.say({ content: 'make it night', replyTo: message });
  await core.acknowledged(1);
  expect((await answerTo(ada, reply)).channel).toBe(thread);
  expect(discord.violations).toEqual([]);
});

test('whoever wants their results for themselves gets them in private', async () => {
  const settings = keptSettings();
  const { core, discord, easel, paint } = await startReading({ settings });
  await using _ = easel;
  const ada = discord.person({ name: 'Ada' });
  const eve = discord.person({ name: 'Eve' });
  const { message } = await paint(ada);
  await settings.change(`discord:${eve.id}`, { isPrivate: true });
  eve.say({ content: 'make it night', replyTo: message });
  const generation = await core.acknowledged(1);
  expect(core.requests[1]).toMatchObject({
    isPrivate: true,
    address: { channelId: eve.direct.id, isDirect: true },
  });
  await easel.courier.deliver(made(generation, [await smallPicture()]));
  const [answer, ...others] = discord.messagesIn(eve.direct);
  expect([answer?.visibleAttachments.length, others]).toEqual([1, []]);
  expect(discord.messagesIn(discord.home.general)).toHaveLength(2);

  core.refuseWith = { reason: 'stopping' };
  eve.say({ content: 'make it dawn', replyTo: message });
  const refusal = await eve.waitForMessage({
    in: 'direct',
    predicate: ({ text }) => /restarting/.test(text),
    description: 'a refusal',
  });
  expect(discord.messagesIn(eve.direct)).toEqual([answer, refusal]);
  expect(discord.violations).toEqual([]);
});

test('where nobody may be written to in private, nothing private begins', async () => {
  const settings = keptSettings();
  const { core, discord, easel, paint } = await startReading({ settings });
  await using _ = easel;
  const ada = discord.person({ name: 'Ada' });
  const { message } = await paint(ada);
  await settings.change(`discord:${ada.id}`, { isPrivate: true });
  ada.acceptDirectMessages(false);
  const reply = ada.say({ content: 'make it night', replyTo: message });
  expect((await answerTo(ada, reply)).text).toContain('may not write to you directly');
  expect(core.requests).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('what is no such reply is passed over in silence', async () => {
  const { ada, core, discord, easel, message, paint, paintings } = await startPainted();
  await using _ = easel;
  const robot = discord.person({ name: 'Robot', bot: true });
  const help = ada.slash({ command: 'help' });
  await help.acknowledged();
  const running = ada.slash({ command: 'imagine', options: { prompt: 'a slow fox' } });
  await core.acknowledged(1);
  const { message: forgotten, outcome } = await paint(ada);
  paintings.delete(outcome.generation.id);
  const before = discord.messagesIn(discord.home.general).length;
  const said = [
    ada.say({ content: 'make it night' }),
    ada.say({ content: 'nice', replyTo: ada.say({ content: 'look' }) }),
    ada.say({ content: 'thanks', replyTo: messageOf(help.message()) }),
    ada.say({ content: 'hurry', replyTo: messageOf(running.message()) }),
    ada.say({ content: 'make it night', replyTo: forgotten }),
    ada.say({ files: [picture], replyTo: message }),
    robot.say({ content: 'make it night', replyTo: message }),
  ];
  await settle(easel);
  expect(core.requests).toHaveLength(3);
  expect(discord.messagesIn(discord.home.general)).toHaveLength(before + said.length + 2);
  expect(easel.log.entries.filter(({ level }) => level === 'error')).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('what cannot be used is refused in words, in the language of its person', async () => {
  const { core, discord, easel, paint, paintings } = await startReading();
  await using _ = easel;
  const ada = discord.person({ name: 'Ada', locale: 'ru' });
  const eve = discord.person({ name: 'Eve' });
  const { message, outcome } = await paint(ada);
  const { generation } = outcome;
  const change = (painting: Partial<Painting>) =>
    paintings.set(generation.id, {
      generation,
      owners: [generation.personId],
      results: outcome.pictures,
      references: [],
      ...painting,
    });
  const refusalOf = async (person: Person, files: readonly PickedFile[] = []) =>
    (await answerTo(person, person.say({ content: 'make it night', replyTo: message, files }))).text;

  expect(await refusalOf(eve, [{ ...picture, filename: 'a.txt', contentType: 'text/plain' }])).toContain(
    'not a picture',
  );
  change({ results: [] });
  expect(await refusalOf(eve)).toContain('no longer keep that picture');
  expect(await refusalOf(ada)).toContain('больше не хранится');
  change({ generation: { ...generation, removedAtMs: 5 } });
  expect(await refusalOf(eve)).toContain('Deleted');
  change({ generation: { ...generation, isPrivate: true } });
  expect(await refusalOf(eve)).toContain('somebody else');
  expect(core.requests).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('where pictures cannot be posted nothing begins, in words where those can', async () => {
  const { ada, core, discord, easel, message } = await startPainted();
  await using _ = easel;
  discord.allowBot(discord.home.general, ['ViewChannel', 'SendMessages']);
  ada.say({ content: 'make it night', replyTo: message });
  const words = await ada.waitForMessage({
    predicate: ({ text }) => /attach files/.test(text),
    description: 'why not',
  });
  // Whoever may not read what was said before may not reply to it.
  expect(words.repliesTo).toBeUndefined();
  discord.allowBot(discord.home.general, ['ViewChannel', 'AttachFiles', 'ReadMessageHistory']);
  ada.say({ content: 'make it dawn', replyTo: message });
  await settle(easel);
  expect(core.requests).toHaveLength(1);
  expect(easel.log.entries.map(({ message: line }) => line)).toContain(
    'a reply to a result stands where the bot may not write',
  );
  expect(discord.violations).toEqual([]);
});

test('switched off, no message is asked for', async () => {
  const { core, discord, easel, paint } = await startReading({ bot: { readsReplies: false } });
  await using _ = easel;
  expect(discord.gateway.connected.map(({ intents }) => intents)).toEqual([1]);
  const ada = discord.person({ name: 'Ada' });
  const { message } = await paint(ada);
  ada.say({ content: 'make it night', replyTo: message });
  await settle(easel);
  expect(core.requests).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

async function startPainted(count = 1) {
  const reading = await startReading();
  const ada = reading.discord.person({ name: 'Ada' });
  return { ...reading, ada, ...(await reading.paint(ada, { count })) };
}
