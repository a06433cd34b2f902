import { describe, expect, expectTypeOf, test } from 'vitest';
import type { imagine } from '../../src/commands/imagine.ts';
import type { OptionSpecs, OptionValues, RawOptions } from '../../src/commands/option.ts';
import { readOptions } from '../../src/commands/read-options.ts';

const specs = {
  prompt: { kind: 'text', isRest: true, isRequired: true, maxLength: 10 },
  style: { kind: 'text', maxLength: 10 },
  count: { kind: 'integer', min: 1, max: 4 },
  format: { kind: 'choice', choices: ['png', 'jpeg'], spellings: { jpg: 'jpeg' } },
  private: { kind: 'flag' },
} as const satisfies OptionSpecs;

function problemsOf(raw: RawOptions) {
  const reading = readOptions(specs, raw);
  return reading.kind === 'problems' ? reading.problems : [];
}

test('values have the types that the specs promise', () => {
  expectTypeOf<OptionValues<typeof specs>>().toEqualTypeOf<{
    readonly prompt: string;
    readonly style: string | undefined;
    readonly count: number | undefined;
    readonly format: 'png' | 'jpeg' | undefined;
    readonly private: boolean | undefined;
  }>();
  expectTypeOf<Parameters<typeof imagine.run>[0]['values']['format']>().toEqualTypeOf<
    'png' | 'jpeg' | 'webp' | undefined
  >();
});

test('what was left out is undefined', () => {
  expect(readOptions(specs, { prompt: 'fox', style: undefined })).toEqual({
    kind: 'values',
    values: { prompt: 'fox', style: undefined, count: undefined, format: undefined, private: undefined },
  });
});

test('typed text becomes values, and words keep their spaces', () => {
  const raw = { prompt: ' a  fox\n', style: '7', count: '2', format: 'JPG', private: 'yes' };
  expect(readOptions(specs, raw)).toEqual({
    kind: 'values',
    values: { prompt: ' a  fox\n', style: '7', count: 2, format: 'jpeg', private: true },
  });
});

describe('each problem says what would be possible', () => {
  const bounds = { option: 'count', min: 1, max: 4 };
  const fox = { prompt: 'fox' };
  test.each<[RawOptions, object]>([
    [{}, { problem: 'missing', option: 'prompt' }],
    [{ prompt: ' \n\u200b' }, { problem: 'missing', option: 'prompt' }],
    [{ prompt: 'a'.repeat(11) }, { problem: 'too-long', option: 'prompt', max: 10, length: 11 }],
    [
      { ...fox, count: 0 },
      { problem: 'out-of-range', given: '0', ...bounds },
    ],
    [
      { ...fox, count: '5' },
      { problem: 'out-of-range', given: '5', ...bounds },
    ],
    [
      { ...fox, count: -1 },
      { problem: 'out-of-range', given: '-1', ...bounds },
    ],
    [
      { ...fox, count: Number.NaN },
      { problem: 'not-a-number', given: 'NaN', ...bounds },
    ],
    [
      { ...fox, count: '2.5' },
      { problem: 'not-a-number', given: '2.5', ...bounds },
    ],
    [
      { ...fox, count: '1e0' },
      { problem: 'not-a-number', given: '1e0', ...bounds },
    ],
    [
      { ...fox, count: true },
      { problem: 'value-missing', option: 'count' },
    ],
    [
      { ...fox, style: true },
      { problem: 'value-missing', option: 'style' },
    ],
    [
      { ...fox, format: 'gif' },
      { problem: 'not-a-choice', option: 'format', given: 'gif', choices: ['png', 'jpeg'] },
    ],
    [
      { ...fox, format: 'constructor' },
      { problem: 'not-a-choice', option: 'format', given: 'constructor', choices: ['png', 'jpeg'] },
    ],
    [
      { ...fox, private: 'maybe' },
      { problem: 'not-yes-or-no', option: 'private', given: 'maybe' },
    ],
    [
      { ...fox, cuont: 2 },
      { problem: 'unknown', given: 'cuont', nearest: 'count' },
    ],
    [
      { ...fox, toString: 'x' },
      { problem: 'unknown', given: 'toString', nearest: undefined },
    ],
  ])('%j', (raw, problem) => {
    expect(problemsOf(raw)).toEqual([problem]);
  });
});

test('all problems are told at once', () => {
  const found = problemsOf({ count: 9, format: 'gif', steps: 30 }).map(({ problem }) => problem);
  expect(found).toEqual(['unknown', 'missing', 'out-of-range', 'not-a-choice']);
});
