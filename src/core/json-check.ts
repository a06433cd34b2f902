import { z } from 'zod';

type JsonCheck<Data> =
  | { readonly kind: 'data'; readonly data: Data }
  /** Every reason in plain words, each with its path in the text. */
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

/** Reads the JSON of an operator's file and finds everything that is wrong with it at once. */
export function checkJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): JsonCheck<z.output<Schema>> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { kind: 'faults', faults: ['the file: expected JSON'] };
  }
  const result = schema.safeParse(data);
  if (result.success) return { kind: 'data', data: result.data };
  return { kind: 'faults', faults: result.error.issues.map(describeIssue) };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const reason = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return `${z.core.toDotPath(issue.path) || 'the file'}: ${reason}`;
}
