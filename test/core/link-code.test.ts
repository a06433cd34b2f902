import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLinkCode, hashLinkCode, readLinkCode } from '../../src/core/link-code.ts';

test('codes are read however they are typed', () => {
  const codes = Array.from({ length: 500 }, createLinkCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) {
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    const plain = code.replace('-', '');
    const mistaken = plain.replaceAll('0', 'o').replaceAll('1', 'L').toLowerCase();
    for (const typed of [code, plain, ` ${code.toLowerCase()} `, code.replace('-', ' – '), mistaken]) {
      expect(readLinkCode(typed), typed).toBe(code);
    }
  }
  const letters = new Set(codes.join('').replaceAll('-', ''));
  expect(letters.size).toBe(32);
});

test('whatever else is typed is no code', () => {
  for (const typed of ['', 'K7QM-2XW', 'K7QM-2XWDD', 'K7QM-2XWU', 'K7QM_2XWD', 'К7QM-2XWD']) {
    expect(readLinkCode(typed), typed).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      const read = readLinkCode(typed);
      expect(read === undefined || readLinkCode(read) === read).toBe(true);
    }),
  );
});

test('what is stored of a code does not show it', () => {
  expect(hashLinkCode('K7QM-2XWD')).not.toContain('K7QM');
  expect(hashLinkCode('K7QM-2XWD')).not.toBe(hashLinkCode('K7QM-2XWE'));
});
