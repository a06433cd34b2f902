import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { allAdminVerbs } from '../../src/commands/admin/all-admin-verbs.ts';
import { buttonId } from '../../src/commands/button-id.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import type { RawOptions } from '../../src/commands/option.ts';
import type { Reply } from '../../src/commands/reply.ts';
import type { BotRules, PlaceRules } from '../../src/core/rules/place-rules.ts';
import type { Doer } from './people-at-core.ts';
import { PeopleAtCore, pageOf } from './people-at-core.ts';

const admin: Doer = { personId: 'discord:1', platform: 'discord', placeId: 'discord:500' };
const moderator: Doer = { ...admin, personId: 'discord:2', mayManage: async () => true };
const member: Doer = { ...admin, personId: 'discord:3' };
const inPrivate = { isPrivateChat: true, placeId: 'discord:900' };

/** Everybody who is not the operator, wherever they try. */
const others: readonly (readonly [string, Doer])[] = [
  ['a member', member],
  ['a member in private', { ...member, ...inPrivate }],
  ['a moderator in private', { ...moderator, ...inPrivate }],
  ['a moderator of another place', { ...moderator, placeId: 'discord:501' }],
  ['a moderator', moderator],
];

describe('/admin', () => {
  const opened: PeopleAtCore[] = [];

  async function start(): Promise<PeopleAtCore> {
    const people = await PeopleAtCore.start({ adminIds: ['discord:1'] });
    opened.push(people);
    return people;
  }

  afterEach(async () => {
    for (const people of opened.splice(0)) {
      await people.core.close();
      expect(people.faults).toEqual([]);
    }
  });

  const wordsOf = (reply: Reply) => toPlainText('text' in reply ? reply.text : pageOf(reply).text);

  /** Everything that anybody has decided. */
  function decided({ core }: PeopleAtCore) {
    return core.storage.transaction(async (transaction) => ({
      places: await Promise.all(
        ['discord:500', 'discord:501', 'discord:900'].map((place) => transaction.rules.of(place)),
      ),
      bans: [await transaction.bans.list('bot'), await transaction.bans.list('place:discord:500')],
      allotments: await transaction.allotments.of(['bot', 'person:discord:3', 'person:discord:4']),
      audit: await transaction.audit.list({ scope: undefined, before: undefined, limit: 1 }),
      notice: await transaction.notices.nextDue(Number.MAX_SAFE_INTEGER),
    }));
  }

  const uses = [
    ['rules', { 'most-pictures': 1, everywhere: true }],
    ['rules', { denied: 'discord:3', everywhere: true }],
    ['rules', { spoilers: true, place: 'discord:999' }],
    ['ban', { person: '4', everywhere: true }],
    ['ban', { person: '4', place: 'discord:999' }],
    ['unban', { person: '4', everywhere: true }],
    ['grant', { person: '3', pictures: 100 }],
    ['pause', {}],
    ['resume', {}],
    ['status', {}],
    ['announce', { words: 'hello' }],
    ['announce', { confirm: 'K7PM2QXA' }],
    ['audit', { everywhere: true }],
    ['usage', {}],
    ['usage', { csv: true }],
  ] as const;

  test('is about the playground, too, where it is not offered', async () => {
    const people = await start();
    const asking = { ...admin, ...inPrivate };
    const place = 'playground:studio';
    await people.use('admin rules', { place, 'most-pictures': 1 }, asking);
    await people.use('admin ban', { place, person: 'playground:bob' }, asking);
    const { bans, rules } = await people.core.storage.transaction(async (transaction) => ({
      rules: await transaction.rules.of(place),
      bans: await transaction.bans.list(`place:${place}`),
    }));
    expect(rules.place.mostPictures).toBe(1);
    expect(bans).toMatchObject([{ personId: 'playground:bob' }]);
  });

  test.each(others)('%s decides nothing beyond their own place, and sees nothing of it', async (_, doer) => {
    const people = await start();
    const before = await decided(people);
    for (const [name, raw] of uses) {
      const reply = await people.use(`admin ${name}`, raw, doer);
      expect(reply.kind, name).toBe('refusal');
    }
    expect(await decided(people)).toEqual(before);
  });

  test('presses of others on any button of it, made up or seen, change nothing', async () => {
    const people = await start();
    const before = await decided(people);
    const argument = fc.oneof(
      fc.constantFrom('', 'all-privateOnly-on', 'all-spoilersAlways-on', 'all-5', 'K7PM2QXA', '30', '30-csv'),
      fc.stringMatching(/^[\w~.-]{0,20}$/),
    );
    const anyVerb = fc.constantFrom(...allAdminVerbs.map(({ name }) => name), 'nothing');
    await fc.assert(
      fc.asyncProperty(anyVerb, argument, fc.constantFrom(...others), async (verb, rest, [, doer]) => {
        const id = buttonId({ action: 'admin', argument: `${verb}.${rest}` });
        const isModeratorThere = doer.mayManage !== undefined && doer.isPrivateChat !== true;
        const reply = await people.press(id, doer);
        if (!isModeratorThere) expect(reply.kind).toBe('refusal');
      }),
      { numRuns: 300 },
    );
    const after = await decided(people);
    expect({ ...after, places: after.places.map(({ bot }) => bot), audit: [] }).toEqual({
      ...before,
      places: before.places.map(({ bot }) => bot),
      audit: [],
    });
  });

  test('being linked with somebody who runs the bot is not running it', async () => {
    const people = await start();
    await people.core.storage.transaction(({ links }) =>
      links.put({ accountId: 'discord:1', joinedId: 'telegram:9', sharesUntilMs: undefined }),
    );
    const reply = await people.use('admin pause', {}, { personId: 'telegram:9', isPrivateChat: true });
    expect(reply.kind).toBe('refusal');
  });

  test('what is for those who run the bot is neither done nor shown where a group reads', async () => {
    const people = await start();
    for (const { audience, name } of allAdminVerbs.filter((verb) => verb.audience === 'admins')) {
      const reply = await people.use(`admin ${name}`, {}, { ...admin, isSeenByOthers: true });
      expect(wordsOf(reply), `${audience} ${name}`).toContain('not for a group to read');
    }
    expect((await decided(people)).audit).toEqual([]);
  });

  test('what holds elsewhere is not shown where a group reads, and what holds here is', async () => {
    const people = await start();
    const group = { ...admin, isSeenByOthers: true };
    for (const verb of ['rules', 'audit']) {
      const everywhere = await people.use(`admin ${verb}`, { everywhere: true }, group);
      expect(wordsOf(everywhere), verb).toContain('not for a group to read');
      const elsewhere = await people.use(`admin ${verb}`, { place: 'discord:501' }, group);
      expect(wordsOf(elsewhere), verb).toContain('not for a group to read');
      expect((await people.use(`admin ${verb}`, {}, group)).kind, verb).toBe('answer');
    }
  });

  test('a moderator sends reports to the channel in which they say so, and to nobody else', async () => {
    const people = await start();
    const channelOf = async () => (await decided(people)).places[0]?.place.moderatorsChannel;
    const say = (word: string, doer: Doer) =>
      people.use('admin rules', { 'moderators-channel': word }, { ...doer, channels: ['discord:77'] });
    expect(wordsOf(await say('discord:999', moderator))).toContain('in that very channel');
    expect(await channelOf()).toBeUndefined();
    await say('here', moderator);
    expect(await channelOf()).toBe('discord:77');
    await say('discord:999', admin);
    expect(await channelOf()).toBe('discord:999');
    expect(wordsOf(await say('none', moderator))).toContain('only they change it');
    await say('none', admin);
    await say('here', moderator);
    await say('none', moderator);
    expect(await channelOf()).toBeUndefined();
  });

  test('shows whoever asks what they can do', async () => {
    const people = await start();
    const listedFor = async (doer: Doer) =>
      [...wordsOf(await people.use('admin', {}, doer)).matchAll(/\/admin (\w+)/g)].map(([, name]) => name);
    expect(await listedFor(admin)).toEqual(allAdminVerbs.map(({ name }) => name));
    expect(await listedFor(moderator)).toEqual(['rules', 'ban', 'unban', 'audit']);
    expect(await listedFor(member)).toEqual([]);
  });

  test('tells what it cannot read, and changes nothing', async () => {
    const people = await start();
    const says = async (name: string, raw: Record<string, string | number | boolean>, words: RegExp) =>
      expect(wordsOf(await people.use(`admin ${name}`, raw, admin))).toMatch(words);
    await says('ban', {}, /Whom do you mean/);
    await says('ban', { person: 'eve' }, /Whom do you mean/);
    await says('ban', { person: '4', for: 'ever' }, /How long/);
    await says('ban', { person: '1' }, /They run this bot/);
    await says('unban', { person: '4' }, /is not banned/);
    await says('grant', { person: '4' }, /How much/);
    await says('grant', { person: '4', dollars: '-5' }, /How much/);
    await says('grant', { person: '4', dollars: '2', for: '0d' }, /How long/);
    await says('rules', { channels: 'general' }, /cannot read that list/);
    await says('rules', { models: 'flux, nothing' }, /do not know all of these models/);
    await says('rules', { channels: 'here', everywhere: true }, /decided in a server or group/);
    await says('rules', { allowed: '4' }, /everywhere, by those who run/);
    await says('announce', {}, /What shall I say/);
    await says('announce', { words: 'hello' }, /nobody to tell/);
    await says('announce', { confirm: 'K7' }, /sent before/);
    expect((await decided(people)).audit).toEqual([]);
  });

  test('pages through what was decided, of the place or of everything', async () => {
    const people = await start();
    for (let most = 1; most <= 3; most += 1) {
      for (const place of ['discord:500', 'discord:501', 'discord:502']) {
        await people.use('admin rules', { 'most-pictures': most, place }, admin);
      }
    }
    const here = await people.use('admin audit', {}, moderator);
    expect(wordsOf(here).match(/Rules changed/g)).toHaveLength(3);
    const all = await people.use('admin audit', { everywhere: true }, admin);
    expect(wordsOf(all).match(/Rules changed/g)).toHaveLength(8);
    const older = await people.pressOn(pageOf(all), '◀ Earlier', admin);
    expect(wordsOf(older).match(/Rules changed/g)).toHaveLength(1);
    expect(wordsOf(older)).toContain('by discord:1');
  });

  test('tells of a change what was and what is, and nothing that stayed', async () => {
    const people = await start();
    await people.use('admin rules', { 'most-pictures': 2, spoilers: true }, moderator);
    await people.use('admin rules', { 'most-pictures': 3, spoilers: true }, moderator);
    const [newest = '', first = ''] = wordsOf(await people.use('admin audit', {}, moderator))
      .split('Rules changed')
      .slice(1);
    expect(newest).toContain('Most pictures at once: 2 → 3');
    expect(newest).not.toContain('covered');
    expect(first).toContain('Pictures covered: off → on');
  });

  test('takes no rule about what a place does not have, which would shut out everybody', async () => {
    const people = await start();
    const says = async (raw: Record<string, string>, words: RegExp) =>
      expect(wordsOf(await people.use('admin rules', raw, { ...admin, ...inPrivate }))).toMatch(words);
    const [basic, supergroup] = ['telegram:-5', 'telegram:-1005'];
    for (const name of ['roles', 'closed-roles'])
      await says({ [name]: 'discord:7', place: supergroup }, /Telegram has no roles/);
    await says({ channels: `${basic}/3`, place: basic }, /has no topics/);
    await says({ 'closed-channels': 'telegram:-1006/3', place: supergroup }, /topics are opened and closed/);
    await says({ channels: '<#7>', place: supergroup }, /topics are opened and closed/);
    await says({ channels: `${supergroup}/3`, place: 'discord:500' }, /belongs to that server/);
    expect((await decided(people)).audit).toEqual([]);
    await says({ channels: `${supergroup}/3`, place: supergroup }, /Topics: #3/);
    await says({ channels: 'any', place: basic }, /What holds here/);
  });

  test('shows moderators what was decided above them for their place, and lets them change the rest', async () => {
    const people = await start();
    await people.use('admin rules', { 'most-pictures': 2, 'private-only': true }, admin);
    const page = pageOf(await people.use('admin rules', {}, moderator));
    expect(toPlainText(page.text)).toContain('Private only: on 📌');
    expect(page.buttons?.flat().map(({ label }) => label)).toEqual(['🙈 Cover pictures']);
    const change = (raw: Record<string, string | number | boolean>) =>
      people.use('admin rules', raw, moderator).then(wordsOf);
    const refusal = await change({ 'most-pictures': 4, spoilers: true });
    expect(refusal).toContain('decided this here, so only they change it: Most pictures at once.');
    expect((await decided(people)).places[0]?.place.spoilersAlways).toBeUndefined();
    expect(await change({ spoilers: true, 'most-pictures': 2 })).toContain('✅ Changed');
    await people.use('admin rules', { 'private-only': false }, admin);
    expect(await change({ 'private-only': true })).toContain('Private only: on\n');
  });

  test('tells how things are then, whatever another process decided a moment ago', async () => {
    const people = await start();
    const elsewhere = (bot: BotRules, place: PlaceRules) =>
      people.core.storage.transaction(async ({ rules }) => {
        await rules.putBot(bot);
        await rules.putPlace('discord:500', place);
      });
    const says = async (name: string) => wordsOf(await people.use(`admin ${name}`, {}, admin));
    // Asked for by a menu, and remembered for a second.
    await people.core.core.rules.of('');
    await people.core.core.rules.of('discord:500');
    await elsewhere({ isPaused: true }, { mostPictures: 2 });
    expect(await says('rules')).toContain('Most pictures at once: 2');
    expect(await says('pause')).toContain('paused already');
    await elsewhere({}, {});
    expect(await says('pause')).toContain('Painting is paused');
    await elsewhere({}, {});
    expect(await says('resume')).toContain('not paused by hand');
  });

  test('says what was decided in words, in Russian, too', async () => {
    const people = await start();
    const raw = { strictness: 'strict', language: 'ru', models: 'flux', 'closed-roles': '<@&7>' };
    await people.use('admin rules', raw, moderator);
    await people.use('admin grant', { person: '3', pictures: 2, for: '1d' }, admin);
    const asked = { ...admin, language: 'ru' };
    const words = wordsOf(await people.use('admin audit', { everywhere: true }, asked));
    expect(words).toContain('Строгость: не решено → строго');
    expect(words).toContain('Язык: как в приложении → русский');
    expect(words).toContain('Роли, которым нельзя: никто → discord:7');
    expect(words).toContain('2 картинки · до');
    expect(words).not.toMatch(/strictness|micros|untilMs|deniedRoles/);
  });

  test('shows moderators a ban from above, which they neither lift nor shorten', async () => {
    const people = await start();
    await people.use('admin ban', { person: '4', for: '7d' }, admin);
    await people.use('admin ban', { person: '5' }, moderator);
    const said = (name: string, raw: RawOptions) => people.use(`admin ${name}`, raw, moderator).then(wordsOf);
    const shown = await said('rules', {});
    expect(shown).toMatch(/discord:4 · until .* 📌\n/);
    expect(shown).toMatch(/discord:5 · until it is lifted\n/);
    expect(shown).toContain('📌 means');
    expect(await said('unban', { person: '4' })).toContain('so only they change it');
    expect(await said('ban', { person: '4', for: '1h' })).toContain('so only they change it');
    expect(await said('unban', { person: '5' })).toContain('may ask for pictures again');
    await people.use('admin unban', { person: '4' }, admin);
    expect(await said('ban', { person: '4', for: '1h' })).toContain('may ask for no pictures here');
  });

  test('names whom it is about where Discord can show them', async () => {
    const people = await start();
    for (const [name, raw] of [
      ['ban', {}],
      ['unban', {}],
      ['unban', {}],
      ['grant', { pictures: 2 }],
    ] as const) {
      const { text } = pageOf(await people.use(`admin ${name}`, { person: '4', ...raw }, admin));
      expect(text.map(({ mention }) => mention)).toContainEqual({ kind: 'person', id: '4' });
    }
  });

  test('lets in again by whatever names somebody who is kept out', async () => {
    const people = await start();
    for (const [banned, named] of [
      ['<@4>', '4'],
      ['4', '<@!4>'],
      ['discord:4', 'discord:4'],
      ['telegram:4', '4'],
    ] as const) {
      await people.use('admin ban', { person: banned, everywhere: true }, admin);
      const lifted = await people.use('admin unban', { person: named, everywhere: true }, admin);
      expect(wordsOf(lifted), `${banned} by ${named}`).toContain('may ask for pictures again');
    }
  });

  test('says of a chart that cannot be drawn that it cannot, and where its numbers are', async () => {
    const people = await start();
    const { unshown } = pageOf(await people.use('admin usage', {}, admin));
    expect(toPlainText(unshown ?? [])).toContain('The numbers are all here');
  });

  test('says how it is in Russian, too', async () => {
    const people = await start();
    const status = await people.use('admin status', {}, { ...admin, language: 'ru' });
    expect(wordsOf(status)).toContain('Ждут: 2');
    expect(wordsOf(status)).toMatch(/Счёт Runware: .*12,50/);
    expect(wordsOf(status)).toContain('2 жалобы ни до кого не дошли');
  });
});
