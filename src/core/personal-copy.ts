import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Storage } from './storage/storage.ts';

/** A file of a copy. */
export interface CopyFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface CopyOptions {
  readonly storage: Storage;
  /** Of one file, in bytes; a single row that is larger is a file by itself. */
  readonly mostBytes: number;
  readonly nowMs: number;
}

/** Requests in one transaction, which everybody else waits for. */
const pageSize = 50;

interface Row {
  /** What rows of its kind are called. */
  readonly kind: string;
  readonly json: string;
}

/** Copies all that is stored about these people into JSON files, page by page, so that everybody else comes in between. */
export async function copyOf(people: readonly string[], options: CopyOptions): Promise<readonly CopyFile[]> {
  const parts: Row[][] = [[]];
  let bytes = 0;
  for await (const row of rowsOf(people, options.storage)) {
    const length = Buffer.byteLength(row.json) + row.kind.length;
    if (bytes > 0 && bytes + length > options.mostBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(row);
    bytes += length;
  }
  const madeAt = new Date(options.nowMs).toISOString();
  return parts.map((rows, index) => {
    const place = parts.length === 1 ? '' : `-${index + 1}-of-${parts.length}`;
    const head = { made_at: madeAt, people, part: index + 1, parts: parts.length };
    return {
      name: `easel-data${place}.json`,
      mediaType: 'application/json',
      bytes: Buffer.from(render(head, rows)),
    };
  });
}

async function* rowsOf(people: readonly string[], storage: Storage): AsyncGenerator<Row> {
  const rest = await storage.read(({ personal }) => personal.copyRest(people));
  for (const [kind, rows] of rest) for (const row of rows) yield { kind, json: JSON.stringify(row) };
  for (const personId of people) {
    let afterSequence: number | undefined = 0;
    while (afterSequence !== undefined) {
      const after: number = afterSequence;
      const page = await storage.read(({ personal }) =>
        personal.copyRequests({ personId, afterSequence: after, limit: pageSize }),
      );
      for (const row of page.rows) yield { kind: 'requests', json: JSON.stringify(row) };
      afterSequence = page.lastSequence;
      await nextTurn();
    }
  }
}

/** One row in a line, so that people can read and search it. */
function render(head: object, rows: readonly Row[]): string {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const lists = kinds.map((kind) => {
    const lines = rows.filter((row) => row.kind === kind).map(({ json }) => `    ${json}`);
    return `  ${JSON.stringify(kind)}: [\n${lines.join(',\n')}\n  ]`;
  });
  const facts = Object.entries(head).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{\n${[...facts, ...lists].join(',\n')}\n}\n`;
}
