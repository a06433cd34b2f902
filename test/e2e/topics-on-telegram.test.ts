import { describe, expect, test } from 'vitest';
import { says, showsPicture } from '../bots/telegram/support/painted.ts';
import type { Group } from '../fakes/telegram/group.ts';
import type { Person } from '../fakes/telegram/person.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';

describe('topics of a group on Telegram', () => {
  const world = inhabitedWorld({ on: 'telegram' });

  function forum() {
    const alice = world.telegram.person({ name: 'Alice', startedBot: true });
    const mia = world.telegram.person({ name: 'Mia', startedBot: true });
    const group = world.telegram.group({ kind: 'forum', members: [alice, mia] });
    group.promote(mia, { mayChangeInfo: true });
    const art = group.createTopic(mia, 'Art');
    return { alice, mia, group, art };
  }

  /** Resolves with what the bot says next in the group. */
  async function next(group: Group, act: () => void, looks: (words: string) => boolean) {
    const before = group.botMessages().length;
    act();
    return group.waitFor(
      () =>
        group
          .botMessages()
          .slice(before)
          .find(({ caption = '', text = caption }) => looks(text)),
      'what the bot says next',
    );
  }

  async function asks(person: Person, group: Group, topic: number | undefined) {
    const options = topic === undefined ? {} : { topic };
    const act = () => group.send(person, '/imagine@easel_bot a fox', options);
    const answer = await next(group, act, (text) => /a fox|not asked for in this channel/.test(text));
    return (answer.text ?? '').includes('not asked for') ? 'closed' : 'open';
  }

  /** In which topics alice may ask, once mia has said that in one of them. */
  async function open(words: string, where: 'art' | undefined) {
    const { alice, art, group, mia } = forum();
    const options = where === undefined ? {} : { topic: art };
    const act = () => group.send(mia, `/admin@easel_bot rules ${words}`, options);
    const shown = await next(group, act, (text) => text.includes('✅ Changed'));
    const found: string[] = [];
    for (const topic of [undefined, art]) found.push(await asks(alice, group, topic));
    return { found, shown: shown.text };
  }

  test('are closed one by one, and General is one of them', async () => {
    const { found, shown } = await open('--closed-channels here', undefined);
    expect(shown).toContain('Closed topics: #General');
    expect(found).toEqual(['closed', 'open']);
  });

  test('are opened one by one, and General is one of them', async () => {
    const { found } = await open('--channels here', undefined);
    expect(found).toEqual(['open', 'closed']);
  });

  test('are closed in General where another one is open', async () => {
    const { found } = await open('--channels here', 'art');
    expect(found).toEqual(['closed', 'open']);
  });

  test('stay closed to the button of a message of which Telegram tells no more than its number', async () => {
    const { alice, art, group, mia } = forum();
    group.send(alice, '/imagine@easel_bot a fox', { topic: art });
    const result = await group.waitForMessage(showsPicture, 'the picture');
    group.send(mia, '/admin@easel_bot rules --closed-channels here', { topic: art });
    await group.waitForMessage(says('✅ Changed'), 'the rules');
    const { text } = await group.tap(alice, result, '🔁 Again', { isInaccessible: true }).answered();
    expect(text).toContain('not asked for in this channel');
    expect(group.botMessages().filter(showsPicture)).toHaveLength(1);
  });
});
