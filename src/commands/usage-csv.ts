import type { UsageReport } from '../core/usage-report.ts';

const columns = [
  'day',
  'person',
  'place',
  'model',
  'paid_requests',
  'pictures',
  'spent_usd',
  'charged_usd',
] as const;

/**
 * A report as a table: https://www.rfc-editor.org/rfc/rfc4180. A cell that a spreadsheet would take for a formula begins
 * with an apostrophe: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function usageCsv({ lines }: Pick<UsageReport, 'lines'>): string {
  const rows = lines.map((line) => [
    line.day,
    line.personId,
    line.placeId,
    line.model,
    `${line.requests}`,
    `${line.pictures}`,
    inDollars(line.spentMicros),
    inDollars(line.chargedMicros),
  ]);
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Exactly, with all six digits: sums must come out the same. What was paid is never less than nothing. */
function inDollars(micros: number): string {
  const digits = `${micros}`.padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
