import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toPlainText } from '../../src/commands/join-text.ts';
import type { Page } from '../../src/commands/reply.ts';
import { wishFor } from '../core/support/wishes.ts';
import { buttonOn, labelsOf, PeopleAtCore, pageOf } from './people-at-core.ts';

const ben = { personId: 'test:ben' };

function linesOf(page: Page): readonly string[] {
  return toPlainText(page.text)
    .split('\n')
    .filter((line) => line !== '');
}

describe('the queue', () => {
  let people: PeopleAtCore;

  beforeEach(async () => {
    people = await PeopleAtCore.start({ limits: { maxQueuedPerUser: 20 } });
  });
  afterEach(async () => {
    expect(people.faults).toEqual([]);
    await people.core.close();
  });

  async function look(doer = {}): Promise<Page> {
    return pageOf(await people.use('queue', {}, doer));
  }

  test('shows what is under way and how far it is, each with a button', async () => {
    for (const prompt of ['one', 'two', 'three\nlines', 'four']) await people.accepted(prompt);
    const references = [{ kind: 'link', url: 'https://example.com/a.png' }] as const;
    await people.accepted('five', { wish: wishFor({ references }) });
    const page = await look();
    expect(linesOf(page)).toEqual([
      '⏳ 5 requests of yours are under way',
      '1. one',
      expect.stringContaining('🎨 Painting'),
      '2. two',
      expect.stringContaining('🎨 Painting'),
      '3. three lines',
      '⏳ Next in line.',
      '4. four',
      '⏳ In line: 1 request is ahead of this one.',
      '5. five',
      '⏳ Getting your pictures ready…',
    ]);
    expect(labelsOf(page)).toEqual([
      ['✕ Cancel 1', '✕ Cancel 2', '✕ Cancel 3', '✕ Cancel 4', '✕ Cancel 5'],
      ['🔄 Refresh', '✕ Cancel all'],
    ]);
  });

  test('is one’s own alone, in one’s own language', async () => {
    await people.accepted('one');
    expect(linesOf(await look(ben))).toEqual([expect.stringContaining('Nothing of yours')]);
    const russian = await look({ language: 'ru' });
    expect(linesOf(russian)).toEqual([
      '⏳ У вас 1 запрос в работе',
      '1. one',
      expect.stringMatching(/Рисует/),
    ]);
    expect(labelsOf(russian)).toEqual([['✕ Отменить 1'], ['🔄 Обновить']]);
  });

  test('cancels one of it and shows the rest', async () => {
    const running = await people.accepted('one');
    await people.accepted('two');
    const waiting = await people.accepted('three');
    const page = await look();
    const rest = pageOf(await people.pressOn(page, '✕ Cancel 3'));
    expect(linesOf(rest)[0]).toBe('✋ Cancelled. Nothing was charged.');
    expect(linesOf(rest)).not.toContain('3. three');
    const others = pageOf(await people.pressOn(page, '✕ Cancel 1'));
    expect(linesOf(others)[0]).toContain('may still charge');
    expect(linesOf(others)).toContain('1. two');
    expect(linesOf(pageOf(await people.pressOn(page, '✕ Cancel 3')))[0]).toBe('That has already ended.');
    await people.core.storage.transaction(async ({ generations }) => {
      for (const { id } of [running, waiting])
        expect(await generations.find(id)).toMatchObject({ state: 'cancelled' });
    });
  });

  test('cancels nothing of anybody else', async () => {
    await people.accepted('one');
    await people.accepted('two');
    const page = await look();
    const one = pageOf(await people.press(buttonOn(page, '✕ Cancel 1'), ben));
    expect(linesOf(one)[0]).toContain('no longer know');
    await people.press(buttonOn(page, '✕ Cancel all'), ben);
    expect(linesOf(await look())[0]).toContain('2 requests');
  });

  test('cancels all at once, and says what may be charged', async () => {
    for (const prompt of ['one', 'two', 'three']) await people.accepted(prompt);
    const page = await look();
    const after = pageOf(await people.pressOn(page, '✕ Cancel all'));
    expect(linesOf(after)).toEqual([
      expect.stringMatching(/^✋ Cancelled 3 requests\. Where the painting had already begun/),
      expect.stringContaining('Nothing of yours is under way'),
    ]);
    expect(labelsOf(after)).toEqual([['🔄 Refresh']]);
    expect(linesOf(pageOf(await people.pressOn(page, '✕ Cancel all')))).toHaveLength(1);
  });

  test('of very many is one message, with a button for each that it shows', async () => {
    for (let number = 1; number <= 12; number += 1) await people.accepted('a fox '.repeat(200));
    const page = await look();
    expect(linesOf(page).at(-1)).toBe('…and 2 more.');
    expect(toPlainText(page.text).length).toBeLessThanOrEqual(2_000);
    expect(page.buttons.map((row) => row.length)).toEqual([5, 5, 2]);
    await people.pressOn(page, '✕ Cancel all');
    expect(linesOf(await look())).toHaveLength(1);
  });

  test('shows on a refresh how things are by then', async () => {
    const generation = await people.accepted('one');
    const page = await look();
    people.core.clock.nowMs += 5_000;
    expect(linesOf(await look()).at(-1)).toMatch(/░.* 5 s/);
    people.core.clock.nowMs -= 5_000;
    expect(linesOf(pageOf(await people.pressOn(page, '🔄 Refresh')))).toEqual(linesOf(page));
    await people.succeed(generation);
    expect(linesOf(pageOf(await people.pressOn(page, '🔄 Refresh')))[0]).toContain('Nothing of yours');
  });
});
