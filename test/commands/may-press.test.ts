import { expect, test } from 'vitest';
import type { PressRight } from '../../src/commands/may-press.ts';
import { mayPress } from '../../src/commands/may-press.ts';

const result = {
  owners: ['discord:ada', 'telegram:ada'],
  generation: { placeId: 'discord:server', isPrivate: false },
};
const own = { personId: 'discord:ada', placeId: 'discord:elsewhere', mayModerate: async () => false };
const other = { personId: 'discord:ben', placeId: 'discord:server', mayModerate: async () => false };
const moderator = { ...other, mayModerate: async () => true };
const moderatorElsewhere = { ...moderator, placeId: 'discord:elsewhere' };

test.each<[PressRight, boolean, boolean, boolean, boolean]>([
  // of their own, somebody else, a moderator of that place, one of another place
  ['use', true, true, true, true],
  ['own', true, false, false, false],
  ['remove', true, false, true, false],
])('%s on a public result: %j, %j, %j, %j', async (right, ...expected) => {
  const people = [own, other, moderator, moderatorElsewhere];
  expect(await Promise.all(people.map((person) => mayPress(right, result, person)))).toEqual(expected);
});

test.each<PressRight>(['use', 'own', 'remove'])(
  '%s on a private one is for its person alone',
  async (right) => {
    const hidden = { ...result, generation: { ...result.generation, isPrivate: true } };
    for (const person of [own, { ...own, personId: 'telegram:ada' }]) {
      expect(await mayPress(right, hidden, person)).toBe(true);
    }
    for (const person of [other, moderator]) expect(await mayPress(right, hidden, person)).toBe(false);
  },
);
