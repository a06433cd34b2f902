import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartupProblem } from '../../src/startup-problem.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Message } from '../fakes/discord/message.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import { differenceBetween, look, lookAtDataUri } from './support/painted-picture.ts';

const messageContent = 1 << 15;

describe('replies to results on Discord, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;
  let environment: Readonly<Record<string, string>>;
  let ada: Person;
  let eve: Person;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 }, { privilegedIntents: messageContent });
    const { TELEGRAM_TOKEN: _, ...withoutTelegram } = world.environment;
    environment = { ...withoutTelegram, DISCORD_READ_REPLIES: 'on' };
    easel = await startEasel(environment);
    ada = world.discord.person({ name: 'Ada' });
    eve = world.discord.person({ name: 'Eve' });
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
  });

  test('words that reply to a picture edit that picture, and the reply to that goes on', async () => {
    const first = await painted(ada, 'a fox');
    world.discord.expireLinks(first);
    const second = await answerTo(eve, first, 'make it night');
    await expectSamePicture(referenceOf('make it night'), world.discord.pictures(first)[0]);
    const third = await answerTo(ada, second, 'make it snow');
    await expectSamePicture(referenceOf('make it snow'), world.discord.pictures(second)[0]);
    expect(third.buttons.length).toBeGreaterThan(0);
    expect(world.discord.messagesIn(world.discord.home.general)).toHaveLength(5);
    expectNoViolations();
  });

  test('a reply after a restart works, and one that was under way comes to its end', async () => {
    const first = await painted(ada, 'a fox');
    await restart();
    const hold = world.runware.hold();
    const reply = ada.say({ content: 'make it night', replyTo: first });
    await hold.arrived;
    await restart(() => hold.release());
    const second = await shownTo(ada, reply);
    expect(second.repliesTo).toBe(reply.id);
    expect(prompts()).toContain('make it night');
    expectNoViolations();
  });

  test('a result that came by itself has buttons that work, and can be deleted', async () => {
    const first = await painted(ada, 'a fox');
    const second = await answerTo(eve, first, 'make it night');
    const again = ada.press(second.button(/Again/));
    await again.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'a picture');
    const removal = eve.press(second.button(/Delete/));
    await removal.acknowledged();
    await world.discord.waitForRequest(({ method }) => method === 'DELETE', 'a deletion');
    expect(second.deleted).toBe(true);
    expectNoViolations();
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
    expectNoViolations();
  });

  test('switched off, a reply is nothing to the bot', async () => {
    const first = await painted(ada, 'a fox');
    await easel.app.stop();
    easel = await startEasel({ ...environment, DISCORD_READ_REPLIES: 'off' });
    ada.say({ content: 'make it night', replyTo: first });
    await painted(eve, 'a cat');
    expect(prompts()).toEqual(['a fox', 'a cat']);
    expectNoViolations();
  });

  async function restart(meanwhile = () => {}): Promise<void> {
    const stopped = easel.app.stop();
    meanwhile();
    await stopped;
    easel = await startEasel(environment);
  }

  async function painted(person: Person, prompt: string): Promise<Message> {
    const asked = person.slash({ command: 'imagine', options: { prompt } });
    return asked.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'a picture');
  }

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

  function prompts(): readonly unknown[] {
    return tasks().map(({ positivePrompt }) => positivePrompt);
  }

  function tasks() {
    return world.runware.tasks.filter(({ taskType }) => taskType === 'imageInference');
  }

  function referenceOf(prompt: string): unknown {
    const task = tasks().find(({ positivePrompt }) => positivePrompt === prompt);
    return Array.isArray(task?.referenceImages) ? task.referenceImages[0] : undefined;
  }

  async function expectSamePicture(reference: unknown, shown: Buffer | undefined): Promise<void> {
    const [given, seen] = [await lookAtDataUri(reference), await look(shown ?? Buffer.alloc(0))];
    expect(differenceBetween(given, seen)).toBe(undefined);
  }

  function expectNoViolations(): void {
    expect(world.discord.violations).toEqual([]);
    expect(world.runware.violations).toEqual([]);
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
