import { html } from 'hono/html';

/** One column, of parts that stand on each other. */
interface Column {
  readonly label: string;
  /** What it shows, in words. */
  readonly words: string;
  readonly parts: readonly { readonly kind: string; readonly value: number }[];
}

interface Plotted {
  readonly columns: readonly Column[];
  readonly wordValue: (value: number) => string;
}

const size = { width: 480, height: 190 };
const head = 20;
const foot = 22;
const gap = 6;
/** Of so many columns one says what it is, so that their words keep apart on a phone as well. */
const labelled = 2;

/** Columns side by side, the highest as high as the plot. How parts look is decided by their kind. */
export function plot(title: string, { columns, wordValue }: Plotted) {
  const totals = columns.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const highest = Math.max(...totals, Number.MIN_VALUE);
  const width = size.width / Math.max(columns.length, 1);
  const room = size.height - head - foot;
  const told = columns
    .filter((_, index) => (totals[index] ?? 0) > 0)
    .map(({ label, words }) => `${label}: ${words}`);
  return html`<svg class="plot" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${[title, ...told].join('; ')}">
<line x1="0" x2="${size.width}" y1="${head}" y2="${head}"/><line x1="0" x2="${size.width}" y1="${size.height - foot}" y2="${size.height - foot}"/>
${told.length === 0 ? '' : html`<text class="highest" x="2" y="${head - 6}">${wordValue(highest)}</text>`}
${columns.map(({ label, parts, words }, index) => {
  let top = size.height - foot;
  const drawn = parts
    .filter(({ value }) => value > 0)
    .map(({ kind, value }) => {
      const height = (value / highest) * room;
      top -= height;
      return html`<rect class="${kind}" x="${index * width + gap / 2}" y="${top}" width="${width - gap}" height="${height}"/>`;
    });
  const isLabelled = (columns.length - 1 - index) % labelled === 0;
  const name = isLabelled
    ? html`<text x="${(index + 0.5) * width}" y="${size.height - 6}">${label}</text>`
    : '';
  return html`<g><title>${label}: ${words}</title>${drawn}${name}</g>
`;
})}</svg>`;
}
