import { describe, expect, test } from 'vitest';
import type { Person } from '../fakes/discord/control/person.ts';
import { inhabitedWorld } from './support/inhabited-world.ts';
import { painted, picturesOf, wordsOf } from './support/painted-on-discord.ts';

const fox = { command: 'imagine', options: { prompt: 'a fox' } };

describe('rules on Discord', () => {
  const world = inhabitedWorld({ on: 'discord' });

  const member = (name = 'Ada') => world.discord.person({ name });
  const moderator = () => world.discord.person({ name: 'Mia', administrator: true });
  const rule = (person: Person, options: Record<string, string | number | boolean>) =>
    wordsOf(person.slash({ command: 'admin rules', options }), /✅ (Changed|Изменено)/);

  test('are made by whoever may manage the server, shown to them alone, and hold for everybody there', async () => {
    const mia = moderator();
    const shown = await rule(mia, { 'most-pictures': 2, models: 'flux' });
    expect(shown.ephemeral).toBe(true);
    expect(shown.text).toMatch(/Models: \*\*FLUX/);
    const asks = { prompt: 'a fox', count: 3 };
    for (const person of [member(), mia]) {
      const refusal = await wordsOf(person.slash({ ...fox, options: asks }), /Here it is up to 2 pictures/);
      expect(refusal.ephemeral).toBe(true);
    }
    await wordsOf(
      member('Ben').slash({ ...fox, options: { prompt: 'a fox', model: 'imagen' } }),
      /not used here. You can choose/,
    );
    await painted(member('Cem'), 'an owl', 2);
    expect(JSON.stringify(world.runware.ledger.entries[0])).toContain('bfl:5@1');
    await picturesOf(member('Dora').slash({ ...fox, options: asks, in: 'direct' }), 3);
  });

  test('open and close channels, threads with them', async () => {
    const { home } = world.discord;
    const art = home.channel({ name: 'art' });
    const mia = moderator();
    await rule(mia, { channels: `<#${art.id}>` });
    const ada = member();
    const refusal = await wordsOf(ada.slash(fox), /not asked for in this channel/);
    expect(refusal.ephemeral).toBe(true);
    expect(refusal.text).toContain(art.id);
    await picturesOf(ada.slash({ ...fox, in: art }));
    await picturesOf(ada.slash({ ...fox, in: home.channel({ name: 'sketches', threadOf: art }) }));
    await rule(mia, { channels: 'any', 'closed-channels': 'here' });
    await wordsOf(ada.slash(fox), /not asked for in this channel/);
    await picturesOf(ada.slash({ ...fox, in: art }));
  });

  test('ask for a role, and keep one out', async () => {
    const artists = world.discord.home.role('artists');
    const muted = world.discord.home.role('muted');
    await rule(moderator(), { roles: `<@&${artists}>`, 'closed-roles': muted });
    const holder = world.discord.person({ name: 'Ada', roles: [artists] });
    const both = world.discord.person({ name: 'Ben', roles: [artists, muted] });
    await picturesOf(holder.slash(fox));
    for (const person of [member('Cem'), both]) await wordsOf(person.slash(fox), /another role than yours/);
  });

  test('make everything private, or covered, or in the language of the place', async () => {
    const mia = moderator();
    await rule(mia, { 'private-only': true, language: 'ru' });
    const ada = member();
    const shown = await picturesOf(ada.slash(fox));
    expect(shown.ephemeral).toBe(true);
    expect(shown.text).toMatch(/\p{Script=Cyrillic}/u);
    await rule(mia, { 'private-only': false, spoilers: true, language: 'any' });
    const covered = await picturesOf(member('Ben').slash(fox));
    expect(covered.ephemeral).toBe(false);
    expect(JSON.stringify(covered.components)).toContain('"spoiler":true');
  });

  test('are pressed on and off by whoever may, and by nobody else who comes to see the button', async () => {
    const mia = moderator();
    const page = await wordsOf(mia.slash({ command: 'admin rules' }), /What holds here/);
    const on = await wordsOf(mia.press(page.button('🔒 Private only')), /Private only: \*\*on/);
    expect((await picturesOf(member().slash(fox))).ephemeral).toBe(true);
    mia.user.administrator = false;
    const refusal = await wordsOf(
      mia.press(on.button('🔓 Private no more')),
      /those who run this bot or keep order/,
    );
    expect(refusal.ephemeral).toBe(true);
    expect((await picturesOf(member('Ben').slash(fox))).ephemeral).toBe(true);
  });

  test('are nothing to members, even where a server shows them the command', async () => {
    const ada = member();
    expect(() => ada.slash({ command: 'admin rules' })).toThrow(/it needs permissions/);
    world.discord.openCommand('admin');
    for (const command of ['admin rules', 'admin ban', 'admin status', 'admin audit', 'admin pause']) {
      const refusal = await wordsOf(ada.slash({ command }), /those who run this bot or keep order/);
      expect(refusal.ephemeral).toBe(true);
    }
    await wordsOf(
      moderator().slash({ command: 'admin rules', options: { everywhere: true } }),
      /those who run this bot or keep order/,
    );
    await picturesOf(ada.slash(fox));
  });
});

