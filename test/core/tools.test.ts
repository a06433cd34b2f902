import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shellAuthority } from '../../src/core/rules/authority.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Storage } from '../../src/core/storage/storage.ts';
import type { WishRequest } from '../../src/core/wish.ts';
import { budgetsWith } from './support/budgets-with.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

describe('what is no painting', () => {
  let storage: Storage;

  beforeEach(async () => {
    storage = await openSqliteStorage(':memory:');
  });
  afterEach(() => storage.close());

  async function startCore(options: CoreUnderTestOptions = {}): Promise<CoreUnderTest> {
    const underTest = await createCoreUnderTest({ storage, ...options });
    await underTest.core.start();
    return underTest;
  }

  const described = wishFor({ verb: 'describe', prompt: '', references: [{ kind: 'kept', key: 'a' }] });

  const used = (day: string) =>
    storage.transaction(({ ledger }) => ledger.usage({ day, personId: 'test:ada' }));

  test('goes the way of a painting: reserved, prepared, called once, settled, delivered', async () => {
    const { ask, core, courier, intake, model, settled } = await startCore();
    const acceptance = await ask('test:ada', { wish: described });
    expect(acceptance).toMatchObject({ kind: 'accepted', generation: { reservedMicros: 10_000 } });
    await settled();
    expect(await used('2026-11-22')).toMatchObject({ reservedMicros: 10_000 });
    intake.waiting[0]?.arrive();
    await settled();
    const [open] = [...model.open.values()];
    expect(open?.call).toMatchObject({ verb: 'describe', model: 'runware:152@2', count: 1 });
    expect(open?.call.references).toHaveLength(1);
    open?.succeed();
    await settled();
    expect(courier.delivered).toMatchObject([
      { generation: { state: 'made', texts: ['words 0'], missingPictures: 0 }, pictures: [] },
    ]);
    expect(await used('2026-11-22')).toMatchObject({ reservedMicros: 0, chargedMicros: 27_300, pictures: 0 });
    await core.stop(0);
  });

  test('words outlive the process: they are delivered without another call', async () => {
    const before = await startCore();
    before.courier.beforeDeliver = () => new Promise(() => {});
    await before.ask('test:ada', { wish: wishFor({ verb: 'enhance' }) });
    await before.settled();
    for (const call of before.model.open.values()) call.succeed();
    await before.settled();

    const after = await startCore();
    await after.settled();
    expect(after.model.open.size).toBe(0);
    expect(after.courier.delivered).toMatchObject([{ generation: { texts: ['words 0'] } }]);
    await after.core.stop(0);
  });

  test('counts in dollars; in pictures only what comes to one', async () => {
    const person = { day: { micros: 39_000 + 20_000, pictures: 1 } };
    const { ask, core } = await startCore({ limits: { budgets: budgetsWith({ person }) } });
    const reasonFor = async (wish: WishRequest) => {
      const acceptance = await ask('test:ada', { wish });
      return acceptance.kind === 'refused' ? acceptance.refusal : acceptance.kind;
    };
    const cutout = { ...described, verb: 'cutout' } as const;
    const spent = { reason: 'person-budget-spent' };
    expect(await reasonFor(wishFor())).toBe('accepted');
    expect(await reasonFor(described)).toBe('accepted');
    expect(await reasonFor(cutout)).toMatchObject({ ...spent, measure: 'pictures' });
    await core.budgets.set(shellAuthority, 'person:test:ada', () => ({ day: { pictures: 0 } }));
    expect(await reasonFor(described)).toBe('accepted');
    expect(await reasonFor(described)).toMatchObject({ ...spent, measure: 'micros' });
    expect(await used('2026-11-22')).toMatchObject({ reservedMicros: 59_000, reservedPictures: 1 });
    await core.stop(0);
  });

  test('is not taken where it is not on offer, or has nothing to work on', async () => {
    const { ask, core } = await startCore();
    const acceptance = await ask('test:ada', { wish: wishFor({ verb: 'upscale' }) });
    expect(acceptance).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'wish-impossible', problems: [{ problem: 'picture-missing' }] },
    });
    await core.stop(0);
  });
});
