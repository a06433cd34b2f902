import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressPacer } from '../../src/bots/progress-pacer.ts';

const message = { key: 'message', lane: 'message' };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Edits that say when they were begun and end when the test says so. */
function edits() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const edit = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { begun, edit, end };
}

test('the first edit goes at once, the newest of those that come too fast after the interval', async () => {
  const pacer = new ProgressPacer(1_500);
  const { begun, edit, end } = edits();
  for (const name of ['one', 'two', 'three']) pacer.show(message, edit(name));
  expect(begun).toEqual(['one']);
  await end('one');
  await vi.advanceTimersByTimeAsync(1_499);
  expect(begun).toEqual(['one']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['one', 'three']);
});

test('a message that was written just now is left alone for the interval', async () => {
  const pacer = new ProgressPacer(1_500);
  const { begun, edit } = edits();
  pacer.wrote('message');
  pacer.show(message, edit('one'));
  pacer.show({ key: 'another', lane: 'another' }, edit('elsewhere'));
  expect(begun).toEqual(['elsewhere']);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(begun).toEqual(['elsewhere', 'one']);
});

test('the final answer drops what waits and comes after what is under way', async () => {
  const pacer = new ProgressPacer(1_500);
  const { begun, edit, end } = edits();
  pacer.show(message, edit('one'));
  pacer.show(message, edit('two'));
  let isFinished = false;
  const finished = pacer.finish('message').then(() => {
    isFinished = true;
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(isFinished).toBe(false);
  await end('one');
  await finished;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toEqual(['one']);
});

test('a message that nothing is known of is finished at once', async () => {
  await new ProgressPacer(1_500).finish('message');
});

test('after a stop nothing is sent', async () => {
  const pacer = new ProgressPacer(1_500);
  const { begun, edit } = edits();
  pacer.wrote('message');
  pacer.show(message, edit('one'));
  pacer.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toEqual([]);
});

test('messages of one lane take turns, and each shows its newest edit', async () => {
  const pacer = new ProgressPacer(1_500);
  const { begun, edit, end } = edits();
  const show = (key: string, name: string) => pacer.show({ key, lane: 'chat' }, edit(name));
  show('a', 'a1');
  show('b', 'b1');
  show('a', 'a2');
  show('b', 'b2');
  expect(begun).toEqual(['a1']);
  await end('a1');
  await vi.advanceTimersByTimeAsync(1_500);
  expect(begun).toEqual(['a1', 'b2']);
  await end('b2');
  await vi.advanceTimersByTimeAsync(1_499);
  expect(begun).toEqual(['a1', 'b2']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['a1', 'b2', 'a2']);
});

test('the final answer of one message leaves the others of its lane alone', async () => {
  const pacer = new ProgressPacer(1_500);
  const { begun, edit, end } = edits();
  pacer.show({ key: 'a', lane: 'chat' }, edit('a1'));
  pacer.show({ key: 'a', lane: 'chat' }, edit('a2'));
  pacer.show({ key: 'b', lane: 'chat' }, edit('b1'));
  await end('a1');
  await pacer.finish('a');
  await vi.advanceTimersByTimeAsync(1_500);
  expect(begun).toEqual(['a1', 'b1']);
});
