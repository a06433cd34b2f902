import { drawingFonts } from '../core/svg-drawing.ts';
import type { UsageReport } from '../core/usage-report.ts';
import { sumBy, sumOf } from '../core/usage-report.ts';
import { formatDay, formatMoney } from './amounts.ts';

/** What stands in a chart beside numbers; plain words. */
interface ChartWords {
  readonly title: string;
  readonly perDay: string;
  readonly byModel: string;
  readonly byPerson: string;
  /** Whatever is not among the first. */
  readonly others: string;
}

interface ChartOptions {
  readonly language: string;
  readonly words: ChartWords;
  /** What people call a model, by its AIR identifier. */
  readonly modelName: (air: string) => string;
}

interface Bar {
  readonly label: string;
  readonly micros: number;
}

const size = { width: 1200, height: 800 };
const colour = { ground: '#171a24', line: '#39405a', text: '#e8eaf2', soft: '#a3abc7', bar: '#7aa2f7' };
const plot = { left: 110, right: 1160, top: 120, bottom: 400 };
const mostBars = 6;
const longestLabel = 38;

/** A report as a drawing: what each day cost, by model, and who used most. */
export function usageChart(
  { days, lines }: UsageReport,
  { language, modelName, words }: ChartOptions,
): string {
  const perDay = new Map(sumBy(lines, ({ day }) => day).map(({ key, spentMicros }) => [key, spentMicros]));
  const byModel = sumBy(lines, ({ model }) => modelName(model));
  const byPerson = sumBy(lines, ({ personId }) => personId);
  const money = (micros: number) => formatMoney(micros, language);
  const total = money(sumOf(lines).spentMicros);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="${drawingFonts}">
<rect width="100%" height="100%" fill="${colour.ground}"/>
${text(words.title, { x: 40, y: 58, size: 30 })}
${text(total, { x: plot.right, y: 58, size: 30, anchor: 'end' })}
${text(words.perDay, { x: 40, y: 98, size: 20, fill: colour.soft })}
${columns(
  days.map((day) => ({ label: formatDay(day, language), micros: perDay.get(day) ?? 0 })),
  money,
)}
${list(firstOf(byModel, words.others), { x: 40, title: words.byModel, money })}
${list(firstOf(byPerson, words.others), { x: 630, title: words.byPerson, money })}
</svg>`;
}

/** The first few, and the rest as one. */
function firstOf(sums: ReturnType<typeof sumBy>, others: string): readonly Bar[] {
  const bars = sums.map(({ key, spentMicros }) => ({ label: key, micros: spentMicros }));
  if (bars.length <= mostBars) return bars;
  const rest = bars.slice(mostBars - 1).reduce((sum, { micros }) => sum + micros, 0);
  return [...bars.slice(0, mostBars - 1), { label: others, micros: rest }];
}

function columns(bars: readonly Bar[], money: (micros: number) => string): string {
  const step = niceStep(Math.max(...bars.map(({ micros }) => micros)));
  const top = step * 4;
  const yOf = (micros: number) => plot.bottom - (micros / top) * (plot.bottom - plot.top);
  const grid = [0, 1, 2, 3, 4].map((count) => {
    const y = yOf(count * step);
    const line = `<path d="M${plot.left} ${y}H${plot.right}" stroke="${colour.line}"/>`;
    return (
      line +
      text(money(count * step), { x: plot.left - 12, y: y + 6, size: 16, fill: colour.soft, anchor: 'end' })
    );
  });
  const width = (plot.right - plot.left) / bars.length;
  const named = Math.ceil(bars.length / 12);
  const drawn = bars.map(({ label, micros }, index) => {
    const x = plot.left + index * width;
    const y = yOf(micros);
    const column = `<rect x="${x + width * 0.12}" y="${y}" width="${width * 0.76}" height="${plot.bottom - y}" rx="${Math.min(4, width / 8)}" fill="${colour.bar}"/>`;
    // Counted from today, so that today has its name.
    const isNamed = (bars.length - 1 - index) % named === 0;
    const name = {
      x: x + width / 2,
      y: plot.bottom + 28,
      size: 16,
      fill: colour.soft,
      anchor: 'middle',
    } as const;
    return column + (isNamed ? text(label, name) : '');
  });
  return [...grid, ...drawn].join('\n');
}

function list(
  bars: readonly Bar[],
  {
    money,
    title,
    x,
  }: { readonly x: number; readonly title: string; readonly money: (micros: number) => string },
): string {
  const most = Math.max(1, ...bars.map(({ micros }) => micros));
  const width = 530;
  const rows = bars.map(({ label, micros }, index) => {
    const y = 520 + index * 46;
    const length = Math.max(2, (micros / most) * width);
    return [
      text(shortened(label), { x, y, size: 17 }),
      text(money(micros), { x: x + width, y, size: 17, anchor: 'end' }),
      `<rect x="${x}" y="${y + 8}" width="${width}" height="8" rx="4" fill="${colour.line}"/>`,
      `<rect x="${x}" y="${y + 8}" width="${length}" height="8" rx="4" fill="${colour.bar}"/>`,
    ].join('');
  });
  return [text(title, { x, y: 478, size: 20, fill: colour.soft }), ...rows].join('\n');
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill?: string;
  readonly anchor?: 'end' | 'middle';
}

function text(words: string, { anchor, fill = colour.text, size, x, y }: TextPlace): string {
  const end = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${end}>${escapeText(words)}</text>`;
}

/** Names of models may come from a file of the operator's. */
function escapeText(words: string): string {
  return words
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function shortened(label: string): string {
  const letters = [...label];
  return letters.length > longestLabel ? `${letters.slice(0, longestLabel - 1).join('')}…` : label;
}

/** A quarter of the height, in round micro-dollars: 1, 2 or 5 times a power of ten, and a cent at least. */
function niceStep(most: number): number {
  const least = Math.max(10_000, most / 4);
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((one) => one * power >= least) ?? 10;
  return factor * power;
}
