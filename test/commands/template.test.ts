import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toPlainText } from '../../src/commands/join-text.ts';
import { fillTemplate } from '../../src/commands/template.ts';

const numbers = new Intl.NumberFormat('en');

test('tags become styles and values become content', () => {
  expect(
    fillTemplate('In <b>{{count}}</b> of <code>{{x}}</code>!', { count: 1_234, x: 'a' }, numbers),
  ).toEqual([
    { text: 'In ', style: 'plain' },
    { text: '1,234', style: 'bold' },
    { text: ' of ', style: 'plain' },
    { text: 'a', style: 'code' },
    { text: '!', style: 'plain' },
  ]);
});

test('a link takes its address from the value named link', () => {
  expect(fillTemplate('<link>here</link>', { link: 'https://t.me/x' }, numbers)).toEqual([
    { text: 'here', style: 'plain', link: 'https://t.me/x' },
  ]);
});

test('an id of a person is shown as whom it names, and any other words as they are', () => {
  const fill = (person: string) => fillTemplate('<person>{{person}}</person> is in.', { person }, numbers);
  const rest = { text: ' is in.', style: 'plain' };
  expect(fill('discord:4')).toEqual([
    { text: 'discord:4', style: 'plain', mention: { kind: 'person', id: '4' } },
    rest,
  ]);
  expect(fill('telegram:4')).toEqual([{ text: 'telegram:4', style: 'code' }, rest]);
});

test('a missing value is a fault that names it', () => {
  expect(() => fillTemplate('{{toString}}', {}, numbers)).toThrow('{{toString}}');
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom('<b>', '</b>', '<q>', '{{prompt}}', '{{other}}', '$t(fault)', '$&', '&lt;', '`', '\n'),
    )
    .map((parts) => parts.join('')),
);

test('any words come out as the content of one run, to the letter', () => {
  fc.assert(
    fc.property(hostile, hostile, (prompt, other) => {
      fc.pre(prompt !== '' && other !== '');
      const runs = fillTemplate('a <q>{{prompt}}</q> b <i>{{other}}</i>', { prompt, other }, numbers);
      expect(runs).toEqual([
        { text: 'a ', style: 'plain' },
        { text: prompt, style: 'quote' },
        { text: ' b ', style: 'plain' },
        { text: other, style: 'italic' },
      ]);
      expect(toPlainText(runs)).toBe(`a ${prompt} b ${other}`);
    }),
  );
});
