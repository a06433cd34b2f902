import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ParsedCommand, parseCommand } from '../../../src/bots/telegram/parse-command.ts';
import { allCommands } from '../../../src/commands/all-commands.ts';
import { imagine } from '../../../src/commands/imagine.ts';
import type { RawOptions } from '../../../src/commands/option.ts';
import { readOptions } from '../../../src/commands/read-options.ts';

function parse(text: string): ParsedCommand {
  return parseCommand(text, { commands: allCommands, botUsername: 'Easel_bot' });
}

function rawOf(text: string): RawOptions {
  const parsed = parse(text);
  if (parsed.kind !== 'command') throw new Error(`Expected a command, got ${parsed.kind}`);
  return parsed.raw;
}

function nameOf(text: string): string {
  const parsed = parse(text);
  return parsed.kind === 'command' ? parsed.command.name : parsed.kind;
}

describe('the command itself', () => {
  test.each([
    ['/imagine a fox', 'imagine'],
    ['/imagine@easel_bot a fox', 'imagine'],
    ['/IMAGINE@Easel_Bot\na fox', 'imagine'],
    ['  /imagine', 'imagine'],
    ['/start open', 'start'],
    ['/imagine@other_bot a fox', 'for-another-bot'],
    ['/nonsense@other_bot', 'for-another-bot'],
    ['a fox', 'no-command'],
    ['say /imagine a fox', 'no-command'],
    ['/ imagine', 'no-command'],
    ['/imagine!', 'no-command'],
    ['', 'no-command'],
  ])('%j is read as %s', (text, expected) => {
    expect(nameOf(text)).toBe(expected);
  });

  test('a misspelt one names the nearest, and whether this bot was meant', () => {
    expect(parse('/imagin a fox')).toEqual({
      kind: 'unknown-command',
      name: 'imagin',
      nearest: 'imagine',
      isAddressed: false,
    });
    expect(parse('/weather@easel_bot')).toMatchObject({ nearest: undefined, isAddressed: true });
  });

  test('a command without options takes what follows as small talk', () => {
    expect(rawOf('/models --count please')).toEqual({});
  });
});

describe('flags', () => {
  test.each<[string, RawOptions]>([
    ['--count 2 a fox', { count: '2', prompt: 'a fox' }],
    ['a fox --count 2', { count: '2', prompt: 'a fox' }],
    ['a --count 2 fox', { count: '2', prompt: 'a fox' }],
    ['a fox --count=2', { count: '2', prompt: 'a fox' }],
    ['a fox --count:2', { count: '2', prompt: 'a fox' }],
    ['a fox -c 2', { count: '2', prompt: 'a fox' }],
    ['a fox -c=2', { count: '2', prompt: 'a fox' }],
    ['a fox --Count 2', { count: '2', prompt: 'a fox' }],
    ['a fox --count 2 --count 3', { count: '3', prompt: 'a fox' }],
    ['a fox --seed -5', { seed: '-5', prompt: 'a fox' }],
    ['a fox --ar 16:9', { aspect: '16:9', prompt: 'a fox' }],
    ['a fox --aspect=16:9', { aspect: '16:9', prompt: 'a fox' }],
    ['--private a fox', { private: true, prompt: 'a fox' }],
    ['--private=no a fox', { private: 'no', prompt: 'a fox' }],
    ['-p a fox', { private: true, prompt: 'a fox' }],
  ])('%j', (text, expected) => {
    expect(rawOf(`/imagine ${text}`)).toEqual(expected);
  });

  test.each(['"FLUX.2 [pro]"', '“FLUX.2 [pro]”', '«FLUX.2 [pro]»', '„FLUX.2 [pro]“'])(
    'a value in quotes may hold spaces: %s',
    (quoted) => {
      const expected = { model: 'FLUX.2 [pro]', prompt: 'a fox' };
      expect(rawOf(`/imagine --model ${quoted} a fox`)).toEqual(expected);
      expect(rawOf(`/imagine a fox --model=${quoted}`)).toEqual(expected);
    },
  );

  test('a quote that is never closed takes one word', () => {
    expect(rawOf('/imagine --model "flux a fox')).toEqual({ model: '"flux', prompt: 'a fox' });
  });

  test.each(['a fox --count', 'a fox --count --private', 'a fox --count='])('%j lacks its value', (text) => {
    expect(rawOf(`/imagine ${text}`)).toMatchObject({ count: true, prompt: 'a fox' });
  });

  test('white space in the description stays, except right before a flag', () => {
    expect(rawOf('/imagine  a  fox\n\n --count 2\n\tin   snow \n')).toEqual({
      count: '2',
      prompt: 'a  fox\n\tin   snow',
    });
  });

  test('flags alone leave no description', () => {
    expect(rawOf('/imagine --count 2')).toEqual({ count: '2' });
    expect(rawOf('/imagine')).toEqual({});
  });
});

