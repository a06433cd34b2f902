import { describe, expect, test } from 'vitest';
import { labelsOf, says, showsPicture } from '../bots/telegram/support/painted.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';

describe('rules on Telegram', () => {
  const world = inhabitedWorld({ on: 'telegram' });

  function people() {
    const [alice, mia, dan] = ['Alice', 'Mia', 'Dan'].map((name) =>
      world.telegram.person({ name, startedBot: true }),
    );
    if (alice === undefined || mia === undefined || dan === undefined) throw new Error('Expected three');
    const group = world.telegram.group({ members: [alice, mia, dan] });
    group.promote(mia, { mayChangeInfo: true });
    group.promote(dan);
    return { alice, mia, dan, group };
  }

  test('are made by administrators who may change the group, and by nobody else', async () => {
    const { alice, dan, group, mia } = people();
    for (const person of [alice, dan]) {
      const { message } = group.send(person, '/admin@easel_bot rules --most-pictures 1');
      const refusal = await group.waitForMessage(
        (one) => one.reply_to_message?.message_id === message.message_id,
        'the refusal',
      );
      expect(refusal.text).toContain('those who run this bot or keep order here');
    }
    group.send(mia, '/admin@easel_bot rules --most-pictures 1 --spoilers --language ru');
    const shown = await group.waitForMessage(says('✅ Changed'), 'the rules');
    expect(shown.text).toContain('Most pictures at once: 1');
    expect(labelsOf(shown)).toEqual([]);
    group.send(alice, '/imagine@easel_bot a fox --count 2');
    await group.waitForMessage(says('Здесь можно просить по 1 картинке'), 'the refusal, in Russian');
    group.send(alice, '/imagine@easel_bot a fox');
    const picture = await group.waitForMessage(showsPicture, 'the picture');
    expect(picture.has_media_spoiler).toBe(true);
  });

  test('make everything private', async () => {
    const { alice, group, mia } = people();
    group.send(mia, '/admin@easel_bot rules --private-only');
    await group.waitForMessage(says('Private only: on'), 'the rules');
    group.send(alice, '/imagine@easel_bot a fox');
    await alice.privateChat().waitForMessage(showsPicture, 'the picture, in private');
    expect(group.botMessages().filter(showsPicture)).toEqual([]);
  });

  test('follow a group that becomes a supergroup, bans with them', async () => {
    const [alice, mia, eve] = ['Alice', 'Mia', 'Eve'].map((name) =>
      world.telegram.person({ name, startedBot: true }),
    );
    if (alice === undefined || mia === undefined || eve === undefined) throw new Error('Expected three');
    const group = world.telegram.group({ members: [alice, mia, eve], kind: 'group' });
    group.promote(mia, { mayChangeInfo: true });
    group.send(mia, '/admin@easel_bot rules --most-pictures 1');
    await group.waitForMessage(says('✅ Changed'), 'the rules');
    group.send(mia, `/admin@easel_bot ban ${eve.id}`);
    await group.waitForMessage(says('may ask for no pictures here'), 'the ban');
    const supergroup = group.migrate();
    supergroup.send(alice, '/imagine@easel_bot a fox --count 2');
    await supergroup.waitForMessage(says('Here it is 1 picture at a time'), 'the refusal');
    supergroup.send(eve, '/imagine@easel_bot a fox');
    await supergroup.waitForMessage(says('You may not ask me for pictures here'), 'the ban');
    supergroup.promote(mia, { mayChangeInfo: true });
    supergroup.send(mia, '/admin@easel_bot audit');
    await supergroup.waitForMessage(says('Banned'), 'what was decided before');
  });

  test('are made by administrators who remain anonymous, as such, and nothing else of theirs is known', async () => {
    const { alice, group } = people();
    group.sendAnonymously('/admin@easel_bot rules --most-pictures 1');
    await group.waitForMessage(says('✅ Changed'), 'the rules');
    group.send(alice, '/imagine@easel_bot a fox --count 2');
    await group.waitForMessage(says('Here it is 1 picture at a time'), 'the refusal');
    group.sendAnonymously('/admin@easel_bot audit');
    const audit = await group.waitForMessage(says('Who decided what'), 'the audit log');
    expect(audit.text).toContain(`by an anonymous administrator of telegram:${group.id}`);
    group.sendAnonymously('/admin@easel_bot pause');
    await group.waitForMessage(says('those who run this bot'), 'the refusal of what is not theirs');
  });

  test('take lists as people write them, with spaces, up to the next flag', async () => {
    const { group, mia } = people();
    group.send(mia, '/admin@easel_bot rules --models flux, imagen --most-pictures 2');
    const shown = await group.waitForMessage(says('✅ Changed'), 'the rules');
    expect(shown.text).toMatch(/Models: FLUX.*, Nano Banana/);
    expect(shown.text).toContain('Most pictures at once: 2');
  });

  test('are not about what a group does not have, since they would shut out everybody', async () => {
    const { alice, group, mia } = people();
    const decide = async (words: string, answer: string) => {
      group.send(mia, `/admin@easel_bot rules ${words}`);
      await group.waitForMessage(says(answer), answer);
    };
    await decide('--roles 5', 'Telegram has no roles');
    await decide('--channels here', 'This group has no topics');
    group.send(alice, '/imagine@easel_bot a fox');
    await group.waitForMessage(showsPicture, 'the picture');
  });

  test('are changed in private by nobody for a group', async () => {
    const { mia } = people();
    const chat = mia.privateChat();
    chat.sendText(`/admin rules --place telegram:-5 --most-pictures 1`);
    await chat.waitForMessage(says('those who run this bot or keep order here'), 'the refusal');
  });

  test('keep a person out by a reply to what they wrote, until it is lifted', async () => {
    const { alice, group, mia } = people();
    const { message } = group.send(alice, 'buy my foxes');
    group.send(mia, '/admin@easel_bot ban --for 2w --reason "spam"', { replyTo: message });
    await group.waitForMessage(says('may ask for no pictures here, until'), 'the ban');
    group.send(alice, '/imagine@easel_bot a fox');
    const refusal = await group.waitForMessage(says('You may not ask me for pictures here'), 'the refusal');
    expect(refusal.text).toContain('spam');
    group.send(mia, `/admin@easel_bot unban ${alice.id}`);
    await group.waitForMessage(says('may ask for pictures again'), 'the end of it');
    group.send(alice, '/imagine@easel_bot a fox');
    await group.waitForMessage(showsPicture, 'the picture');
  });

  test('give a person more in private, by a reply to what they wrote in a group', async () => {
    const { alice, dan, group, mia } = people();
    await world.restart({ settings: { ADMIN_IDS: `telegram:${mia.id}` } });
    const chat = mia.privateChat();
    chat.sendText('/admin grant --pictures 5', { replyAcrossTo: group.send(alice, 'I have none left') });
    await chat.waitForMessage(
      says(`${alice.id} may use 5 pictures beyond`),
      'the grant, by a reply to another chat',
    );
    const forwarded = chat.forward(group.send(dan, 'nor have I'));
    chat.sendText('/admin grant --pictures 5', { replyTo: forwarded });
    await chat.waitForMessage(
      says(`${dan.id} may use 5 pictures beyond`),
      'the grant, by a reply to what was forwarded',
    );
    const hidden = chat.forward(group.send(dan, 'and again'), { isHidden: true });
    chat.sendText('/admin grant --pictures 5', { replyTo: hidden });
    await chat.waitForMessage(says('Whom do you mean?'), 'the question who it is');
    await world.restart();
  });

  test('say something where it was used: in the group, and in no private chat in its stead', async () => {
    const { alice, dan, group } = people();
    const hushed = world.telegram.group({ members: [dan] });
    await world.restart({ settings: { ADMIN_IDS: `telegram:${alice.id}` } });
    group.send(dan, '/imagine@easel_bot a fox');
    await group.waitForMessage(showsPicture, 'the picture');
    for (const place of [group, hushed]) place.send(dan, '/imagine@easel_bot --private an owl');
    const own = dan.privateChat();
    await own.waitFor(() => own.botMessages().filter(showsPicture)[1], 'both pictures, in private');
    const chat = alice.privateChat();
    chat.sendText('/admin announce We move');
    const asked = await chat.waitForMessage(says('in 1 place'), 'where it goes');
    expect(asked.text).toContain('Left out: 1 place');
    chat.tap(asked, '📢 Send it');
    await group.waitForMessage(says('We move'), 'the announcement');
    await world.restart();
    for (const place of [own, hushed]) expect(place.botMessages().filter(says('We move'))).toEqual([]);
  });
});

