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

test('says when somebody else’s use is part of it', () => {
  for (const language of ['en', 'ru']) {
    expect(word(language, { isShared: true })).not.toBe(word(language));
  }
});

function word(language: string, changes: Partial<Spent> = {}): string {
  const spent: Spent = {
    today: { pictures: 1, chargedMicros: 39_000 },
    month: { pictures: 41, chargedMicros: 1_599_000 },
    reservedMicros: 0,
    limitMicros: 1_000_000,
    leftMicros: 961_000,
    sharedLeftMicros: 10_000_000,
    isShared: false,
    renewsAtMs: Date.UTC(2026, 10, 23),
    ...changes,
  };
  return toPlainText(wording.spending(spent, language));
}

test('says what was used, what is left and when it renews', () => {
  expect(word('en')).toBe(
    [
      '📊 What you used',
      '',
      'Today: 1 picture, $0.039',
      'This month: 41 pictures, $1.60',
      '',
      'Left for today: $0.961 of $1.',
      'The budget renews in 5 hours (Nov 23, 00:00 UTC).',
    ].join('\n'),
  );
});

test('counts in Russian as Russians do', () => {
  expect(word('ru')).toMatch(/Сегодня: 1 картинка, .+\nЗа этот месяц: 41 картинка, /);
  expect(word('ru', { today: { pictures: 3, chargedMicros: 0 } })).toContain('Сегодня: 3 картинки, ');
  expect(word('ru', { today: { pictures: 0, chargedMicros: 0 } })).toContain('Сегодня: 0 картинок, ');
});

test('names what is set aside, and the shared budget only where it is the tighter one', () => {
  expect(word('en')).not.toMatch(/Set aside|shares/);
  expect(word('en', { reservedMicros: 78_000 })).toContain('Set aside for what is under way: $0.078');
  expect(word('en', { sharedLeftMicros: 500_000 })).toContain('$0.50 of that is left');
});
