import { z } from 'zod';

/** One entry of `errors[]`, or of an item that failed by itself. */
export interface VendorError {
  /** A code that is safe to log; undefined when it is absent or looks like prose. */
  readonly code: string | undefined;
  /** The parameters the error is about; empty when it names none. */
  readonly parameters: readonly string[];
  readonly taskUUID: string | undefined;
}

/** One entry of `data[]`. Everything is optional on purpose: the service changes its answers between models. */
export interface ResultItem {
  readonly taskUUID: string | undefined;
  readonly status: string | undefined;
  readonly imageUUID: string | undefined;
  readonly imageUrl: string | undefined;
  readonly base64: string | undefined;
  /** The words of a task that makes words. */
  readonly text: string | undefined;
  readonly seed: number | undefined;
  readonly costDollars: number | undefined;
  readonly error: VendorError | undefined;
  /** The whole item, for the tasks whose items have a shape of their own. */
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface ResponseBody {
  readonly items: readonly ResultItem[];
  readonly errors: readonly VendorError[];
}

const text = z.string().min(1).nullish().catch(undefined);
const number = z.number().nullish().catch(undefined);
const loose = z.record(z.string(), z.unknown());
const parameters = z
  .union([z.string().transform((name) => [name]), z.array(z.string())])
  .nullish()
  .catch(undefined);

const vendorError = z.object({
  code: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .nullish()
    .catch(undefined),
  parameter: parameters,
  taskUUID: text,
});

const resultItem = z.object({
  taskUUID: text,
  status: text,
  imageUUID: text,
  imageURL: text,
  imageBase64Data: text,
  imageDataURI: text,
  text,
  seed: number,
  cost: number,
  error: loose.nullish().catch(undefined),
});

/** Reads `{ data, errors }` as far as it can be read; undefined when the value is no such envelope at all. */
export function readResponseBody(value: unknown): ResponseBody | undefined {
  const envelope = loose.safeParse(value);
  if (!envelope.success || !('data' in envelope.data || 'errors' in envelope.data)) return undefined;
  const { data, errors } = envelope.data;
  return { items: objectsIn(data).map(readItem), errors: objectsIn(errors).map(readError) };
}

/** Both `[{…}]` and a bare `{…}` are in use. */
function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  return entries.flatMap((entry) => {
    const object = loose.safeParse(entry);
    return object.success ? [object.data] : [];
  });
}

function readError(raw: Readonly<Record<string, unknown>>): VendorError {
  const { code, parameter, taskUUID } = vendorError.parse(raw);
  return { code: code ?? undefined, parameters: parameter ?? [], taskUUID: taskUUID ?? undefined };
}

function readItem(raw: Readonly<Record<string, unknown>>): ResultItem {
  const item = resultItem.parse(raw);
  const { cost, seed } = item;
  return {
    taskUUID: item.taskUUID ?? undefined,
    status: item.status ?? undefined,
    imageUUID: item.imageUUID ?? undefined,
    imageUrl: item.imageURL ?? undefined,
    base64: base64Of(item.imageDataURI ?? undefined, item.imageBase64Data ?? undefined),
    text: item.text ?? undefined,
    // Seeds go up to 2^63 by the documentation: one that JSON could not carry exactly is of no use.
    seed: typeof seed === 'number' && Number.isSafeInteger(seed) ? seed : undefined,
    costDollars: typeof cost === 'number' && Number.isFinite(cost) && cost >= 0 ? cost : undefined,
    error: item.error ? readError(item.error) : undefined,
    raw,
  };
}

function base64Of(dataUri: string | undefined, plain: string | undefined): string | undefined {
  if (dataUri === undefined) return plain;
  const comma = dataUri.indexOf(',');
  return comma < 0 ? undefined : dataUri.slice(comma + 1);
}
