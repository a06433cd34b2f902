import { toDollars } from '../money.ts';
import type { CopiedRow } from './personal-records.ts';

/** What only serves to find rows, what opens doors while it lives, and who decided something about somebody. */
const leftOut = ['by_id', 'folded_prompt', 'hash', 'sequence', 'token'];

const structures = ['content', 'detail', 'failure', 'files', 'pictures', 'source', 'texts', 'wish'];

/** Makes a row readable: moments instead of milliseconds, dollars, yes and no, structures instead of their text. */
export function copyRow(row: object): CopiedRow {
  const entries = Object.entries(row).filter(([name, value]) => value !== null && !leftOut.includes(name));
  return Object.fromEntries(entries.map(([name, value]) => copyValue(name, value)));
}

function copyValue(name: string, value: unknown): readonly [string, unknown] {
  if (typeof value === 'string' && structures.includes(name)) return [name, copyStructure(JSON.parse(value))];
  if (typeof value !== 'number') return [name, value];
  if (/^(?:is|holds)_/.test(name)) return [name, value === 1];
  if (name.endsWith('_ms')) return [name.replace(/_ms$/, ''), toMoment(value)];
  if (name.endsWith('_micros')) return [name.replace(/_micros$/, '_dollars'), toDollars(value)];
  return [name, value];
}

function copyStructure(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !leftOut.includes(name)));
}

/** A moment that no calendar has is left as it is. */
function toMoment(ms: number): string | number {
  const moment = new Date(ms);
  return Number.isNaN(moment.getTime()) ? ms : moment.toISOString();
}
