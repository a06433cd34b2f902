import { afterEach, beforeEach, expect, test } from 'vitest';
import { mostReportDays, sumBy, sumOf } from '../../src/core/usage-report.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

const dayMs = 24 * 60 * 60_000;

let underTest: CoreUnderTest;

beforeEach(async () => {
  underTest = await createCoreUnderTest();
  await underTest.core.start();
});
afterEach(() => underTest.close());

async function painted(personId: string, model?: string): Promise<void> {
  const acceptance = await underTest.ask(personId, { wish: wishFor(model === undefined ? {} : { model }) });
  if (acceptance.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${acceptance.kind}`);
  await underTest.settled();
  underTest.model.open.get(acceptance.generation.id)?.succeed();
  await underTest.settled();
}

test('a report has every day of its time, and a line for each person, place and model', async () => {
  const { clock, core } = underTest;
  await painted('test:ada');
  clock.nowMs += 2 * dayMs;
  await painted('test:ada');
  await painted('test:ben', 'flux');
  await painted('test:ada');
  // What only waits, or ended unpaid, has cost nothing.
  await underTest.ask('test:cleo');

  const report = await core.usageReports.of(3);
  expect(report.days).toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
  const paid = { requests: 1, pictures: 1, spentMicros: 27_300, chargedMicros: 27_300 };
  const place = { placeId: 'test:place' };
  expect(report.lines).toEqual([
    { ...paid, ...place, day: '2026-11-22', personId: 'test:ada', model: 'google:4@1' },
    {
      ...place,
      day: '2026-11-24',
      personId: 'test:ada',
      model: 'google:4@1',
      requests: 2,
      pictures: 2,
      spentMicros: 54_600,
      chargedMicros: 54_600,
    },
    { ...paid, ...place, day: '2026-11-24', personId: 'test:ben', model: expect.stringMatching(/^bfl:/) },
  ]);
  expect(sumOf(report.lines)).toMatchObject({ requests: 4, spentMicros: 109_200 });
  expect(sumBy(report.lines, ({ personId }) => personId)).toMatchObject([
    { key: 'test:ada', spentMicros: 81_900 },
    { key: 'test:ben', spentMicros: 27_300 },
  ]);
  expect((await core.usageReports.of(1)).lines).toHaveLength(2);
});

test('a report counts what was erased, since the account stays', async () => {
  await painted('test:ada');
  const before = await underTest.core.usageReports.of(1);
  await underTest.core.privacy.erase({ personId: 'test:ada', askedAtMs: underTest.clock.nowMs });
  await underTest.settled();
  expect(await underTest.core.usageReports.of(1)).toEqual(before);
});

test('a report of more pages than one has all of them', async () => {
  const { storage } = underTest;
  await painted('test:ada');
  const page = await storage.transaction(({ usage }) =>
    usage.paidOn({ day: '2026-11-22', afterSequence: 0, limit: 1 }),
  );
  const [one] = page.requests;
  if (one === undefined) throw new Error('Expected a paid request');
  for (let count = 0; count < 299; count += 1) await painted('test:ada');
  const report = await underTest.core.usageReports.of(1);
  expect(report.lines).toMatchObject([{ requests: 300, spentMicros: 300 * one.spentMicros }]);
});

test.each([0, -1, 1.5, mostReportDays + 1, Number.NaN])('a report of %s days is refused', async (days) => {
  await expect(underTest.core.usageReports.of(days)).rejects.toThrow(RangeError);
});

test('a draft is a request that cost something, and no picture once it was replaced', async () => {
  const drafting = await createCoreUnderTest({ drafts: true });
  try {
    await drafting.core.start();
    await drafting.ask('test:ada', { wish: wishFor({ draftsFirst: true }) });
    await drafting.settled();
    for (const call of [...drafting.model.open.values()]) call.succeed();
    await drafting.settled();
    const { lines } = await drafting.core.usageReports.of(1);
    expect(lines).toMatchObject([
      { model: 'runware:100@1', requests: 1, pictures: 0, spentMicros: 27_300 },
      { model: 'google:4@1', requests: 1, pictures: 1, spentMicros: 27_300 },
    ]);
  } finally {
    await drafting.close();
  }
});
