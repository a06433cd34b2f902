import { expect, test } from 'vitest';
import { captionCharacters, isRightToLeft, markup } from '../../../src/core/sandbox/caption.ts';

const caption = (prompt: string) => captionCharacters(prompt).join('');

test.each([
  ['  two \n\n lines\t ', 'two lines'],
  ['кот за 300 ₽ 👩‍🚀', 'кот за 300 ₽ 👩‍🚀'],
  ['a\u0000b\u202ec\ufffe', 'a bc'],
  ['lone \ud800 half', 'lone \ufffd half'],
  ['a 猫と海 in a hat', 'a … in a hat'],
  [`e${'\u0301'.repeat(50)}`, 'e\u0301\u0301'],
  ['\u200b', '\u200b'],
  ['', ''],
])('%j is written as %j', (prompt, written) => {
  expect(caption(prompt)).toBe(written);
});

test('what is seen as one character is one character, and there are never more than fit', () => {
  expect(captionCharacters('👩‍🚀🇺🇦é')).toHaveLength(3);
  expect(captionCharacters('long '.repeat(3000)).length).toBeLessThanOrEqual(600);
});

test('markup escapes everything that could be taken for markup', () => {
  expect(markup(`<b a="1">&'</b>`, { alpha: '75%' })).toBe(
    '<span alpha="75%">&lt;b a=&quot;1&quot;&gt;&amp;&#39;&lt;/b&gt;</span>',
  );
});

test.each([
  ['שלום hello', true],
  ['123 — مرحبا', true],
  ['hello שלום', false],
  ['12', false],
])('%j runs from right to left: %j', (text, expected) => {
  expect(isRightToLeft(text)).toBe(expected);
});
