import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shorten } from '../../src/commands/shorten.ts';

test('what fits is left alone', () => {
  expect(shorten('fox', 3)).toBe('fox');
});

test('no emoji is torn', () => {
  const family = '👨‍👩‍👧‍👦';
  expect(shorten(`ab${family}c`, family.length + 2)).toBe('ab…');
  expect(shorten(`ab${family}cd`, family.length + 3)).toBe(`ab${family}…`);
});

test('where not even one character fits, nothing is left', () => {
  expect(shorten('👨‍👩‍👧‍👦!', 5)).toBe('');
  expect(shorten('abc', 1)).toBe('');
});

test('any text stays within the length and keeps whole clusters of its start', () => {
  const clusters = (text: string) => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, maxLength) => {
      const short = shorten(text, maxLength);
      expect(short.length).toBeLessThanOrEqual(maxLength);
      fc.pre(text.length > maxLength);
      const kept = clusters(short.replace(/…$/, ''));
      expect(clusters(text).slice(0, kept.length)).toEqual(kept);
    }),
  );
});
