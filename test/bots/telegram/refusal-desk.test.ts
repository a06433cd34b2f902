import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { CountedRefusal } from '../../../src/bots/telegram/refusal-desk.ts';
import { RefusalDesk } from '../../../src/bots/telegram/refusal-desk.ts';
import { ManualClock } from './support/manual-clock.ts';

function deskUnderTest() {
  const clock = new ManualClock();
  const desk = new RefusalDesk({ pause: clock.pause });
  const told: string[] = [];
  const refuse = (to: string, words: string) =>
    void desk.refuse({
      to,
      text: [{ text: words, style: 'plain' }],
      tell: async (refusals: readonly CountedRefusal[]) => {
        told.push(`${to}: ${refusals.map(({ text, count }) => `${text[0]?.text} ×${count}`).join(' + ')}`);
        return true;
      },
    });
  const advance = async (ms: number) => {
    clock.advance(ms);
    await nextTurn();
  };
  return { desk, told, refuse, advance };
}

test('the first is told at once, the others together ten seconds later', async () => {
  const { told, refuse, advance } = deskUnderTest();
  refuse('Alice', 'no');
  for (let more = 0; more < 1_999; more += 1) refuse('Alice', 'no');
  expect(told).toEqual(['Alice: no ×1']);

  await advance(9_999);
  expect(told).toHaveLength(1);
  await advance(1);
  expect(told).toEqual(['Alice: no ×1', 'Alice: no ×1999']);
});

test('never more than one message in ten seconds, however long it goes on', async () => {
  const { told, refuse, advance } = deskUnderTest();
  for (let second = 0; second < 60; second += 1) {
    refuse('Alice', 'no');
    await advance(1_000);
  }
  expect(told).toEqual(['Alice: no ×1', 'Alice: no ×9', ...Array.from({ length: 5 }, () => 'Alice: no ×10')]);
});

test('after a quiet while the next one is told at once again', async () => {
  const { told, refuse, advance } = deskUnderTest();
  refuse('Alice', 'no');
  await advance(10_000);
  refuse('Alice', 'no again');
  expect(told).toEqual(['Alice: no ×1', 'Alice: no again ×1']);
});

test('different people do not wait for each other, and different reasons are all told', async () => {
  const { told, refuse, advance } = deskUnderTest();
  refuse('Alice', 'no');
  refuse('Bob', 'no');
  refuse('Alice', 'too long');
  refuse('Alice', 'too many');
  refuse('Alice', 'too long');
  await advance(10_000);
  expect(told).toEqual(['Alice: no ×1', 'Bob: no ×1', 'Alice: too many ×1 + too long ×2']);
});

test('of very many reasons the newest are told, and all are counted', async () => {
  const { told, refuse, advance } = deskUnderTest();
  refuse('Alice', 'first');
  for (let number = 1; number <= 10; number += 1) refuse('Alice', `reason ${number}`);
  await advance(10_000);
  const counts = [...(told[1]?.matchAll(/×(\d+)/g) ?? [])].map(([, count]) => Number(count));
  expect(told[1]).toContain('reason 10');
  expect(counts).toHaveLength(3);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
});

test('stopping tells at once what was held back', () => {
  const { desk, told, refuse } = deskUnderTest();
  refuse('Alice', 'no');
  refuse('Alice', 'no');
  desk.stop();
  expect(told).toEqual(['Alice: no ×1', 'Alice: no ×1']);
});
