import { html } from 'hono/html';

/** One column, of parts that stand on each other. */
export interface Column {
  readonly label: string;
  /** What the column means in words, for whoever cannot see it. */
  readonly words: string;
  readonly parts: readonly { readonly kind: string; readonly value: number }[];
}

const size = { width: 640, height: 180 };
const foot = 22;
const gap = 6;

/** Columns side by side, the highest as high as the plot. How parts look is decided by their kind. */
export function plot(title: string, columns: readonly Column[]) {
  const totals = columns.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const highest = Math.max(...totals, Number.MIN_VALUE);
  const width = size.width / Math.max(columns.length, 1);
  return html`<svg class="plot" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title}">
${columns.map(({ label, parts, words }, index) => {
  let top = size.height - foot;
  const drawn = parts.map(({ kind, value }) => {
    const height = (value / highest) * (size.height - foot);
    top -= height;
    return html`<rect class="${kind}" x="${index * width + gap / 2}" y="${top}" width="${width - gap}" height="${height}"/>`;
  });
  return html`<g><title>${words}</title>${drawn}<text x="${(index + 0.5) * width}" y="${size.height - 6}">${label}</text></g>
`;
})}</svg>`;
}
