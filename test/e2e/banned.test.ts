import type { TelegramMessage } from '@gramio/types';
import { describe, expect, test } from 'vitest';
import { labelsOf, says, showsPicture } from '../bots/telegram/support/painted.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { painted, wordsOf } from './support/painted-on-discord.ts';

const banned = /You may not ask me/;

describe('somebody banned', () => {
  const world = inhabitedWorld();

  test('on Discord has nothing painted or shown, reports nothing, and sees and deletes what is theirs', async () => {
    const { discord } = world;
    const [ada, ben] = ['Ada', 'Ben'].map((name) => discord.person({ name, locale: 'en-US' }));
    if (ada === undefined || ben === undefined) throw new Error('Expected two');
    const mia = discord.person({ name: 'Mia', locale: 'en-US', administrator: true });
    const own = await painted(ada, 'a fox');
    const others = await painted(ben, 'an owl');
    await wordsOf(
      mia.slash({ command: 'admin ban', options: { person: `<@${ada.id}>` } }),
      /no pictures here/,
    );
    const calls = world.runware.ledger.entries.length;
    for (const label of [/Again/, /Vary/, /Original/]) await wordsOf(ada.press(others.button(label)), banned);
    await wordsOf(ada.press(own.button(/Again/)), banned);
    await wordsOf(ada.press(others.button(/Report/)), /banned here, so I pass on no reports/);
    const file = ada.press(own.button(/Original/));
    await file.waitForMessage(({ attachments }) => attachments.length === 1, 'their own file');
    await wordsOf(ada.slash({ command: 'help' }), /I paint pictures/);
    await wordsOf(ada.slash({ command: 'privacy' }), /What I keep about you/);
    ada.press(own.button(/Delete/));
    await expect.poll(() => own.deleted).toBe(true);
    expect(world.runware.ledger.entries).toHaveLength(calls);
  });

  test('on Discord is no moderator who lets themselves in again', async () => {
    const { discord } = world;
    const [mia, zoe] = ['Mia', 'Zoe'].map((name) =>
      discord.person({ name, locale: 'en-US', administrator: true }),
    );
    if (mia === undefined || zoe === undefined) throw new Error('Expected two');
    const admin = (verb: 'ban' | 'unban') => ({
      command: `admin ${verb}`,
      options: { person: `<@${mia.id}>` },
    });
    await wordsOf(zoe.slash(admin('ban')), /no pictures here/);
    await wordsOf(mia.slash(admin('unban')), /those who run this bot or keep order here/);
    await wordsOf(mia.slash({ command: 'imagine', options: { prompt: 'a fox' } }), banned);
    await wordsOf(zoe.slash(admin('unban')), /may ask for pictures again/);
  });

  test('on Telegram has nothing painted or shown, reports nothing, and sees and deletes what is theirs', async () => {
    const { telegram } = world;
    const [alice, bob, mia] = ['Alice', 'Bob', 'Mia'].map((name) =>
      telegram.person({ name, startedBot: true }),
    );
    if (alice === undefined || bob === undefined || mia === undefined) throw new Error('Expected three');
    const group = telegram.group({ kind: 'supergroup', members: [alice, bob, mia] });
    group.promote(mia, { mayChangeInfo: true });
    const paint = async (person: typeof alice, words: string) => {
      group.send(person, `/imagine@easel_bot ${words}`);
      return group.waitForMessage((one) => showsPicture(one) && says(words)(one), words);
    };
    const own = await paint(alice, 'a fox');
    const others = await paint(bob, 'an owl');
    group.send(mia, `/admin@easel_bot ban ${alice.id}`);
    await group.waitForMessage(says('no pictures here'), 'the ban');
    const calls = world.runware.ledger.entries.length;
    const tap = async (message: TelegramMessage, wanted: RegExp) => {
      const label = labelsOf(message)
        .flat()
        .find((one) => wanted.test(one));
      return (await group.tap(alice, message, label ?? '').answered()).text;
    };
    for (const wanted of [/Again/, /Vary/, /Original/]) {
      expect(await tap(others, wanted)).toMatch(banned);
      expect(await tap(own, wanted)).toMatch(banned);
    }
    expect(await tap(others, /Report/)).toMatch(/banned here, so I pass on no reports/);
    const chat = alice.privateChat();
    chat.sendText('/privacy');
    await chat.waitForMessage(says('What I keep about you'), 'what is kept');
    await tap(own, /Delete/);
    await group.waitFor(
      () => (group.botMessages().some(({ message_id: id }) => id === own.message_id) ? undefined : true),
      'their own picture to go',
    );
    expect(world.runware.ledger.entries).toHaveLength(calls);
    group.send(mia, `/admin@easel_bot ban ${mia.id}`);
    await group.waitForMessage(says(`${mia.id} may ask for no pictures here`), 'the second ban');
    group.send(mia, `/admin@easel_bot unban ${mia.id}`);
    await group.waitForMessage(says('those who run this bot or keep order here'), 'the refusal');
  });
});
