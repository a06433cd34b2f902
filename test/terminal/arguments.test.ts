import { describe, expect, test } from 'vitest';
import type { ImagineArguments } from '../../src/terminal/arguments.ts';
import { parseArguments, usage } from '../../src/terminal/arguments.ts';

function read(...words: readonly string[]): ImagineArguments {
  const parsed = parseArguments(words, {});
  if (parsed.kind !== 'arguments') throw new Error(`Expected arguments, got ${JSON.stringify(parsed)}`);
  return parsed.value;
}

function problemsOf(words: readonly string[], environment: Record<string, string> = {}): readonly string[] {
  const parsed = parseArguments(words, environment);
  if (parsed.kind !== 'problems') throw new Error(`Expected problems, got ${JSON.stringify(parsed)}`);
  return parsed.problems;
}

describe('the arguments of the command line', () => {
  test('are a description, and nothing else is needed', () => {
    expect(read('a lighthouse at dawn')).toEqual({
      folder: '.',
      wish: {
        prompt: 'a lighthouse at dawn',
        model: undefined,
        count: undefined,
        aspect: undefined,
        seed: undefined,
        format: undefined,
        references: [],
      },
    });
  });

  test('may be given with every flag, in any place and both spellings', () => {
    const words =
      '--count 2 a --model=flux --style ink lighthouse --aspect 16:9 --seed=7 --format PNG at --out=here dawn';
    expect(read(...words.split(' '))).toEqual({
      folder: 'here',
      wish: {
        prompt: 'a lighthouse at dawn',
        model: 'flux',
        style: 'ink',
        count: 2,
        aspect: '16:9',
        seed: 7,
        format: 'png',
        references: [],
      },
    });
  });

  test('count the last value of a flag that is given twice', () => {
    expect(read('a fox', '--count', '2', '--count', '3').wish.count).toBe(3);
  });

  test.each([
    ['a fox', '—count', '2'],
    ['a fox', '–count=2'],
    ['—count', '2', 'a fox'],
  ])('understand two dashes that were pasted as one: %j %j %j', (...words) => {
    expect(read(...words.filter((word) => word !== undefined)).wish).toMatchObject({
      prompt: 'a fox',
      count: 2,
    });
  });

  test.each([
    [['- a list'], '- a list'],
    [['-5 degrees in Paris'], '-5 degrees in Paris'],
    [['--- a storm ---'], '--- a storm ---'],
    [['--count the stars'], '--count the stars'],
    [['— said the fox'], '— said the fox'],
    [['--', '-x'], '-x'],
    [['--', 'a fox', '--count', '2'], 'a fox --count 2'],
    [['a fox', '-', 'a hen'], 'a fox - a hen'],
    [['a', 'fox–hen', 'well-known'], 'a fox–hen well-known'],
    [['  a fox \n'], 'a fox'],
    [['$(rm -rf /) `x` "y"'], '$(rm -rf /) `x` "y"'],
    [['🦊'], '🦊'],
    [['ثعلب'], 'ثعلب'],
    [['x'.repeat(4_000)], 'x'.repeat(4_000)],
  ])('leave a description as it is: %j', (words, prompt) => {
    expect(read(...words).wish).toMatchObject({ prompt, count: undefined });
  });

  test.each(['-h', '--help'])('ask for help with %s, whatever else they say', (word) => {
    expect(parseArguments(['a fox', '--count', 'many', word], {})).toEqual({ kind: 'help' });
  });

  test.each(['0', '5', '-1', '1.5', 'NaN', 'two', '', '2x', '٢', '1e0', '99999999999999999999'])(
    'refuse %j pictures',
    (count) => {
      const problem =
        count === '' ? '--count needs a value after it.' : '--count takes a whole number from 1 to 4.';
      expect(problemsOf(['a fox', '--count', count])).toEqual([problem]);
    },
  );

  test.each(['-3', '1.5', 'seven', '9999999999999999'])('refuse the seed %j', (seed) => {
    expect(problemsOf(['a fox', '--seed', seed])).toEqual(['--seed takes a whole number.']);
  });

  test('refuse a format that nobody makes', () => {
    expect(problemsOf(['a fox', '--format', 'gif'])).toEqual(['--format takes jpeg, png, webp.']);
  });

  test.each([
    [['a fox', '--out']],
    [['--out', '--count', '2', 'a fox']],
    [['a fox', '--out', '--']],
    [['a fox', '--out=']],
    [['a fox', '--out', ' ']],
  ])('miss the value in %j', (words) => {
    expect(problemsOf(words)).toEqual(['--out needs a value after it.']);
  });

  test.each([
    [['a fox', '--cuont', '2'], 'I do not know --cuont. Did you mean --count?'],
    [['a fox', '--COUNT=2'], 'I do not know --COUNT. Did you mean --count?'],
    [
      ['a fox', '-c'],
      'I do not know -c. If it belongs to the description, put the whole description in quotes.',
    ],
    [
      ['a fox', '--private'],
      'I do not know --private. If it belongs to the description, put the whole description in quotes.',
    ],
  ])('refuse what nobody knows: %j', (words, problem) => {
    expect(problemsOf(words)).toEqual([problem]);
  });

  test('tell everything that is wrong at once', () => {
    expect(problemsOf(['--count', '9', '--format', 'gif', '--seed', 'x', '--nonsense'])).toHaveLength(5);
    expect(problemsOf([])).toEqual(['Say what to paint: npm run imagine -- "a lighthouse at dawn"']);
    expect(problemsOf(['', '  '])).toHaveLength(1);
  });

  test.each(['count', 'model', 'aspect', 'seed', 'format', 'out'])(
    'refuse to paint other words when npm took --%s',
    (flag) => {
      const [problem] = problemsOf(['a fox', '2'], { [`npm_config_${flag}`]: 'true' });
      expect(problem).toMatch(new RegExp(`^--${flag} was taken by npm\\. Put -- first:`));
      expect(usage).toContain(`--${flag} `);
    },
  );

  test('name every flag that npm took', () => {
    const environment = { npm_config_count: '', npm_config_out: 'here', npm_config_yes: 'true' };
    expect(problemsOf(['a fox'], environment)[0]).toContain('--count, --out were taken by npm.');
  });
});

test('pictures add up, as files or addresses, in the order in which they stand', () => {
  const parsed = parseArguments(['--image', 'a b.png', 'a boat', '--image=https://example.com/c.jpg'], {});
  expect(parsed).toMatchObject({
    kind: 'arguments',
    value: {
      wish: {
        prompt: 'a boat',
        references: [
          { kind: 'attachment', platform: 'terminal', handle: 'a b.png' },
          { kind: 'link', url: 'https://example.com/c.jpg' },
        ],
      },
    },
  });
});
