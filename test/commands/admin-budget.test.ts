import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toPlainText } from '../../src/commands/join-text.ts';
import type { RawOptions } from '../../src/commands/option.ts';
import type { Reply } from '../../src/commands/reply.ts';
import type { Doer } from './people-at-core.ts';
import { PeopleAtCore, pageOf } from './people-at-core.ts';

const admin: Doer = { personId: 'discord:1', platform: 'discord', placeId: 'discord:500' };
const moderator: Doer = { ...admin, personId: 'discord:2', mayManage: async () => true };

describe('/admin budget', () => {
  let people: PeopleAtCore;

  beforeEach(async () => {
    people = await PeopleAtCore.start({ adminIds: ['discord:1'] });
  });
  afterEach(async () => {
    await people.core.close();
    expect(people.faults).toEqual([]);
  });

  const wordsOf = (reply: Reply) => toPlainText('text' in reply ? reply.text : pageOf(reply).text);
  const says = async (raw: RawOptions, doer = admin) =>
    wordsOf(await people.use('admin budget', raw, doer)).split('\n\n')[0];
  const allotted = async () =>
    people.core.storage.transaction(async ({ allotments }) =>
      Object.fromEntries(
        [...(await allotments.of(['bot', 'place:discord:500', 'person:discord:3', 'role:discord:7']))].map(
          ([subject, { budget }]) => [subject, budget],
        ),
      ),
    );

  test('sets what a person, a role, a place and the bot may use, number by number', async () => {
    const ofPerson = '✅ Budget changed: discord:3\n';
    expect(await says({ person: '<@3>' })).toBe('💰 Budget: discord:3\nas usual');
    expect(await says({ person: '3', 'dollars-per-day': '2.50' })).toBe(`${ofPerson}per day: $2.50`);
    expect(await says({ person: '3', 'pictures-per-month': 'unlimited' })).toBe(
      `${ofPerson}per day: $2.50 · per month: pictures without limit`,
    );
    expect(await says({ person: '3', 'dollars-per-day': 'default', 'pictures-per-day': '0' })).toBe(
      `${ofPerson}per day: 0 pictures · per month: pictures without limit`,
    );
    expect(await says({ role: '<@&7>', 'pictures-per-day': '20' })).toContain('Each person with this role');
    expect(await says({ 'dollars-per-month': '30' })).toContain('discord:500\nper month: $30');
    expect(await says({ everywhere: true, 'dollars-per-day': '15' })).toContain(
      'the whole bot\nper day: $15',
    );
    expect(await allotted()).toEqual({
      bot: { day: { micros: 15_000_000 } },
      'place:discord:500': { month: { micros: 30_000_000 } },
      'person:discord:3': { day: { pictures: 0 }, month: { pictures: Number.POSITIVE_INFINITY } },
      'role:discord:7': { day: { pictures: 20 } },
    });
  });

  test('exempts somebody, keeps what was granted, and makes all as usual again', async () => {
    await people.use('admin grant', { person: '3', pictures: 5 }, admin);
    const exempt = await says({ person: '3', exempt: true });
    expect(exempt).toMatch(/no limit of its own\nGranted beyond it: 5 pictures, until/);
    const everything = { micros: Number.POSITIVE_INFINITY, pictures: Number.POSITIVE_INFINITY };
    expect(await allotted()).toEqual({ 'person:discord:3': { day: everything, month: everything } });
    expect(await says({ person: '3', exempt: false })).toMatch(/as usual\nGranted/);
  });

  test('is in the audit log, with what it was and is; of a place in its own', async () => {
    await says({ role: '7', 'pictures-per-day': '20' });
    await says({ role: '7', exempt: true });
    await says({ 'dollars-per-day': '3' });
    const all = wordsOf(await people.use('admin audit', { everywhere: true }, admin));
    expect(all).toMatch(/Budget discord:7\n.* by discord:1\nper day: 20 pictures → no limit of its own/);
    expect(all).toContain('as usual → per day: 20 pictures');
    const here = wordsOf(await people.use('admin audit', {}, moderator));
    expect(here.match(/Budget/g)).toHaveLength(1);
    expect(here).toContain('as usual → per day: $3');
  });

  test('is not for moderators, and takes nothing that it cannot read', async () => {
    expect(await says({ 'dollars-per-day': '900' }, moderator)).toContain('those who run this bot');
    for (const typed of ['-1', 'much', '2.5.0', '1e9']) {
      expect(await says({ person: '3', 'dollars-per-day': typed })).toContain('How much?');
      expect(await says({ person: '3', 'pictures-per-day': `${typed}.5` })).toContain('How much?');
    }
    expect(await says({ person: '3', role: '7', exempt: true })).toContain('One budget at a time');
    expect(await says({ role: 'artists', exempt: true })).toContain('Which role');
    expect(await says({ role: 'telegram:7', exempt: true })).toContain('Which role');
    expect(await says({ person: 'eve', exempt: true })).toContain('Whom do you mean');
    expect(await says({ everywhere: true, exempt: true })).toContain('The whole bot keeps a limit');
    expect(await says({ everywhere: true, 'dollars-per-day': 'unlimited' })).toContain('keeps a limit');
    expect(await allotted()).toEqual({});
  });

  test('means whoever is replied to, as a ban does', async () => {
    const replying = { ...admin, repliesToId: 'discord:3' };
    expect(await says({ 'pictures-per-day': '4' }, replying)).toContain('discord:3\nper day: 4 pictures');
    expect(await says({ everywhere: true }, replying)).toContain('the whole bot');
  });
});