describe('those who run the bot, on Telegram', () => {
  const world = inhabitedWorld({ on: 'telegram' });

  async function admin() {
    const root = world.telegram.person({ name: 'Root', startedBot: true });
    await world.restart({ settings: { ADMIN_IDS: `telegram:${root.id}` } });
    return root;
  }

  test('have it in their menu, and are told in private what is not for a group', async () => {
    const root = await admin();
    const alice = world.telegram.person({ name: 'Alice', startedBot: true });
    const group = world.telegram.group({ members: [root, alice] });
    group.send(root, '/admin@easel_bot status');
    await group.waitForMessage(says('not for a group to read'), 'the refusal');
    const chat = root.privateChat();
    chat.sendText('/admin status');
    const status = await chat.waitForMessage(says('Painting works'), 'the status');
    expect(status.text).toContain('Telegram: connected');
    chat.tap(status, '⏸️ Pause');
    await chat.waitForMessage(says('Painting is paused'), 'the pause');
    alice.privateChat().sendText('/imagine a fox');
    await alice.privateChat().waitForMessage(says('paused by those who run this bot'), 'the refusal');
    const menusWithIt = () =>
      [...world.telegram.profile.commands]
        .filter(([, menu]) => menu.some(({ command }) => command === 'admin'))
        .map(([place]) => place.split('"')[3]);
    await chat.waitFor(() => menusWithIt()[3], 'four menus with it');
    expect(menusWithIt()).toEqual(['all_chat_administrators', 'all_chat_administrators', 'chat', 'chat']);
  });

  test('are helped with it in the help, and strangers are not', async () => {
    const root = await admin();
    const alice = world.telegram.person({ name: 'Alice', startedBot: true });
    root.privateChat().sendText('/help');
    await root.privateChat().waitForMessage(says('/admin'), 'the help of an admin');
    alice.privateChat().sendText('/help');
    const help = await alice.privateChat().waitForMessage(says('/imagine'), 'the help of a stranger');
    expect(help.text).not.toContain('/admin');
    for (const words of ['/admin', '/admin status', '/admin pause', '/admin rules --everywhere --denied 1']) {
      const chat = world.telegram.person({ name: 'Eve', startedBot: true }).privateChat();
      chat.sendText(words);
      await chat.waitForMessage(says('those who run this bot'), words);
    }
  });
});
