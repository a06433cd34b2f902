import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Doing, RateLimit, RateLimits } from '../../../src/core/limits/command-rates.ts';
import { CommandRates } from '../../../src/core/limits/command-rates.ts';

const startMs = Date.UTC(2026, 10, 29, 12);
const limits: RateLimits = { commandsPerPerson: 3, commandsPerPlace: 5, suggestionsPerPerson: 4 };

function ratesAt(setup: { most?: number; adminIds?: readonly string[]; limits?: RateLimits } = {}) {
  let nowMs = startMs;
  const refused: string[] = [];
  const rates = new CommandRates({
    limits,
    adminIds: [],
    ...setup,
    now: () => nowMs,
    onRefused: (platform: string, limit: RateLimit) => void refused.push(`${platform} ${limit}`),
  });
  const doing = (name: string, change: Partial<Doing> = {}): Doing => ({
    kind: 'command',
    personId: `discord:${name}`,
    placeId: 'discord:home',
    isPrivateChat: false,
    sentAtMs: nowMs,
    ...change,
  });
  const times = async (count: number, name: string, change: Partial<Doing> = {}) => {
    let taken = 0;
    for (let time = 0; time < count; time += 1)
      if ((await rates.take(doing(name, change))).kind === 'taken') taken += 1;
    return taken;
  };
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { rates, refused, doing, times, advance };
}

test('one person is taken as often as the limit says, and again in the next ten seconds', async () => {
  const { advance, doing, rates, refused, times } = ratesAt();
  advance(2_500);
  expect(await times(10, 'ada')).toBe(3);
  expect(await rates.take(doing('ada'))).toEqual({ kind: 'refused', limit: 'person', retryAfterSeconds: 8 });
  advance(7_499);
  expect(await rates.take(doing('ada'))).toMatchObject({ retryAfterSeconds: 1 });
  advance(1);
  expect(await times(10, 'ada')).toBe(3);
  expect(new Set(refused)).toEqual(new Set(['discord person']));
  expect(refused).toHaveLength(7 + 2 + 7);
});

test('one who hurries uses up nothing of what the place has', async () => {
  const { times } = ratesAt();
  expect(await times(5_000, 'ada')).toBe(3);
  expect(await times(2, 'ben')).toBe(2);
  expect(await times(1, 'eve')).toBe(0);
  expect(await times(1, 'eve', { placeId: 'discord:elsewhere' })).toBe(1);
});

test('a crowd is held back by its place, and who runs the bot is not', async () => {
  const { doing, rates, times } = ratesAt({ adminIds: ['discord:root'] });
  for (const name of ['a', 'b', 'c', 'd', 'e']) expect(await times(1, name)).toBe(1);
  expect(await rates.take(doing('f'))).toEqual({ kind: 'refused', limit: 'place', retryAfterSeconds: 10 });
  expect(await times(9, 'root')).toBe(3);
});

test('a private chat is no place', async () => {
  const { times } = ratesAt({ limits: { ...limits, commandsPerPlace: 1 } });
  const here = { isPrivateChat: true, placeId: 'telegram:7' };
  expect(await times(9, 'ada', here)).toBe(3);
});

test('what is typed counts apart from what is done', async () => {
  const { doing, rates, times } = ratesAt();
  expect(await times(9, 'ada', { kind: 'typing' })).toBe(4);
  expect(await rates.take(doing('ada', { kind: 'typing' }))).toMatchObject({ limit: 'typing' });
  expect(await times(9, 'ada')).toBe(3);
});

test('what waited while nobody listened counts for when it was sent', async () => {
  const { times } = ratesAt();
  for (let minute = 60; minute > 0; minute -= 1)
    expect(await times(3, 'ada', { sentAtMs: startMs - minute * 60_000 })).toBe(3);
  expect(await times(4, 'ada', { sentAtMs: startMs - 60_000 })).toBe(0);
});

test('it is news once in ten seconds: for a person in each place, and for a place', async () => {
  const { advance, doing, rates } = ratesAt();
  const person = { kind: 'refused', limit: 'person', retryAfterSeconds: 1 } as const;
  const place = { ...person, limit: 'place' } as const;
  expect(await rates.isNews(person, doing('ada'))).toBe(true);
  expect(await rates.isNews(person, doing('ada'))).toBe(false);
  expect(await rates.isNews(person, doing('ada', { placeId: 'discord:elsewhere' }))).toBe(true);
  expect(await rates.isNews(place, doing('ada'))).toBe(true);
  expect(await rates.isNews(place, doing('ben'))).toBe(false);
  advance(10_000);
  expect(await rates.isNews(person, doing('ada'))).toBe(true);
});

test('however many strangers come, only so many are remembered', async () => {
  const { times } = ratesAt({ most: 100, limits: { ...limits, commandsPerPlace: 1_000_000 } });
  await times(4, 'ada');
  for (let stranger = 0; stranger < 99; stranger += 1) await times(1, `stranger ${stranger}`);
  expect(await times(1, 'ada')).toBe(0);
  await times(1, 'one stranger more');
  expect(await times(1, 'ada')).toBe(1);
});

test('whoever comes when, nobody is ever taken more often than the limits say', async () => {
  const arrival = fc.record({
    person: fc.nat(4),
    place: fc.nat(2),
    afterMs: fc.oneof(fc.constant(0), fc.nat(6_000)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(arrival, { maxLength: 200 }), async (arrivals) => {
      const { advance, doing, rates } = ratesAt();
      const taken = new Map<string, number>();
      const refusedPeople = new Set<string>();
      let passedMs = 0;
      for (const { afterMs, person, place } of arrivals) {
        advance(afterMs);
        passedMs += afterMs;
        const window = Math.floor(passedMs / 10_000);
        const [one, there] = [`person ${person} ${window}`, `place ${place} ${window}`];
        const { kind } = await rates.take(doing(`${person}`, { placeId: `discord:${place}` }));
        if (kind === 'refused') {
          const met = (taken.get(one) ?? 0) >= 3 || (taken.get(there) ?? 0) >= 5 || refusedPeople.has(one);
          expect(met).toBe(true);
          // What a place refused has used up one of the person's own, too.
          refusedPeople.add(one);
        } else for (const key of [one, there]) taken.set(key, (taken.get(key) ?? 0) + 1);
      }
      for (const [key, count] of taken) expect(count).toBeLessThanOrEqual(key.startsWith('person') ? 3 : 5);
    }),
  );
});
