import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GenerationFailure } from '../../src/core/failure.ts';
import { refusedByProvider } from './support/controlled-model.ts';
import type { CoreUnderTest } from './support/core-under-test.ts';
import { createCoreUnderTest } from './support/core-under-test.ts';
import { wishFor } from './support/wishes.ts';

describe('when only some of the pictures were made', () => {
  let underTest: CoreUnderTest;

  beforeEach(async () => {
    underTest = await createCoreUnderTest();
    await underTest.core.start();
  });
  afterEach(() => underTest.close());

  async function paintOneOfTwo(failure: GenerationFailure): Promise<void> {
    const { ask, settled, model } = underTest;
    await ask('test:ada', { wish: wishFor({ count: 2 }) });
    await settled();
    for (const call of model.open.values()) call.succeed(1, [failure]);
    await settled();
  }

  test('the person gets those, and the log says why the others are missing', async () => {
    const failure = refusedByProvider();
    await paintOneOfTwo(failure);
    const { courier, log } = underTest;
    expect(courier.delivered[0]).toMatchObject({ generation: { state: 'made', missingPictures: 1 } });
    expect(log.filter(({ message }) => message === 'a picture was not made')).toEqual([
      {
        level: 'warn',
        message: 'a picture was not made',
        fields: {
          generationId: courier.delivered[0]?.generation.id,
          code: 'content-refused',
          error: failure,
        },
      },
    ]);
  });

  test('what concerns all generations is noticed', async () => {
    await paintOneOfTwo(
      new GenerationFailure({ code: 'provider-out-of-funds', mayRetryHelp: false, payment: 'no' }),
    );
    expect(await underTest.ask('test:ben')).toEqual({
      kind: 'refused',
      refusal: { reason: 'provider-paused' },
    });
  });
});

test('pictures that are paid for survive a disk that fails for a moment', async () => {
  const delivered = Promise.withResolvers<void>();
  const underTest = await createCoreUnderTest({
    onEvent: ({ name }) => {
      if (name === 'generation-delivered') delivered.resolve();
    },
  });
  const { ask, core, courier, log, model, pictures, settled } = underTest;
  const write = pictures.write.bind(pictures);
  let faults = 1;
  pictures.write = async (key, bytes) => {
    faults -= 1;
    if (faults >= 0) throw new Error('the disk is full');
    await write(key, bytes);
  };
  await core.start();
  await ask('test:ada');
  await settled();
  for (const call of model.open.values()) call.succeed();
  await delivered.promise;

  expect(courier.delivered[0]?.contents).toHaveLength(1);
  expect(log.map(({ message }) => message)).toContain('the outcome could not be stored; trying again');
  await underTest.close();
});

test.each([
  [1, { number: 2, problem: 'refused-by-model', format: undefined }],
  [7, undefined],
  [undefined, undefined],
])(
  'a backend that names reference %s is quoted as far as the person has such a one',
  async (position, picture) => {
    const underTest = await createCoreUnderTest();
    const { core, courier, intake, model, settled } = underTest;
    await core.start();
    const link = (name: string) => ({ kind: 'link', url: `https://example.com/${name}` }) as const;
    await underTest.ask('test:ada', { wish: wishFor({ references: [link('a'), link('b')] }) });
    await settled();
    while (intake.waiting.length > 0) {
      intake.waiting[0]?.arrive();
      await settled();
    }
    const refusal = { code: 'references-refused', mayRetryHelp: false, payment: 'no' } as const;
    for (const call of [...model.open.values()])
      call.fail(new GenerationFailure({ ...refusal, referencePosition: position }));
    await settled();
    expect(courier.delivered[0]?.generation.failure?.picture).toEqual(picture);
    await underTest.close();
  },
);
