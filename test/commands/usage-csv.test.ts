import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageCsv } from '../../src/commands/usage-csv.ts';
import type { UsageLine } from '../../src/core/usage-report.ts';

const line: UsageLine = {
  day: '2026-11-22',
  personId: 'discord:1',
  placeId: 'telegram:-100',
  model: 'google:4@1',
  requests: 2,
  pictures: 3,
  spentMicros: 1_234_567,
  chargedMicros: 39,
};

test('a report is a table with a head, lines that end as the standard says, and exact dollars', () => {
  expect(usageCsv({ lines: [line] })).toBe(
    'day,person,place,model,paid_requests,pictures,spent_usd,charged_usd\r\n' +
      '2026-11-22,discord:1,telegram:-100,google:4@1,2,3,1.234567,0.000039\r\n',
  );
});

test.each(['=1+1', '+1', '-cmd', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula', (model) => {
  const [, row = ''] = read(usageCsv({ lines: [{ ...line, model }] }));
  expect(row[3]).toBe(`'${model}`);
});

test('whatever stands in a cell comes back, and never begins like a formula', () => {
  const anyText = fc.string({
    unit: fc.constantFrom('a', '"', ',', '\r', '\n', '=', '+', '-', '@', '\t', 'я', ' '),
  });
  fc.assert(
    fc.property(anyText, anyText, (model, personId) => {
      const rows = read(usageCsv({ lines: [{ ...line, model, personId }, line] }));
      expect(rows).toHaveLength(3);
      for (const [cell = '', meant] of [[rows[1]?.[3], model] as const, [rows[1]?.[1], personId] as const]) {
        expect([meant, `'${meant}`]).toContain(cell);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }
    }),
  );
});

/** Reads a table as RFC 4180 has it. */
function read(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const isQuoted = text[at] === '"';
    const pattern = isQuoted ? /"((?:[^"]|"")*)"(,|\r\n)/y : /([^",\r\n]*)(,|\r\n)/y;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) throw new Error(`no cell at ${at}: ${JSON.stringify(text.slice(at))}`);
    row.push(isQuoted ? (found[1] ?? '').replaceAll('""', '"') : (found[1] ?? ''));
    if (found[2] === '\r\n') {
      rows.push(row);
      row = [];
    }
    at += found[0].length;
  }
  return rows;
}
