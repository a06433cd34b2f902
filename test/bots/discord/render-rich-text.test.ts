import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toShowable } from '../../../src/bots/discord/escape-markdown.ts';
import { renderRichText } from '../../../src/bots/discord/render-rich-text.ts';
import type { TextRun } from '../../../src/commands/rich-text.ts';
import { markup, readMarkdown } from './support/read-markdown.ts';

const nasty = [
  '**bold**',
  '__under__',
  '_i_',
  '*i*',
  '***',
  '~~s~~',
  '||spoiler||',
  '`code`',
  '``',
  '```js\nx\n```',
  '> quote',
  '>>> all',
  '# big',
  '## b',
  '### c',
  '-# small',
  '- item',
  '* item',
  '+ item',
  '1. one',
  '2) two',
  '  - deep',
  '[free](https://evil.example)',
  '[a](<https://x>)',
  'https://a.b/c_d_e',
  'discord://x',
  '<https://x.y>',
  '<@1234>',
  '<@!1>',
  '<@&9>',
  '<#5>',
  '<t:0:R>',
  '<:name:17>',
  '<a:n:17>',
  '</imagine:12>',
  '<id:customize>',
  '@everyone',
  '@here',
  '\\',
  '\\\\',
  '\\*',
  '\\`',
  '\n',
  '\r\n',
  '\u2028',
  ' ',
  '\t',
  '¯\\_(ツ)_/¯',
  '\u202e',
  '\u0000',
  '🦊',
  'é',
  'עברית',
  'x',
  '1',
  '.',
  '(',
  ')',
  '!',
  '-',
  '=',
];

const words = fc.oneof(
  fc.array(fc.constantFrom(...nasty), { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

test('whatever a prompt holds, it shows exactly its words and no markup', () => {
  fc.assert(
    fc.property(words, (text) => {
      const { visible, active } = readMarkdown(renderRichText([{ text, style: 'plain' }]));
      expect(visible.trim()).toBe(toShowable(text).trim());
      for (const [name, pattern] of markup) expect(active, name).not.toMatch(pattern);
    }),
    { numRuns: 2_000 },
  );
});

test('a quoted prompt stays in its quote, line by line', () => {
  fc.assert(
    fc.property(words, (text) => {
      fc.pre(toShowable(text).trim() !== '');
      const lines = renderRichText([
        { text, style: 'quote' },
        { text: 'after', style: 'plain' },
      ]).split('\n');
      expect(lines.pop()).toBe('after');
      for (const line of lines) {
        expect(line.startsWith('> ') || line === '>').toBe(true);
        const { active } = readMarkdown(line.slice(2));
        for (const [name, pattern] of markup) expect(active, name).not.toMatch(pattern);
      }
      const seen = lines.map((line) => readMarkdown(line.slice(2)).visible).join('\n');
      expect(seen.trim()).toBe(toShowable(text).trim());
    }),
    { numRuns: 1_000 },
  );
});

test.for([
  ['bold', '**'],
  ['italic', '*'],
] as const)('no words end the style %s early or begin another', ([style, marker]) => {
  fc.assert(
    fc.property(words, (text) => {
      fc.pre(toShowable(text).trim() !== '');
      const rendered = renderRichText([{ text, style }]).trim();
      expect(rendered.startsWith(marker) && rendered.endsWith(marker)).toBe(true);
      const { active } = readMarkdown(rendered.slice(marker.length, -marker.length));
      for (const [name, pattern] of markup) expect(active, name).not.toMatch(pattern);
    }),
  );
});

test('no words break out of code', () => {
  fc.assert(
    fc.property(words, (text) => {
      const rendered = renderRichText([{ text, style: 'code' }]).trim();
      if (/^`[^`\n]+`$/.test(rendered)) return;
      const { active } = readMarkdown(rendered);
      for (const [name, pattern] of markup) expect(active, name).not.toMatch(pattern);
    }),
  );
});

const cases: readonly (readonly [TextRun[], string])[] = [
  [
    [
      { text: 'a', style: 'bold' },
      { text: 'b', style: 'italic' },
    ],
    '**a**\u200b*b*',
  ],
  [
    [
      { text: 'a ', style: 'bold' },
      { text: 'b', style: 'plain' },
    ],
    '**a** b',
  ],
  [
    [
      { text: 'a', style: 'bold' },
      { text: 'b', style: 'bold' },
    ],
    '**ab**',
  ],
  [[{ text: '42', style: 'code' }], '`42`'],
  [
    [{ text: 'site', style: 'plain', link: 'https://example.org/a b' }],
    '[site](<https://example.org/a%20b>)',
  ],
  [[{ text: 'evil', style: 'plain', link: 'javascript:alert(1)' }], 'evil'],
  [
    [
      { text: 'before', style: 'plain' },
      { text: 'said', style: 'quote' },
      { text: 'after', style: 'plain' },
    ],
    'before\n> said\nafter',
  ],
  [[{ text: 'one\ntwo', style: 'quote' }], '> one\n> two'],
  [
    [
      { text: 'said', style: 'quote' },
      { text: '\nafter', style: 'plain' },
    ],
    '> said\nafter',
  ],
  [
    [
      { text: 'said', style: 'quote' },
      { text: '\n', style: 'plain' },
      { text: 'after', style: 'bold' },
    ],
    '> said\n**after**',
  ],
  [
    [
      { text: ' ', style: 'bold' },
      { text: 'x', style: 'plain' },
    ],
    ' x',
  ],
];

test.for(cases)('%j', ([runs, rendered]) => {
  expect(renderRichText(runs)).toBe(rendered);
});
