import { describe, test } from 'vitest';
import { says, showsPicture } from '../bots/telegram/support/painted.ts';
import type { Group } from '../fakes/telegram/group.ts';
import type { Person } from '../fakes/telegram/person.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';

const keptOut = 'not open to you here';

describe('who is let in on Telegram, by lists of those who run the bot', () => {
  const world = inhabitedWorld({ on: 'telegram' });

  async function cast() {
    const person = (name: string) => world.telegram.person({ name, startedBot: true });
    const [root, mia, alice, stranger] = [person('Root'), person('Mia'), person('Alice'), person('Sven')];
    await world.restart({ settings: { ADMIN_IDS: `telegram:${root.id}` } });
    const group = world.telegram.group({ kind: 'forum', members: [root, mia, alice] });
    group.promote(mia, { mayChangeInfo: true });
    const decide = async (words: string) => {
      const { message } = root.privateChat().sendText(`/admin rules ${words}`);
      const isAnswer = (id: number) => id > message.message_id;
      await root
        .privateChat()
        .waitForMessage((one) => isAnswer(one.message_id) && says('✅ Changed')(one), 'the rules');
    };
    return { root, mia, alice, stranger, group, decide };
  }

  async function inPrivate(person: Person, answer: string | typeof showsPicture): Promise<void> {
    const chat = person.privateChat();
    const { message } = chat.sendText('/imagine a fox');
    const fits = typeof answer === 'string' ? says(answer) : answer;
    await chat.waitForMessage((one) => one.message_id > message.message_id && fits(one), String(answer));
  }

  async function inGroup(person: Person, group: Group, { answer, topic }: Asked): Promise<void> {
    const { message } = group.send(person, '/imagine@easel_bot a fox', topic === undefined ? {} : { topic });
    const fits = typeof answer === 'string' ? says(answer) : answer;
    await group.waitForMessage((one) => one.message_id > message.message_id && fits(one), String(answer));
  }

  interface Asked {
    readonly answer: string | typeof showsPicture;
    readonly topic?: number;
  }

  test('a person is kept out wherever they ask, and nobody else is', async () => {
    const { alice, decide, group, mia } = await cast();
    await decide(`--denied ${alice.id}`);
    await inPrivate(alice, keptOut);
    await inGroup(alice, group, { answer: keptOut });
    await inGroup(mia, group, { answer: showsPicture });
    // Whoever is kept out still gets at what is theirs.
    alice.privateChat().sendText('/privacy');
    await alice.privateChat().waitForMessage(says('🔐'), 'what is kept about them');
  });

  test('a group is kept out with everybody in it, whatever they are there, and in private they go on', async () => {
    const { alice, decide, group, mia, root, stranger } = await cast();
    await decide(`--denied telegram:${group.id}`);
    await inGroup(mia, group, { answer: keptOut });
    await inPrivate(alice, showsPicture);
    await inPrivate(stranger, showsPicture);
    // Those who run the bot keep their commands, and order is kept there as before.
    group.send(mia, '/admin@easel_bot rules --most-pictures 2');
    await group.waitForMessage(says('Most pictures at once: 2'), 'the rules of the group');
    await decide('--denied none');
    await inGroup(root, group, { answer: showsPicture });
  });

  test('a topic is kept out, and the others of its group are not', async () => {
    const { alice, decide, group, mia } = await cast();
    const topic = group.createTopic(mia, 'Talk');
    await decide(`--denied telegram:${group.id}/${topic}`);
    await inGroup(alice, group, { topic, answer: keptOut });
    await inGroup(alice, group, { answer: showsPicture });
  });

  test('a group is let in with everybody in it, and nobody else is, but by a name of their own', async () => {
    const { alice, decide, group, root, stranger } = await cast();
    await decide(`--allowed telegram:${group.id} ${root.id}`);
    await inGroup(alice, group, { answer: showsPicture });
    await inPrivate(root, showsPicture);
    await inPrivate(alice, keptOut);
    await inPrivate(stranger, keptOut);
  });

  test('who is banned stays out where they are let in', async () => {
    const { alice, decide, group, mia } = await cast();
    await decide(`--allowed telegram:${group.id} ${alice.id}`);
    group.send(mia, `/admin@easel_bot ban ${alice.id} --reason "too many foxes"`);
    await group.waitForMessage(says('may ask for no pictures here'), 'the ban');
    await inGroup(alice, group, { answer: 'too many foxes' });
    await inPrivate(alice, showsPicture);
  });
});
