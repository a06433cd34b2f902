import { expect, test } from 'vitest';
import { formatAgo } from '../../src/commands/amounts.ts';

const minute = 60_000;
const day = 1_440 * minute;
const nowMs = Date.UTC(2026, 10, 22, 12);

test.each([
  ['en', -1, 'now'],
  ['en', minute - 1, 'now'],
  ['en', minute, '1 minute ago'],
  ['en', 60 * minute - 1, '59 minutes ago'],
  ['en', 60 * minute, '1 hour ago'],
  ['ru', 5 * 60 * minute, '5 часов назад'],
  ['ru-RU', day, '1 день назад'],
  ['en', 7 * day - 1, '6 days ago'],
  ['en', 7 * day, 'Nov 15, 2026'],
  ['ru', 30 * day, '23 окт. 2026 г.'],
])('in %s %i ms ago is %s', (language, agoMs, expected) => {
  const moment = { nowMs, language, timeZone: 'UTC' };
  expect(formatAgo(nowMs - agoMs, moment).replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(expected);
});