describe('dashes that a phone merged', () => {
  test.each<[string, RawOptions]>([
    ['a fox —count 2', { count: '2', prompt: 'a fox' }],
    ['—count=2 a fox', { count: '2', prompt: 'a fox' }],
    ['a fox –private', { private: true, prompt: 'a fox' }],
  ])('%j opens a flag', (text, expected) => {
    expect(rawOf(`/imagine ${text}`)).toEqual(expected);
  });

  test.each([
    'a fox — count them',
    'a fox —counting sheep',
    'a fox—count 2',
    'a fox —steps 30',
    'the year 1990–1995',
    'dialogue:\n— Private!\n— Never.',
  ])('%j is prose', (text) => {
    expect(rawOf(`/imagine ${text}`)).toEqual({ prompt: text });
  });
});

describe('what only looks like a flag', () => {
  test.each([
    'a - b',
    'a -z b',
    'well-count 2',
    'x--count',
    '-5 degrees',
    '--- a ---',
    '--2 a',
    'a -- b -- c',
  ])('%j is prose', (text) => {
    expect(rawOf(`/imagine ${text}`)).toEqual({ prompt: text });
  });

  test('an unknown --word is handed on, so that the person is asked', () => {
    const raw = rawOf('/imagine a cat --really? --cuont 2');
    expect(raw).toEqual({ 'really?': true, cuont: true, prompt: 'a cat 2' });
    expect(readOptions(imagine.options, raw)).toEqual({
      kind: 'problems',
      problems: [
        { problem: 'unknown', given: 'really?', nearest: undefined },
        { problem: 'unknown', given: 'cuont', nearest: 'count' },
      ],
    });
  });

  test('after a leading -- nothing is a flag', () => {
    expect(rawOf('/imagine --count 2 -- a cat --really -c 4 — -- x')).toEqual({
      count: '2',
      prompt: 'a cat --really -c 4 — -- x',
    });
  });

  test('names of object properties are ordinary unknown words', () => {
    const raw = rawOf('/imagine --constructor --__proto__ a fox');
    expect(Object.entries(raw)).toEqual([
      ['constructor', true],
      ['prompt', '--__proto__ a fox'],
    ]);
  });
});

const flagNames = ['count', 'n', 'model', 'aspect', 'ar', 'seed', 'format', 'private'];
const looksLikeFlag = new RegExp(
  `(^|\\s)(--(\\p{L}|\\s|$)|[—–]+-?(${flagNames.join('|')})(?=[\\s=]|$)|-[cmasfp](?=[\\s=]|$))`,
  'iu',
);

const prose = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
      fc.constantFrom(
        ' ',
        '\n',
        ' — ',
        '–',
        '--',
        '"',
        '«',
        'count',
        '—count',
        ' -x ',
        '🦊',
        'שלום',
        '\u00a0',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('prose without flags comes out as it is, trimmed', () => {
  fc.assert(
    fc.property(prose, (text) => {
      fc.pre(!looksLikeFlag.test(text));
      expect(rawOf(`/imagine ${text}`)).toEqual(text.trim() === '' ? {} : { prompt: text.trim() });
    }),
    { numRuns: 500 },
  );
});

test('flags before or after any prose are found, and the prose is kept', () => {
  const flags = fc.record({
    count: fc.integer({ min: -9, max: 99 }),
    model: fc.stringMatching(/^[a-z0-9][a-z0-9 :@.]{0,15}[a-z0-9]$/),
    aspect: fc.constantFrom('1:1', '16:9'),
    isPrivate: fc.boolean(),
    goesFirst: fc.boolean(),
    signs: fc.constantFrom(['--', ' '], ['--', '='], ['—', ' '], ['–', '=']),
  });
  fc.assert(
    fc.property(prose, flags, (text, { count, model, aspect, isPrivate, goesFirst, signs: [dash, sign] }) => {
      fc.pre(text.trim() !== '' && !looksLikeFlag.test(text));
      const written = [
        `${dash}count${sign}${count}`,
        `${dash}model${sign}«${model}»`,
        `${dash}aspect${sign}${aspect}`,
        ...(isPrivate ? [`${dash}private`] : []),
      ].join(' ');
      const body = goesFirst ? `${written} ${text}` : `${text} ${written}`;
      expect(rawOf(`/imagine ${body}`)).toEqual({
        count: String(count),
        model,
        aspect,
        ...(isPrivate ? { private: true } : {}),
        prompt: text.trim(),
      });
    }),
    { numRuns: 500 },
  );
});