describe('bans on Discord', () => {
  const world = inhabitedWorld({ on: 'discord' });

  test('by a moderator keep a person out of the server, with one clear answer, until they are lifted', async () => {
    const mia = world.discord.person({ name: 'Mia', administrator: true });
    const ada = world.discord.person({ name: 'Ada' });
    const options = { person: `<@${ada.id}>`, for: '7d', reason: 'too many foxes' };
    await wordsOf(mia.slash({ command: 'admin ban', options }), /may ask for no pictures here, until/);
    const refusal = await wordsOf(ada.slash(fox), /You may not ask me for pictures here/);
    expect(refusal.text).toContain('too many foxes');
    expect(refusal.text).toMatch(/ends \*\*in 7 days\*\*/);
    expect(refusal.ephemeral).toBe(true);
    await picturesOf(ada.slash({ ...fox, in: 'direct' }));
    await wordsOf(ada.slash({ command: 'history' }), /a fox/);
    const audit = await wordsOf(mia.slash({ command: 'admin audit' }), /Banned/);
    expect(audit.text).toContain(ada.id);
    await wordsOf(
      mia.slash({ command: 'admin unban', options: { person: ada.id } }),
      /may ask for pictures again/,
    );
    await picturesOf(ada.slash(fox));
  });
});

describe('those who run the bot', () => {
  const admins: Record<string, string> = { ADMIN_IDS: '' };
  const world = inhabitedWorld({ on: 'discord' });

  async function admin(): Promise<Person> {
    const root = world.discord.person({ name: 'Root', administrator: true });
    await world.restart({ settings: { ...admins, ADMIN_IDS: `discord:${root.id}` } });
    return root;
  }

  test('see how it is, and pause it: what waits is told, nothing new begins, a restart changes nothing', async () => {
    const root = await admin();
    const [ada, ben] = ['Ada', 'Ben'].map((name) => world.discord.person({ name }));
    if (ada === undefined || ben === undefined) throw new Error('Expected two people');
    const status = await wordsOf(root.slash({ command: 'admin status' }), /Painting works/);
    expect(status.ephemeral).toBe(true);
    expect(status.text).toMatch(/Runware account: \*\*\$/);
    const paused = await wordsOf(root.press(status.button('⏸️ Pause')), /Painting is paused/);
    expect(paused.ephemeral).toBe(true);
    await wordsOf(ben.slash(fox), /paused by those who run this bot/);
    await world.restart();
    await wordsOf(ada.slash(fox), /paused by those who run this bot/);
    await wordsOf(root.slash({ command: 'admin resume' }), /Painting goes on/);
    await picturesOf(ada.slash(fox));
  });

  test('grant somebody more than their budget', async () => {
    const root = await admin();
    await world.restart({ settings: { MAX_PICTURES_PER_USER_PER_DAY: '1' } });
    const ada = world.discord.person({ name: 'Ada' });
    await picturesOf(ada.slash(fox));
    await wordsOf(ada.slash(fox), /more pictures than you have left/);
    const options = { person: `<@${ada.id}>`, pictures: 1, for: '1d' };
    await wordsOf(root.slash({ command: 'admin grant', options }), /may use 1 picture beyond/);
    await picturesOf(ada.slash(fox));
  });

  test('say something where it was used, after they have seen to how many it goes', async () => {
    const root = await admin();
    const ada = world.discord.person({ name: 'Ada' });
    await picturesOf(ada.slash(fox));
    const secret = world.discord.home.channel({ name: 'secret' });
    const privately = { ...fox, options: { ...fox.options, private: true } };
    await picturesOf(ada.slash({ ...privately, in: secret }));
    const words = 'We move *tonight*, @everyone';
    const asked = await wordsOf(
      root.slash({ command: 'admin announce', options: { words } }),
      /say this in 1 place/,
    );
    expect(
      world.discord.messagesIn(world.discord.home.general).some(({ text }) => text.includes('From those')),
    ).toBe(false);
    await wordsOf(root.press(asked.button('📢 Send it')), /On its way to 1 place/);
    const said = await root.waitForMessage({
      in: world.discord.home.general,
      predicate: ({ text }) => text.includes('From those who run this bot'),
      description: 'the announcement',
    });
    expect(said.text).toContain('tonight');
    expect(said.pings).toEqual([]);
    expect(world.discord.messagesIn(secret).filter(({ ephemeral }) => !ephemeral)).toEqual([]);
  });

  test('keep people and places out everywhere', async () => {
    const root = await admin();
    const ada = world.discord.person({ name: 'Ada' });
    const ben = world.discord.person({ name: 'Ben' });
    const everywhere = (options: Record<string, string>) =>
      wordsOf(
        root.slash({ command: 'admin rules', options: { ...options, everywhere: true } }),
        /✅ Changed/,
      );
    await everywhere({ denied: `<@${ada.id}>` });
    await wordsOf(ada.slash({ ...fox, in: 'direct' }), /not open to you here/);
    await picturesOf(ben.slash(fox));
    await everywhere({ denied: 'none', allowed: ada.id });
    await wordsOf(ben.slash(fox), /not open to you here/);
    await picturesOf(ada.slash(fox));
  });
});
