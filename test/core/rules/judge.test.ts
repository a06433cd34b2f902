import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ban } from '../../../src/core/rules/ban.ts';
import type { HouseCircumstances, Petitioner } from '../../../src/core/rules/judge.ts';
import { judge } from '../../../src/core/rules/judge.ts';
import { narrow } from '../../../src/core/rules/narrowing.ts';
import type { BotRules, PlaceRules } from '../../../src/core/rules/place-rules.ts';

const nowMs = 1_000;

/** Few enough that lists and people meet. */
const people = ['x:p1', 'x:p2', 'x:p3'];
const places = ['x:s1', 'x:s2'];
const channels = ['x:c1', 'x:c2'];
const roles = ['x:r1', 'x:r2'];
const models = ['a:1@1', 'b:1@1', 'c:1@1'];

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const anyOf = (ids: readonly string[]) => fc.subarray([...ids]);

/** Keys that are undefined are left out, as in what is stored. */
function record<Fields extends object>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) {
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true });
}

const narrowing = {
  models: fc.subarray(models, { minLength: 1 }),
  mostPictures: fc.integer({ min: 1, max: 4 }),
  privateOnly: fc.boolean(),
  spoilersAlways: fc.boolean(),
  language: fc.constantFrom('en', 'ru'),
};
const anyBotRules: fc.Arbitrary<BotRules> = record({
  allowed: anyOf([...people, ...places, ...channels, ...roles]),
  denied: anyOf([...people, ...places, ...channels, ...roles]),
  isPaused: fc.boolean(),
  ...narrowing,
});
const anyPlaceRules: fc.Arbitrary<PlaceRules> = record({
  allowedChannels: anyOf(channels),
  deniedChannels: anyOf(channels),
  allowedRoles: anyOf(roles),
  deniedRoles: anyOf(roles),
  ...narrowing,
});
const anyBan: fc.Arbitrary<Ban> = fc.record({
  scope: fc.constantFrom('bot' as const, 'place:x:s1' as const),
  personId: fc.constantFrom(...people),
  byId: fc.constant('shell'),
  reason: fc.constantFrom('', 'spam'),
  atMs: fc.constant(0),
  untilMs: maybe(fc.constantFrom(nowMs - 1, nowMs, nowMs + 1)),
});
const anyPetitioner = fc.record({
  personId: fc.constantFrom(...people),
  placeId: fc.constant('x:s1'),
  channels: anyOf(channels),
  roles: anyOf(roles),
});
const anyCase = fc.record({
  petitioner: anyPetitioner,
  bot: anyBotRules,
  place: anyPlaceRules,
  bans: fc.array(anyBan, { maxLength: 3 }),
  others: anyOf(people),
});

function circumstances({
  bans = [],
  bot = {},
  place = {},
  sharing = [],
}: Partial<{ bans: Ban[]; bot: BotRules; place: PlaceRules; sharing: string[] }>): HouseCircumstances {
  return { rules: { bot, place }, bans, sharing, nowMs };
}

const ada: Petitioner = { personId: 'x:p1', placeId: 'x:s1', channels: ['x:c1'], roles: ['x:r1'] };

