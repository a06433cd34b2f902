import type { UploadedFile } from './entities.ts';

/** One HTTP call the fake has answered (or cut off). */
export interface RecordedRequest {
  readonly method: string;
  /** Decoded, without `/api/v10` and the query. */
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
  readonly files: readonly { readonly filename: string; readonly sizeBytes: number }[];
  readonly authorized: boolean;
  readonly atMs: number;
  /** Undefined when the connection was cut. */
  status: number | undefined;
  /** The platform's error code, when refused. */
  code: number | undefined;
  /** The fault switch that took part. */
  fault: string | undefined;
}

/** What was asked of the fake, and what of it the client did wrong. */
export class Journal {
  readonly requests: RecordedRequest[] = [];
  readonly violations: string[] = [];

  record(details: {
    method: string;
    path: string;
    query: string;
    body: unknown;
    files: readonly UploadedFile[];
    authorized: boolean;
    atMs: number;
  }): RecordedRequest {
    const files = details.files.map(({ filename, bytes }) => ({ filename, sizeBytes: bytes.length }));
    const request: RecordedRequest = {
      ...details,
      files,
      status: undefined,
      code: undefined,
      fault: undefined,
    };
    this.requests.push(request);
    return request;
  }

  violation(text: string): void {
    this.violations.push(text);
  }

  clear(): void {
    this.requests.length = 0;
    this.violations.length = 0;
  }
}
