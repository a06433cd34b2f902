import type { IncomingMessage } from 'node:http';
import { BotApiError, violation } from './bot-api-error.ts';
import { botApiSchema, type SchemaFields, type SchemaType } from './bot-api-schema.ts';
import { parseMultipart } from './multipart-body.ts';
import type { UploadedFile } from './recorded-call.ts';

/** A request's parameters before they are checked. */
export type DecodedRequest = {
  readonly parameters: Record<string, unknown>;
  readonly files: ReadonlyMap<string, UploadedFile>;
};

// Above the largest upload, so that the 50 MB rule answers with its own words.
const maxBodyBytes = 600 * 1024 * 1024;

/** Reads query, JSON, form and multipart parameters alike (https://core.telegram.org/bots/api#making-requests). */
export async function decodeRequest(
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<DecodedRequest> {
  const parameters: Record<string, unknown> = Object.fromEntries(query);
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('multipart/form-data')) {
    const { fields, files } = parseMultipart(await readBody(request), contentType);
    return { parameters: { ...parameters, ...fields }, files };
  }
  const body = await readBody(request);
  const files = new Map<string, UploadedFile>();
  if (body.length === 0) return { parameters, files };
  if (contentType.startsWith('application/json')) {
    return { parameters: { ...parameters, ...parseObject(body.toString('utf8')) }, files };
  }
  const form = new URLSearchParams(body.toString('utf8'));
  return { parameters: { ...parameters, ...Object.fromEntries(form) }, files };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new BotApiError({ code: 413, description: 'Request Entity Too Large' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw violation("can't parse the request: object expected");
}

/**
 * Turns what came as text into what the method expects (numbers, booleans, JSON), and a file part that bears a
 * parameter's name into a reference to it. What cannot be turned stays for the validator to report.
 */
export function coerceParameters(
  method: string,
  { parameters, files }: DecodedRequest,
): Record<string, unknown> {
  const fields: SchemaFields = botApiSchema.methods[method]?.parameters ?? {};
  const coerced: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    coerced[name] = field === undefined || typeof value !== 'string' ? value : coerce(value, field.type);
  }
  for (const part of files.keys()) {
    if (Object.hasOwn(fields, part) && coerced[part] === undefined) coerced[part] = `attach://${part}`;
  }
  return coerced;
}

function coerce(text: string, type: SchemaType): unknown {
  if (typeof type !== 'string') {
    if ('enum' in type) return type.enum.every((value) => typeof value === 'string') ? text : parseJson(text);
    if ('array' in type) return parseJson(text);
    if (type.union.includes('number')) return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
    return type.union.includes('string') ? text : parseJson(text);
  }
  switch (type) {
    case 'string':
    case 'InputFile':
    case 'UpdateType':
      return text;
    case 'boolean':
      return coerceBoolean(text);
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    default: {
      const declared = botApiSchema.types[type];
      return declared !== undefined && 'alias' in declared ? coerce(text, declared.alias) : parseJson(text);
    }
  }
}

function coerceBoolean(text: string): unknown {
  const lower = text.toLowerCase();
  if (['true', 'yes', '1'].includes(lower)) return true;
  if (['false', 'no', '0'].includes(lower)) return false;
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}
