import { afterEach, expect, test } from 'vitest';
import type { PartialBudget } from '../../src/core/limits/budget.ts';
import { shellAuthority } from '../../src/core/rules/authority.ts';
import { budgetsWith } from './support/budgets-with.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

const here = 'discord:1';
const there = 'telegram:1';

let underTest: CoreUnderTest;

afterEach(() => underTest.close());

async function start(person: PartialBudget): Promise<CoreUnderTest> {
  underTest = await createCoreUnderTest({ limits: { budgets: budgetsWith({ person }) } });
  await underTest.core.start();
  return underTest;
}

async function link(giver = here, taker = there) {
  const { linking } = underTest.core;
  const offer = await linking.offer(giver);
  if (offer.kind !== 'code') throw new Error(`Expected a code, got ${JSON.stringify(offer)}`);
  return linking.join({ personId: taker, code: offer.code });
}

async function paint(personId: string, count = 1): Promise<string> {
  const acceptance = await underTest.ask(personId, { wish: wishFor({ count }) });
  await underTest.settled();
  for (const call of underTest.model.open.values()) call.succeed();
  await underTest.settled();
  return acceptance.kind === 'refused' ? acceptance.refusal.reason : acceptance.kind;
}

const asker = (personId: string) => ({ personId, placeId: 'test:place', isPrivateChat: true });

test('of what was set for either of two who are one, the strictest holds for both', async () => {
  const { core } = await start({});
  await core.budgets.set(shellAuthority, `person:${here}`, () => ({
    day: { micros: 500_000, pictures: 2 },
    month: { pictures: 9 },
  }));
  await core.budgets.set(shellAuthority, `person:${there}`, () => ({
    day: { micros: 300_000, pictures: 5 },
  }));
  await core.budgets.set(shellAuthority, 'role:discord:artists', () => ({ day: { micros: 1 } }));
  await link();
  for (const personId of [here, there]) {
    expect(await core.spending.of({ ...asker(personId), roles: ['discord:artists'] })).toMatchObject({
      today: { limit: { micros: 300_000, pictures: 2 } },
      month: { limit: { pictures: 9 } },
    });
  }
  expect(await paint(here)).toBe('accepted');
  expect(await paint(there, 2)).toBe('person-budget-spent');
});

test.each<[string, PartialBudget, PartialBudget]>([
  ['the operator', { month: { pictures: 3 } }, {}],
  ['what was set for one of them', {}, { month: { pictures: 3 } }],
])(
  'what was used this month counts for both until it is over, where %s limits it',
  async (_, person, own) => {
    const { core } = await start(person);
    await core.budgets.set(shellAuthority, `person:${there}`, () => own);
    await paint(here);
    await link();
    await paint(there);
    const sharesUntilMs = Date.UTC(2026, 11, 1);
    expect(await core.linking.part(here)).toMatchObject({ kind: 'parted', sharesUntilMs });
    underTest.clock.nowMs = sharesUntilMs - 1;
    for (const personId of [here, there]) {
      expect(await core.spending.of(asker(personId))).toMatchObject({
        month: { used: { pictures: 2 } },
        isShared: true,
      });
      expect(await paint(personId, 2)).toBe('person-budget-spent');
    }
    expect(await link(here, 'telegram:2')).toMatchObject({ refusal: { reason: 'still-sharing' } });
    expect(await core.linking.part(there)).toMatchObject({ kind: 'parted', sharesUntilMs });
    underTest.clock.nowMs = sharesUntilMs;
    for (const personId of [here, there]) {
      expect(await core.spending.of(asker(personId))).toMatchObject({
        month: { used: { pictures: 0 } },
        isShared: false,
      });
      expect(await paint(personId, 2)).toBe('accepted');
    }
  },
);

test('what one was granted and the other used is not to be had again while it lasts', async () => {
  const { core } = await start({ day: { pictures: 1 } });
  const untilMs = Date.UTC(2026, 10, 25);
  await core.budgets.grant(shellAuthority, { personId: here, amount: { pictures: 2 }, untilMs });
  await link();
  expect(await paint(there, 3)).toBe('accepted');
  expect(await core.linking.part(there)).toMatchObject({ sharesUntilMs: untilMs });
  underTest.clock.nowMs = Date.UTC(2026, 10, 23);
  expect(await paint(here, 2)).toBe('person-budget-spent');
  expect(await paint(here)).toBe('accepted');
  expect(await paint(there)).toBe('person-budget-spent');
});
