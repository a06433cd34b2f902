import type { Compilable, CompiledQuery, Transaction } from 'kysely';
import { send } from './sent-together.ts';
import type { Tables } from './tables.ts';

/** What each database may keep a prepared statement under; all of them together are as many as the code has. */
const names = new Map<string, string>();

/** The name of a prepared statement by its SQL; undefined for any other. */
export function nameOf(sql: string): string | undefined {
  return names.get(sql);
}

type Plain = string | number | null;

/** What a statement runs with: plain values, lists of them for `in (…)`, and rows that are written. */
type Values<Given> = {
  readonly [Name in keyof Given]:
    | Plain
    | readonly Plain[]
    | { readonly [Column in keyof Given[Name]]: Plain };
};

/**
 * A statement for what every request does: to put it together takes longer than to run it, so that is done once for each
 * database, and again only for lists of another length and rows of other columns. `build` is given a stand-in for each
 * value, and so can decide nothing by one.
 */
export function prepared<Given extends Values<Given>, Found>(
  build: (transaction: Transaction<Tables>, values: Given) => Compilable<Found>,
): (transaction: Transaction<Tables>, values: Given) => Promise<readonly Found[]> {
  const known = new WeakMap<object, Map<string, CompiledQuery<Found>>>();
  const find = (transaction: Transaction<Tables>, values: Given): CompiledQuery<Found> => {
    // All transactions of one database share it.
    const { adapter } = transaction.getExecutor();
    const ofDatabase = known.get(adapter) ?? new Map<string, CompiledQuery<Found>>();
    const outline = outlineOf(values);
    const compiled = ofDatabase.get(outline);
    if (compiled !== undefined) return compiled;
    const statement = build(transaction, standInsFor(values)).compile();
    name(statement);
    known.set(adapter, ofDatabase.set(outline, statement));
    return statement;
  };
  return async (transaction, values) => {
    const { parameters, query, queryId, sql } = find(transaction, values);
    const bound = parameters.map((parameter) =>
      parameter instanceof StandIn ? parameter.valueIn(values as Unknowns) : parameter,
    );
    const { rows } = await send<Found>(transaction, { parameters: bound, query, queryId, sql });
    return rows;
  };
}

/**
 * PostgreSQL refuses a kept statement once a newer release has given its tables another column, if that is among what it
 * selects: "cached plan must not change result type".
 *
 * @throws TypeError when the statement selects whatever columns there are.
 */
function name({ sql }: CompiledQuery): void {
  if (/(?:select |\.)\*/.test(sql)) throw new TypeError('expected a prepared statement to name its columns');
  if (!names.has(sql)) names.set(sql, `easel ${names.size}`);
}

/** Keeps the place of a value that is not known yet. */
class StandIn {
  readonly #name: string;
  readonly #part: string | undefined;

  constructor(name: string, part?: string) {
    this.#name = name;
    this.#part = part;
  }

  [Symbol.toPrimitive](): never {
    throw new TypeError(`expected a prepared statement to make nothing of its value ${this.#name}`);
  }

  valueIn(values: Unknowns): unknown {
    const value = values[this.#name];
    return this.#part === undefined ? value : (value as Unknowns)[this.#part];
  }
}

type Unknowns = Readonly<Record<string, unknown>>;

/** The same for all values that one statement can run with: names are settled by their type. */
function outlineOf(values: object): string {
  let outline = '';
  for (const value of Object.values(values)) {
    if (Array.isArray(value)) outline += `${value.length};`;
    else if (isRow(value)) outline += `${Object.keys(value)};`;
  }
  return outline;
}

function standInsFor<Given extends object>(values: Given): Given {
  const entries = Object.entries(values).map(([name, value]) => [name, standInFor(name, value)]);
  return Object.fromEntries(entries);
}

function standInFor(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((_, index) => new StandIn(name, String(index)));
  if (!isRow(value)) return new StandIn(name);
  const columns = Object.keys(value).map((column) => [column, new StandIn(name, column)]);
  return Object.fromEntries(columns);
}

function isRow(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
