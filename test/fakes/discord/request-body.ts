import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { invalidField, invalidJson, tooLarge } from './api-error.ts';
import type { UploadedFile } from './entities.ts';

export interface RequestBody {
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

/** Reads everything, keeping at most the limit, so that the client always gets to read the answer. */
export async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limitBytes) chunks.push(chunk);
  }
  return size <= limitBytes ? Buffer.concat(chunks) : 'too large';
}

/**
 * Parses a JSON or multipart body.
 * @throws ApiError 40005 when it was over the limit, 50109 and 50035 when it cannot be read.
 */
export async function parseBody(bytes: Buffer | 'too large', contentType: string): Promise<RequestBody> {
  if (bytes === 'too large') throw tooLarge('client');
  if (bytes.length === 0) return { json: undefined, files: [] };
  if (contentType.startsWith('application/json'))
    return { json: parseJson(bytes.toString('utf8')), files: [] };
  if (contentType.startsWith('multipart/form-data')) return parseForm(bytes, contentType);
  throw invalidField('', 'CONTENT_TYPE_INVALID', `Expected JSON or multipart/form-data, got ${contentType}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(invalidJson('client'), { cause });
  }
}

async function parseForm(bytes: Buffer, contentType: string): Promise<RequestBody> {
  const files: UploadedFile[] = [];
  const fields = new Map<string, string>();
  const parser = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8' });
  parser.on('field', (name, value) => fields.set(name, value));
  parser.on(
    'file',
    (field, stream, { filename, mimeType }: { filename: string | undefined; mimeType: string }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const index = /^files\[(\d)\]$/.exec(field)?.[1];
        files.push({
          index: index === undefined ? undefined : Number(index),
          field,
          filename: filename ?? '',
          contentType: mimeType,
          bytes: Buffer.concat(chunks),
        });
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    parser.on('close', resolve);
    parser.on('error', reject);
    parser.end(bytes);
  });
  const payload = fields.get('payload_json');
  return {
    json: payload === undefined ? {} : parseJson(payload),
    files: files.toSorted((left, right) => (left.index ?? 99) - (right.index ?? 99)),
  };
}
