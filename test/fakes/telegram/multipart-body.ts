import { violation } from './bot-api-error.ts';
import type { UploadedFile } from './recorded-call.ts';

/** The parts of a multipart body. */
export type MultipartBody = {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, UploadedFile>;
};

type Part = { readonly headers: string; readonly content: Buffer };

/**
 * Parses `multipart/form-data` as leniently as Telegram's server: grammY writes `filename=` without quotes even when
 * the name has spaces, which busboy and `Request.formData()` refuse.
 */
export function parseMultipart(body: Buffer, contentType: string): MultipartBody {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType)?.slice(1).find(Boolean);
  if (boundary === undefined) throw violation('boundary field not found');
  const fields: Record<string, string> = {};
  const files = new Map<string, UploadedFile>();
  for (const { headers, content } of splitParts(body, boundary.trim())) {
    const disposition = headerValue(headers, 'content-disposition') ?? '';
    const part = attribute(disposition, 'name');
    if (part === undefined) throw violation('a part of the multipart body has no name');
    const name = attribute(disposition, 'filename');
    if (name === undefined) {
      fields[part] = content.toString('utf8');
    } else {
      const mimeType = headerValue(headers, 'content-type') ?? 'application/octet-stream';
      files.set(part, { part, name, mimeType, bytes: content });
    }
  }
  return { fields, files };
}

function splitParts(body: Buffer, boundary: string): Part[] {
  // The first delimiter has no line end before it; with one in front all delimiters look the same.
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  let start = whole.indexOf(delimiter);
  while (start !== -1) {
    const after = start + delimiter.length;
    if (whole.toString('latin1', after, after + 2) === '--') return parts;
    const next = whole.indexOf(delimiter, after);
    const headersEnd = whole.indexOf('\r\n\r\n', after);
    if (next === -1 || headersEnd === -1 || headersEnd > next) break;
    parts.push({
      headers: whole.toString('utf8', after + 2, headersEnd),
      content: whole.subarray(headersEnd + 4, next),
    });
    start = next;
  }
  throw violation('the multipart body has no end');
}

function headerValue(headers: string, name: string): string | undefined {
  const line = headers.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

function attribute(disposition: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;]*))`, 'i').exec(disposition);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2]?.trim();
}
