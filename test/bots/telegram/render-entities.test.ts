import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RenderedText } from '../../../src/bots/telegram/render-entities.ts';
import { renderEntities, renderMessages, renderWithin } from '../../../src/bots/telegram/render-entities.ts';
import type { TextRun } from '../../../src/commands/rich-text.ts';
import { readMessageText } from '../../fakes/telegram/message-text.ts';

const nastyCharacter = fc.constantFrom(
  '\ud83d',
  '\ude00',
  '\u202e',
  '\0',
  '\r',
  '\n',
  '\t',
  ' ',
  '👩‍👩‍👧',
  'ש',
  '*',
  '_',
  '<b>',
  '@anna',
  '/start',
);
const words = fc
  .array(
    fc.oneof(
      nastyCharacter,
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const run: fc.Arbitrary<TextRun> = fc.record(
  {
    text: words,
    style: fc.constantFrom('plain', 'bold', 'italic', 'code', 'quote'),
    link: fc.constantFrom('https://example.org/a b', 'javascript:alert(1)', 'not a link'),
  },
  { requiredKeys: ['text', 'style'] },
);
const richText = fc.array(run, { maxLength: 8 });

/** Holds a text against Telegram's rules; the fake throws what is wrong with it. */
function expectSound({ text, entities }: RenderedText): void {
  const read = readMessageText({ text, entities, parseMode: undefined });
  // Nothing was cut away, so nothing moved.
  expect(read.text).toBe(text);
  for (const entity of entities) expect(read.entities).toContainEqual(entity);
  for (const { offset, length } of entities) {
    const styled = text.slice(offset, offset + length);
    expect(styled.isWellFormed()).toBe(true);
    expect(styled).toBe(styled.trim());
  }
}

test('whatever the words are, the entities fit them', () => {
  fc.assert(
    fc.property(richText, (runs) => {
      const rendered = renderEntities(runs);
      if (rendered.text !== '') expectSound(rendered);
    }),
    { numRuns: 500 },
  );
});

test('whatever the limit is, it is kept', () => {
  fc.assert(
    fc.property(richText, fc.integer({ min: 2, max: 60 }), (runs, limit) => {
      const rendered = renderWithin(runs, limit);
      expect(rendered.text.length).toBeLessThanOrEqual(limit);
      if (rendered.text !== '') expectSound(rendered);
    }),
    { numRuns: 500 },
  );
});

test('what is too long for one message is told in several, without losing a word', () => {
  fc.assert(
    fc.property(richText, fc.integer({ min: 10, max: 60 }), (runs, limit) => {
      const messages = renderMessages(runs, limit);
      for (const message of messages) {
        expect(message.text.length).toBeLessThanOrEqual(limit);
        expectSound(message);
      }
      const dense = (text: string) => text.replaceAll(/\s+/g, '');
      expect(dense(messages.map(({ text }) => text).join(''))).toBe(dense(renderEntities(runs).text));
    }),
    { numRuns: 500 },
  );
});

test('offsets count as Telegram counts: in UTF-16 units', () => {
  const rendered = renderEntities([
    { text: '  👩‍👩‍👧 ', style: 'plain' },
    { text: 'bold ', style: 'bold' },
    { text: 'here', style: 'plain', link: 'https://t.me/easel_bot?start=private' },
  ]);
  expect(rendered).toEqual({
    text: '👩‍👩‍👧 bold here',
    entities: [
      { type: 'bold', offset: 9, length: 4 },
      { type: 'text_link', offset: 14, length: 4, url: 'https://t.me/easel_bot?start=private' },
    ],
  });
});

test('markup in a prompt stays what it is: words', () => {
  const prompt = '*bold* <b>html</b> [link](tg://user?id=1) `code` ||spoiler||';
  expect(renderEntities([{ text: prompt, style: 'quote' }])).toEqual({
    text: prompt,
    entities: [{ type: 'blockquote', offset: 0, length: prompt.length }],
  });
});

test('a link that leads nowhere on the web is no link', () => {
  expect(renderEntities([{ text: 'press', style: 'plain', link: 'javascript:alert(1)' }]).entities).toEqual(
    [],
  );
});

test('neighbours of one style are one, and a quote begins on a line of its own', () => {
  const rendered = renderEntities([
    { text: 'You wrote:', style: 'plain' },
    { text: 'a fox\n', style: 'quote' },
    { text: 'in the snow', style: 'quote' },
  ]);
  expect(rendered).toEqual({
    text: 'You wrote:\na fox\nin the snow',
    entities: [{ type: 'blockquote', offset: 11, length: 17 }],
  });
});
