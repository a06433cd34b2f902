import { expect, test } from 'vitest';
import { callDeadlineMs } from '../../src/core/call-deadline.ts';
import { sampleGeneration } from './storage/contract/generation-samples.ts';

const plain = sampleGeneration();
const draft = sampleGeneration({ draftOf: plain.id });
const withReferences = sampleGeneration({
  wish: { ...plain.wish, references: [{ kind: 'link', url: 'https://example.org/a.png' }] },
});
const takes = (medianMs: number) => () => ({ medianMs, p90Ms: undefined });

test('a picture has minutes, and more where there are pictures to work from', () => {
  expect(callDeadlineMs(plain, takes(9_000))).toBe(300_000);
  expect(callDeadlineMs(withReferences, takes(9_000))).toBe(600_000);
});

test('a draft has half a minute, more where its model is slow, and never more than a picture', () => {
  expect(callDeadlineMs(draft, takes(2_000))).toBe(30_000);
  expect(callDeadlineMs(draft, () => undefined)).toBe(30_000);
  expect(callDeadlineMs(draft, takes(20_000))).toBe(60_000);
  expect(callDeadlineMs(draft, takes(500_000))).toBe(300_000);
});
