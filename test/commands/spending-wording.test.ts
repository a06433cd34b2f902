import { expect, test } from 'vitest';
import { createWording } from '../../src/commands/create-wording.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import type { Spent } from '../../src/core/spending.ts';
import { sampleCatalog } from './sample-generation.ts';

const wording = createWording({
  catalog: sampleCatalog,
  isSandbox: false,
  now: () => Date.UTC(2026, 10, 22, 19),
});

const noLimit = { micros: Number.POSITIVE_INFINITY, pictures: Number.POSITIVE_INFINITY };

const today: Spent['today'] = {
  used: { micros: 39_000, pictures: 1 },
  limit: { ...noLimit, micros: 1_000_000 },
  left: { ...noLimit, micros: 961_000 },
  renewsAtMs: Date.UTC(2026, 10, 23),
};
const month: Spent['month'] = {
  used: { micros: 1_599_000, pictures: 41 },
  limit: noLimit,
  left: noLimit,
  renewsAtMs: Date.UTC(2026, 11, 1),
};

function word(language: string, changes: Partial<Spent> = {}): string {
  const spent: Spent = { today, month, reservedMicros: 0, isShared: false, usedUp: [], ...changes };
  return toPlainText(wording.spending(spent, language));
}

test('says what was used, of how much, what is left and when it renews', () => {
  expect(word('en')).toBe(
    [
      '📊 What you used',
      '',
      'Today: 1 picture, $0.039 of $1',
      'This month: 41 pictures, $1.60',
      '',
      'Left for today: $0.961',
      'The budget renews in 5 hours (Nov 23, 00:00 UTC).',
    ].join('\n'),
  );
});

test('counts pictures where they are limited, and tells the month apart from the day', () => {
  const limited = {
    today: { ...today, limit: { ...noLimit, pictures: 10 }, left: { ...noLimit, pictures: 9 } },
    month: {
      ...month,
      limit: { micros: 5_000_000, pictures: 100 },
      left: { micros: 3_401_000, pictures: 59 },
    },
  };
  expect(word('en', limited)).toBe(
    [
      '📊 What you used',
      '',
      'Today: 1 of 10 pictures, $0.039',
      'This month: 41 of 100 pictures, $1.60 of $5',
      '',
      'Left for today: 9 pictures',
      'The budget renews in 5 hours (Nov 23, 00:00 UTC).',
      '',
      'Left for this month: $3.40, 59 pictures',
      'The budget renews in 9 days (Dec 1, 00:00 UTC).',
    ].join('\n'),
  );
});

test('says so where nothing is limited', () => {
  const text = word('en', { today: { ...today, limit: noLimit, left: noLimit } });
  expect(text).toContain('You have no limit of your own.');
  expect(text).not.toMatch(/Left|renews|∞|Infinity/);
});

test('counts in Russian as Russians do', () => {
  const used = (pictures: number, limit = noLimit.pictures) =>
    word('ru', {
      today: { ...today, used: { micros: 0, pictures }, limit: { ...noLimit, pictures: limit } },
    });
  expect(word('ru')).toMatch(/Сегодня: 1 картинка, .+\nЗа этот месяц: 41 картинка, /);
  expect(used(3)).toContain('Сегодня: 3 картинки, ');
  expect(used(0)).toContain('Сегодня: 0 картинок, ');
  expect(used(1, 21)).toContain('Сегодня: 1 из 21 картинки, ');
  expect(used(1, 5)).toContain('Сегодня: 1 из 5 картинок, ');
});

test('names what is set aside', () => {
  expect(word('en')).not.toContain('Set aside');
  expect(word('en', { reservedMicros: 78_000 })).toContain('Set aside for what is under way: $0.078');
});

test('names what others share only when it is used up, and then without a figure', () => {
  expect(word('en')).not.toMatch(/shares|bot/);
  const renewsAtMs = Date.UTC(2026, 11, 1);
  const text = word('en', { usedUp: [{ holder: 'place', period: 'month', renewsAtMs }] });
  expect(text).toContain(
    '💸 The budget that everyone here shares is used up for this month.\nThe budget renews in 9 days',
  );
  expect(text.match(/\$/g)).toHaveLength(4);
});

test('says when somebody else’s use is part of it', () => {
  for (const language of ['en', 'ru']) {
    expect(word(language, { isShared: true })).not.toBe(word(language));
  }
});
