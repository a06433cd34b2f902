import { expect, test } from 'vitest';
import { Calendar, monthOf } from '../../../src/core/limits/calendar.ts';

test.each([
  ['UTC', '2026-11-22T12:00:00Z', '2026-11-22', '2026-11-23T00:00:00Z', '2026-12-01T00:00:00Z'],
  ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31', '2027-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['UTC', '2027-01-31T00:00:00Z', '2027-01-31', '2027-02-01T00:00:00Z', '2027-02-01T00:00:00Z'],
  ['Asia/Tokyo', '2026-11-30T16:00:00Z', '2026-12-01', '2026-12-01T15:00:00Z', '2026-12-31T15:00:00Z'],
  // The clocks go back on the last Sunday of October, and forward on that of March.
  ['Europe/Berlin', '2026-10-25T10:00:00Z', '2026-10-25', '2026-10-25T23:00:00Z', '2026-10-31T23:00:00Z'],
  ['Europe/Berlin', '2026-10-01T00:00:00Z', '2026-10-01', '2026-10-01T22:00:00Z', '2026-10-31T23:00:00Z'],
  ['Europe/Berlin', '2027-03-28T00:30:00Z', '2027-03-28', '2027-03-28T22:00:00Z', '2027-03-31T22:00:00Z'],
])('in %s, at %s', (timeZone, moment, day, nextDay, nextMonth) => {
  const calendar = new Calendar(timeZone);
  const atMs = Date.parse(moment);
  const look = () => ({ day: calendar.dayOf(atMs), renewals: calendar.renewalsAfter(atMs) });
  const expected = { day, renewals: { day: Date.parse(nextDay), month: Date.parse(nextMonth) } };
  expect(look()).toEqual(expected);
  // What is remembered of another moment changes nothing.
  calendar.renewalsAfter(Date.parse(nextMonth));
  expect(look()).toEqual(expected);
});

test('the month of a day is named as days are', () => {
  expect(monthOf('2026-11-22')).toBe('2026-11');
});
