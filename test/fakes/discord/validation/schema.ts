import type { Problem } from '../api-error.ts';

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly errors?: readonly (readonly Issue[])[];
}

interface Schema {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: unknown }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

export interface SchemaVerdict {
  readonly problems: readonly Problem[];
  /** Keys the platform does not know; it ignores them, but whoever sent them has probably misspelt something. */
  readonly unknownKeys: readonly string[];
}

/** Checks a body against the platform's published schema (npm discord-api-spec, made from its OpenAPI document). */
export function checkSchema(schema: Schema, value: unknown): SchemaVerdict {
  const result = schema.safeParse(value);
  if (!result.success)
    return { problems: result.error.issues.flatMap((issue) => toProblems(issue)), unknownKeys: [] };
  return { problems: [], unknownKeys: lostKeys(value, result.data, '') };
}

function toProblems(issue: Issue, prefix: readonly PropertyKey[] = []): Problem[] {
  const path = [...prefix, ...issue.path];
  const branches = issue.errors ?? [];
  const likeliest = branches.toSorted((left, right) => left.length - right.length)[0];
  if (issue.code === 'invalid_union' && likeliest && likeliest.length > 0) {
    return likeliest.flatMap((nested) => toProblems(nested, path));
  }
  return [
    {
      path: path.map(String).join('.'),
      code: `BASE_TYPE_${issue.code.toUpperCase()}`,
      message: issue.message,
    },
  ];
}

/** zod drops keys that a schema does not name, so what is missing afterwards was unknown. */
function lostKeys(before: unknown, after: unknown, path: string): string[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.flatMap((item, index) => lostKeys(item, after[index], join(path, String(index))));
  }
  if (!isRecord(before) || !isRecord(after)) return [];
  return Object.entries(before).flatMap(([key, value]) =>
    key in after ? lostKeys(value, after[key], join(path, key)) : [join(path, key)],
  );
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
