import { beforeEach, describe, expect, test } from 'vitest';
import { StartupProblem } from '../../src/startup-problem.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Message } from '../fakes/discord/message.ts';
import { isNoDraft, offerDrafts, onePerPerson } from './support/drafts.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { painted, picturesOf, wordsOf } from './support/painted-on-discord.ts';
import { expectWorkedFrom, prompts } from './support/received-references.ts';

const messageContent = 1 << 15;

describe('replies to results on Discord, end to end', () => {
  const world = inhabitedWorld({
    on: 'discord',
    settings: { DISCORD_READ_REPLIES: 'on' },
    discord: { privilegedIntents: messageContent },
  });
  let ada: Person;
  let eve: Person;

  beforeEach(() => {
    ada = world.discord.person({ name: 'Ada' });
    eve = world.discord.person({ name: 'Eve' });
  });

  test('words that reply to a picture edit that picture, and the reply to that goes on', async () => {
    const first = await painted(ada, 'a fox');
    world.discord.expireLinks(first);
    const second = await answerTo(eve, first, 'make it night');
    await expectWorkedFrom(world.runware, {
      prompt: 'make it night',
      shown: world.discord.pictures(first)[0],
    });
    const third = await answerTo(ada, second, 'make it snow');
    await expectWorkedFrom(world.runware, {
      prompt: 'make it snow',
      shown: world.discord.pictures(second)[0],
    });
    expect(third.buttons.length).toBeGreaterThan(0);
    expect(world.discord.messagesIn(world.discord.home.general)).toHaveLength(5);
  });

  test('a reply after a restart works, and one that was under way comes to its end', async () => {
    const first = await painted(ada, 'a fox');
    await world.restart();
    const hold = world.runware.hold();
    const reply = ada.say({ content: 'make it night', replyTo: first });
    await hold.arrived;
    await world.restart({ whileStopping: () => hold.release() });
    const second = await shownTo(ada, reply);
    expect(second.repliesTo).toBe(reply.id);
    expect(prompts(world.runware)).toContain('make it night');
  });

  test('a result that came by itself has buttons that work, and can be deleted', async () => {
    const first = await painted(ada, 'a fox');
    const second = await answerTo(eve, first, 'make it night');
    await picturesOf(ada.press(second.button(/Again/)));
    const removal = eve.press(second.button(/Delete/));
    await removal.acknowledged();
    await world.discord.waitForRequest(({ method }) => method === 'DELETE', 'a deletion');
    expect(second.deleted).toBe(true);
  });

  test('where a rule makes everything private, it is answered in private, and said why', async () => {
    const first = await painted(ada, 'a fox');
    const mia = world.discord.person({ name: 'Mia', administrator: true });
    await wordsOf(mia.slash({ command: 'admin rules', options: { 'private-only': true } }), /Changed/);
    eve.say({ content: 'make it night', replyTo: first });
    const inPrivate = (description: string, predicate: (one: Message) => boolean) =>
      eve.waitForMessage({ in: 'direct', predicate, description });
    await inPrivate('why it is answered there', ({ text }) => /Only you are to see this/.test(text));
    await inPrivate('the picture', ({ visibleAttachments }) => visibleAttachments.length === 1);
  });

  test('it can be cancelled while it waits or runs', async () => {
    const first = await painted(ada, 'a fox');
    const hold = world.runware.hold();
    const reply = ada.say({ content: 'make it night', replyTo: first });
    await hold.arrived;
    const status = await waitFor(ada, reply, ({ text }) => /Painting/.test(text));
    ada.press(status.button(/Cancel/));
    await waitFor(ada, reply, ({ text }) => /Cancelled/.test(text));
    hold.release();
  });

  test('words that reply to a draft that is all there is edit the draft', async () => {
    await offerDrafts(world, onePerPerson);
    world.runware.fail({ kind: 'error', code: 'invalidProviderContent' }, { when: isNoDraft });
    const options = { prompt: 'a fox', draft: true };
    const failed = await wordsOf(ada.slash({ command: 'imagine', options }), /This is only a draft/);
    await answerTo(eve, failed, 'make it night');
    await expectWorkedFrom(world.runware, {
      prompt: 'make it night',
      shown: world.discord.pictures(failed)[0],
    });
  });

  test('words that reply to what shows no picture are nothing to the bot', async () => {
    world.runware.fail({ kind: 'error', code: 'invalidProviderContent' });
    const failed = await wordsOf(ada.slash({ command: 'imagine', options: { prompt: 'a fox' } }), /safety/);
    ada.say({ content: 'make it night', replyTo: failed });
    await painted(eve, 'a cat');
    expect(prompts(world.runware)).toEqual(['a fox', 'a cat']);
  });

  test('switched off, a reply is nothing to the bot', async () => {
    const first = await painted(ada, 'a fox');
    await world.restart({ settings: { DISCORD_READ_REPLIES: 'off' } });
    ada.say({ content: 'make it night', replyTo: first });
    await painted(eve, 'a cat');
    expect(prompts(world.runware)).toEqual(['a fox', 'a cat']);
  });

  function answerTo(person: Person, replyTo: Message, content: string): Promise<Message> {
    return shownTo(person, person.say({ content, replyTo, notifies: false }));
  }

  function shownTo(person: Person, asked: Message): Promise<Message> {
    return waitFor(person, asked, ({ visibleAttachments }) => visibleAttachments.length === 1);
  }

  function waitFor(
    person: Person,
    asked: Message,
    predicate: (message: Message) => boolean,
  ): Promise<Message> {
    return person.waitForMessage({
      predicate: (message) => message.repliesTo === asked.id && predicate(message),
      description: 'the answer to a reply',
    });
  }
});

test('an intent that Discord does not allow yet is told by its setting', async () => {
  const world = await createWorld();
  try {
    const start = (readReplies: string) =>
      startEasel({ ...world.environment, DISCORD_READ_REPLIES: readReplies }).catch(
        (error: unknown) => error,
      );
    const refused = await start('on');
    expect(refused).toBeInstanceOf(StartupProblem);
    expect(refused).toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(
        /^DISCORD_READ_REPLIES: .*Message Content Intent.*developer portal.*=off/,
      ),
    });
  } finally {
    await world.close();
  }
});