describe('whether somebody may ask here', () => {
  test('is decided as the rules read, whoever asks wherever', () => {
    fc.assert(
      fc.property(anyCase, ({ bans, bot, others, petitioner, place }) => {
        const sharing = [...new Set([petitioner.personId, ...others])];
        const against = bans.filter(({ personId }) => sharing.includes(personId));
        const judgement = judge(petitioner, circumstances({ bans: against, bot, place, sharing }));
        const { channels, personId, placeId, roles } = petitioner;
        const where = [placeId, ...channels, ...roles];
        const meets = (list: readonly string[] = [], ids: readonly string[]) =>
          ids.some((id) => list.includes(id));
        const isOpen = <Rule>(rule: Rule | undefined, isMet: (rule: Rule) => boolean) =>
          rule === undefined || isMet(rule);
        const isWelcome =
          !against.some(({ untilMs = Infinity }) => untilMs > nowMs) &&
          !meets(bot.denied, [...sharing, ...where]) &&
          isOpen(bot.allowed, (list) => meets(list, [personId, ...where])) &&
          bot.isPaused !== true &&
          isOpen(place.allowedChannels, (list) => meets(list, channels)) &&
          !meets(place.deniedChannels, channels) &&
          isOpen(place.allowedRoles, (list) => meets(list, roles)) &&
          !meets(place.deniedRoles, roles);
        expect(judgement.kind).toBe(isWelcome ? 'welcome' : 'refused');
      }),
      { numRuns: 2_000 },
    );
  });

  test('never becomes yes by one more ban, or one more thing denied', () => {
    fc.assert(
      fc.property(anyCase, anyBan, fc.constantFrom(...people, ...roles), (one, ban, id) => {
        const sharing = [one.petitioner.personId];
        const before = judge(one.petitioner, circumstances({ ...one, sharing }));
        const stricter = {
          ...one,
          sharing,
          bans: [...one.bans, ban],
          bot: { ...one.bot, denied: [...(one.bot.denied ?? []), id] },
        };
        const after = judge(one.petitioner, circumstances(stricter));
        if (before.kind === 'refused') expect(after.kind).toBe('refused');
      }),
      { numRuns: 1_000 },
    );
  });

  test('is no for the longest of bans, in the words of whoever put it, and the bot’s goes first', () => {
    const ban = (changes: Partial<Ban>): Ban => ({
      scope: 'place:x:s1',
      personId: 'x:p1',
      byId: 'x:p9',
      reason: '',
      atMs: 0,
      untilMs: undefined,
      ...changes,
    });
    const short = ban({ scope: 'bot', reason: 'a while', untilMs: nowMs + 1 });
    const long = ban({ scope: 'bot', reason: 'longer', untilMs: nowMs + 2, personId: 'x:p2' });
    const ofPlace = ban({ reason: 'for good' });
    const refusalBy = (bans: Ban[]) => judge(ada, circumstances({ bans, sharing: ['x:p1', 'x:p2'] }));
    const refused = (from: string, why: string, untilMs: number | undefined) => ({
      kind: 'refused',
      refusal: { reason: 'banned', from, why, untilMs },
    });
    expect(refusalBy([ofPlace])).toEqual(refused('place', 'for good', undefined));
    expect(refusalBy([ofPlace, short])).toEqual(refused('bot', 'a while', nowMs + 1));
    expect(refusalBy([short, ofPlace, long])).toEqual(refused('bot', 'longer', nowMs + 2));
  });

  test('is no for both who are linked where one is kept out, and yes for the one alone who is let in', () => {
    const judged = (bot: BotRules) => judge(ada, circumstances({ bot, sharing: ['x:p1', 'x:p2'] })).kind;
    expect(judged({ denied: ['x:p2'] })).toBe('refused');
    expect(judged({ allowed: ['x:p2'] })).toBe('refused');
    expect(judged({ allowed: ['x:p1'] })).toBe('welcome');
  });

  test('names the channels that are open, where some are', () => {
    const refusalUnder = (place: PlaceRules) => judge(ada, circumstances({ place, sharing: ['x:p1'] }));
    const closed = (open: readonly string[]) => ({
      kind: 'refused',
      refusal: { reason: 'channel-closed', open },
    });
    expect(refusalUnder({ deniedChannels: ['x:c1'] })).toEqual(closed([]));
    expect(refusalUnder({ allowedChannels: ['x:c2', 'x:c3'], deniedChannels: ['x:c3'] })).toEqual(
      closed(['x:c2']),
    );
  });
});

test('what is left of a request is what both the place and the bot leave, and the place’s language', () => {
  fc.assert(
    fc.property(anyBotRules, anyPlaceRules, fc.constantFrom(...models), (bot, place, model) => {
      const left = narrow({ bot, place });
      const isIn = ({ models }: BotRules | PlaceRules) => models?.includes(model) ?? true;
      expect(left.models?.includes(model) ?? true).toBe(isIn(bot) && isIn(place));
      expect(left.mostPictures).toBe(Math.min(bot.mostPictures ?? Infinity, place.mostPictures ?? Infinity));
      expect(left.privateOnly).toBe((bot.privateOnly ?? false) || (place.privateOnly ?? false));
      expect(left.spoilersAlways).toBe((bot.spoilersAlways ?? false) || (place.spoilersAlways ?? false));
      expect(left.language).toBe(place.language ?? bot.language);
    }),
  );
});
