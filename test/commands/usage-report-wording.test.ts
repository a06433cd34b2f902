import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createWording } from '../../src/commands/create-wording.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import { drawUsageReport, wordUsageReport } from '../../src/commands/usage-report-wording.ts';
import { SvgPainter } from '../../src/core/drawing/svg-painter.ts';
import type { UsageLine, UsageReport } from '../../src/core/usage-report.ts';
import { sampleCatalog } from './sample-generation.ts';

const wording = createWording({ catalog: sampleCatalog, isSandbox: false });
const english = { catalog: sampleCatalog, language: 'en', wording };
const russian = { ...english, language: 'ru' };
const messages: string[] = [];
const note = (_fields: object, message: string) => void messages.push(message);
const painter = new SvgPainter({ log: { debug: note, info: note, warn: note, error: note } });

const line: UsageLine = {
  day: '2026-11-22',
  personId: 'discord:1',
  placeId: 'discord:2',
  model: 'google:4@1',
  requests: 2,
  pictures: 3,
  spentMicros: 1_500_000,
  chargedMicros: 1_500_000,
};
const report: UsageReport = {
  days: ['2026-11-21', '2026-11-22'],
  lines: [
    line,
    { ...line, personId: 'telegram:5', model: 'acme <&>:1@1', spentMicros: 2_500_000 },
    ...Array.from({ length: 9 }, (_, index) => ({
      ...line,
      personId: `discord:9${index}`,
      spentMicros: 100,
    })),
  ],
};

test('says what was paid, by which models and by whom', () => {
  const text = toPlainText(wordUsageReport(report, english));
  expect(text).toMatch(/^📊 \$4.00 was paid in 2 days\n33 pictures, 22 requests/);
  expect(text).toContain('• acme <&>:1@1: $2.50\n• Nano Banana: $1.50');
  expect(text).toContain('• telegram:5: $2.50\n• discord:1: $1.50');
  expect(text.match(/discord:9/g)).toHaveLength(3);
  expect(toPlainText(wordUsageReport(report, russian))).toMatch(/^📊 За 2 дня израсходовано 4,00\s\$/);
  const nothing = wordUsageReport({ ...report, lines: [] }, english);
  expect(toPlainText(nothing)).toContain('Nothing was painted');
});

test('a chart has a column for each day and names the first, and the rest as one', () => {
  const svg = drawUsageReport(report, english);
  expect(svg).toContain('>Nov 21 – Nov 22<');
  expect(svg).toContain('>acme &lt;&amp;&gt;:1@1<');
  expect(svg).toContain('>all others<');
  expect(svg.match(/>discord:9\d</g)).toHaveLength(3);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(drawUsageReport({ ...report, lines: [] }, russian)).not.toMatch(/NaN|Infinity|undefined/);
});

test('a chart becomes a picture with letters in it, whatever fonts the machine has', async () => {
  const png = await painter.toPng(drawUsageReport(report, russian));
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1200, height: 800 });
  const words = (text: string) =>
    painter.toPng(
      `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" font-family="DejaVu Sans"><text x="4" y="30" font-size="28">${text}</text></svg>`,
    );
  // Two letters that no font has are the same empty box.
  const [one, other] = await Promise.all([words('Ж'), words('Ш')]);
  expect(Buffer.compare(one, other)).not.toBe(0);
});

test('what is no drawing is refused, and the log knows why', async () => {
  await expect(painter.toPng('<svg')).rejects.toThrow('a drawing failed');
  expect(messages).toEqual(['a drawing failed']);
});
