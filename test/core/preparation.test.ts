import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Generation } from '../../src/core/generation.ts';
import { PictureMissing } from '../../src/core/pictures/picture-store.ts';
import type { ReferenceSource } from '../../src/core/reference-source.ts';
import { ReferenceRefused } from '../../src/core/reference-source.ts';
import type { OpenIntake } from './support/controlled-intake.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest, generousLimits } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

const first: ReferenceSource = { kind: 'link', url: 'https://example.com/1.png' };
const second: ReferenceSource = { kind: 'attachment', platform: 'test', handle: 'file 2' };

describe('a wish with reference pictures', () => {
  let underTest: CoreUnderTest;

  beforeEach(async () => {
    underTest = await createCoreUnderTest();
    await underTest.core.start();
  });
  afterEach(() => underTest.close());

  async function askWith(...references: readonly ReferenceSource[]): Promise<void> {
    await underTest.ask('test:ada', { wish: wishFor({ references }) });
    await underTest.settled();
  }

  async function theGeneration(): Promise<Generation | undefined> {
    const all = await underTest.storage.transaction(({ generations }) => generations.list({ limit: 1 }));
    return all[0];
  }

  test('waits until all of them are stored and hands them to the model in order', async () => {
    const { intake, model, settled } = underTest;
    await askWith(first, second);
    expect(await theGeneration()).toMatchObject({ state: 'preparing' });
    expect(intake.waiting.map(({ source }) => source)).toEqual([first]);
    intake.waiting[0]?.arrive();
    await settled();
    expect(model.open.size).toBe(0);
    intake.waiting[0]?.arrive();
    await settled();

    const [open] = model.open.values();
    const contents = await Promise.all(open?.call.references.map((reference) => reference.read()) ?? []);
    expect(contents.map((bytes) => JSON.parse(new TextDecoder().decode(bytes)))).toEqual([first, second]);
  });

  test('shares the room of one request among its pictures', async () => {
    await askWith(first, second);
    expect(underTest.intake.waiting[0]?.demands).toMatchObject({ count: 2 });
  });

  test('ends unpaid when one cannot be used, and says which', async () => {
    const { intake, courier, model, settled, storage } = underTest;
    await askWith(first, second);
    intake.waiting[0]?.arrive();
    await settled();
    intake.waiting[0]?.fail(new ReferenceRefused({ problem: 'format-unsupported', format: 'SVG' }));
    await settled();

    expect(model.open.size).toBe(0);
    expect(courier.delivered[0]?.generation).toMatchObject({
      state: 'failed',
      costMicros: 0,
      failure: {
        code: 'references-refused',
        wasCharged: false,
        picture: { number: 2, problem: 'format-unsupported', format: 'SVG' },
      },
    });
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
  });

  test('can be cancelled while its pictures are fetched', async () => {
    const { core, intake, courier, model, settled, storage } = underTest;
    await askWith(first, second);
    const generation = await theGeneration();
    await core.generations.cancel({ id: generation?.id ?? '', personId: 'test:ada' });
    await settled();

    expect(intake.waiting).toEqual([]);
    expect(model.open.size).toBe(0);
    expect(courier.delivered[0]?.generation.state).toBe('cancelled');
    expect(await storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
  });

  test.each([
    ['one that cannot be used', (open: OpenIntake) => open.fail(new ReferenceRefused({ problem: 'broken' }))],
    [
      'a cancellation',
      async (open: OpenIntake, core: CoreUnderTest['core'], id: string) => {
        await core.generations.cancel({ id, personId: 'test:ada' });
        open.arrive();
      },
    ],
  ])('keeps no picture of a wish that ended with %s', async (_name, end) => {
    const { core, intake, pictures, settled } = underTest;
    await askWith(first, second);
    intake.waiting[0]?.arrive();
    await settled();
    const id = (await theGeneration())?.id ?? '';
    expect(await pictures.read(`${id}/reference-0`)).toBeDefined();
    const [open] = intake.waiting;
    if (open === undefined) throw new Error('Expected a second picture to be fetched');
    await end(open, core, id);
    await settled();
    for (const position of [0, 1]) {
      await expect(pictures.read(`${id}/reference-${position}`)).rejects.toThrow(PictureMissing);
    }
  });

  test.each([
    [
      'cancelled',
      async ({ core }: CoreUnderTest, id: string) => core.generations.cancel({ id, personId: 'test:ada' }),
    ],
    ['lost with its place', async ({ core }: CoreUnderTest) => core.generations.abandonAt(() => true)],
  ])('keeps no picture of a wish that a crash broke off, and that was %s then', async (_name, end) => {
    const { core, intake, pictures, settled, storage } = underTest;
    await askWith(first, second);
    intake.waiting[0]?.arrive();
    await settled();
    await core.stop(0);
    const id = (await theGeneration())?.id ?? '';
    expect(await pictures.read(`${id}/reference-0`)).toBeDefined();

    const after = await createCoreUnderTest({ storage, pictures });
    await after.core.start();
    await end(after, id);
    await after.settled();
    await expect(pictures.read(`${id}/reference-0`)).rejects.toThrow(PictureMissing);
    expect(await storage.transaction(({ retention }) => retention.unneededFiles(10))).toEqual([]);
    await after.core.stop(0);
  });

  test('leaves no file of a wish that was too old when the process came back', async () => {
    const { clock, core, intake, pictures, settled, storage } = underTest;
    await askWith(first, second);
    intake.waiting[0]?.arrive();
    await settled();
    await core.stop(0);
    const id = (await theGeneration())?.id ?? '';

    const after = await createCoreUnderTest({ storage, pictures });
    after.clock.nowMs = clock.nowMs + generousLimits.maxWaitMs + 1;
    await after.core.start();
    await after.settled();
    expect(await theGeneration()).toMatchObject({ state: 'expired' });
    await after.core.stop(0);
    const last = await createCoreUnderTest({ storage, pictures });
    await last.core.start();
    await last.settled();
    await expect(pictures.read(`${id}/reference-0`)).rejects.toThrow(PictureMissing);
    await last.core.stop(0);
  });

  test('begins again with its pictures after a restart', async () => {
    const { core, intake, storage } = underTest;
    await askWith(first);
    await core.stop(0);
    expect(intake.waiting).toEqual([]);

    const after = await createCoreUnderTest({ storage });
    await after.core.start();
    after.intake.waiting[0]?.arrive();
    await after.settled();
    expect(after.model.open.size).toBe(1);
    await after.core.stop(0);
  });

  test('is prepared once, however often it is looked for', async () => {
    const { core, intake, settled } = underTest;
    await askWith(first);
    await core.start();
    await settled();
    expect(intake.waiting).toHaveLength(1);
  });

  test('lets slow pictures of one person keep nobody else waiting', async () => {
    const { intake, settled, ask } = underTest;
    for (let request = 0; request < 4; request += 1) await askWith(first);
    await ask('test:ben', { wish: wishFor({ references: [second] }) });
    await settled();
    expect(intake.waiting.map(({ source }) => source)).toEqual([first, first, second]);
  });

  test('keeps a crowd of fetches within bounds', async () => {
    const { intake, settled, ask } = underTest;
    for (let person = 0; person < 20; person += 1) {
      await ask(`test:person ${person}`, { wish: wishFor({ references: [first] }) });
    }
    await settled();
    expect(intake.waiting).toHaveLength(4);
  });
});
