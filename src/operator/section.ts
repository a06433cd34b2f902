import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
type Cell = string | Html;

export interface Table {
  readonly heading: string;
  /** What stands above each column. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What is said when there is no row. */
  readonly nothing: string;
}

/** One sheet of the page. */
export function section(heading: Cell, content: Cell, look = ''): Html {
  return html`<section class="${look}"><h2>${heading}</h2>${content}</section>`;
}

/** One sheet with a table, whose first column says what each row is about. */
export function tableSection({ columns, heading, nothing, rows }: Table): Html {
  if (rows.length === 0) return section(heading, html`<p class="nothing">${nothing}</p>`);
  return section(
    heading,
    html`<div class="scroll" tabindex="0" role="region" aria-label="${heading}"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
      ([first = '', ...others]) =>
        html`<tr><th scope="row">${first}</th>${others.map((other) => html`<td>${other}</td>`)}</tr>`,
    )}</tbody>
</table></div>`,
  );
}
