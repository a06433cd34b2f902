import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allActions } from '../../src/commands/all-actions.ts';
import {
  buttonId,
  pictureArgument,
  readButtonId,
  readPictureArgument,
} from '../../src/commands/button-id.ts';

const position = fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined });

test('an id says again what it was made of, within the 64 bytes of Telegram', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...allActions.map(({ name }) => name)),
      fc.uuid({ version: 4 }),
      position,
      (action, generationId, at) => {
        const id = buttonId({ action, argument: pictureArgument({ generationId, position: at }) });
        expect(Buffer.byteLength(id)).toBeLessThanOrEqual(64);
        const target = readButtonId(id);
        expect(target?.action).toBe(action);
        expect(readPictureArgument(target?.argument ?? '')).toEqual({ generationId, position: at });
      },
    ),
  );
});

test('an id that was made once means the same for ever', () => {
  const generationId = '0b9f4c1e-7a52-4f0e-9d1b-3c2a1f6e8d70';
  expect(buttonId({ action: 'vary', argument: pictureArgument({ generationId, position: 2 }) })).toBe(
    'e1:vary:C59MHnpSTw6dGzwqH26NcA.2',
  );
  expect(allActions.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['again', 'cancel', 'change', 'files', 'from', 'remove', 'retry', 'star', 'vary']),
  );
});

test('whatever else comes in is no button of ours, and harmless', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (id) => {
      const target = readButtonId(id);
      if (target !== undefined) expect(buttonId(target)).toBe(id);
      readPictureArgument(id);
    }),
  );
  expect(readButtonId('paint:abc')).toBeUndefined();
  expect(readPictureArgument('C59MHnpSTw6dGzwqH26NcA.22')).toBeUndefined();
  expect(readPictureArgument('AAAAAAAAAAAAAAAAAAAAAA')).toBeUndefined();
});

test('two names of one action would make old buttons do something else', () => {
  const names = allActions.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('an id that no platform would take is refused where it is made', () => {
  expect(() => buttonId({ action: 'again', argument: 'x'.repeat(60) })).toThrow(RangeError);
  expect(() => buttonId({ action: 'Again', argument: '' })).toThrow(RangeError);
});
