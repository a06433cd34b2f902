import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderMessages, renderWithin } from '../../../src/bots/discord/fit-text.ts';
import type { TextRun } from '../../../src/commands/rich-text.ts';
import { readMarkdown } from './support/read-markdown.ts';

const run: fc.Arbitrary<TextRun> = fc.record({
  text: fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc
      .array(fc.constantFrom('*', '\\', '\n', 'word ', '🦊'), { maxLength: 400 })
      .map((parts) => parts.join('')),
  ),
  style: fc.constantFrom('plain', 'bold', 'italic', 'code', 'quote'),
});
const text = fc.array(run, { maxLength: 6 });

test('text of any length is rendered within the limit', () => {
  fc.assert(
    fc.property(text, (runs) => {
      const rendered = renderWithin(runs, 200);
      expect(rendered.length).toBeLessThanOrEqual(200);
      expect(rendered.isWellFormed()).toBe(true);
    }),
  );
});

test('text that fits is not touched', () => {
  expect(renderWithin([{ text: 'a fox', style: 'bold' }])).toBe('**a fox**');
});

test('a long text keeps its other parts and shows that something is missing', () => {
  const rendered = renderWithin(
    [
      { text: '*'.repeat(5_000), style: 'plain' },
      { text: '\nseed 42', style: 'plain', link: 'https://example.org/' },
    ],
    4_000,
  );
  expect(rendered.length).toBeGreaterThan(3_900);
  expect(rendered).toContain('…');
  expect(rendered).toContain('seed 42');
});

test('parted into messages, nothing is lost and each fits', () => {
  fc.assert(
    fc.property(text, (runs) => {
      const messages = renderMessages(runs, 120);
      for (const message of messages) expect(message.length).toBeLessThanOrEqual(120);
      const letters = (value: string) => value.toWellFormed().replaceAll(/[^\p{L}\p{N}🦊]/gu, '');
      const said = runs.map(({ text: words }) => words).join('');
      expect(letters(messages.map((message) => readMarkdown(message).visible).join(''))).toBe(letters(said));
    }),
  );
});
