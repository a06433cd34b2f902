/** A file that came with a call. */
export type UploadedFile = {
  /** Name of the multipart part, as in `attach://part`. */
  readonly part: string;
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Buffer;
};

/** A request of the bot as it came in; `status` is the HTTP status it was answered with. */
export type RecordedCall = {
  readonly number: number;
  /** A method's name as documented; `download` for a file. */
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly files: readonly { part: string; name: string; size: number }[];
  /** Milliseconds since 1970 on the fake's clock. */
  readonly atMs: number;
  /** `dropped` when the connection was cut or closed by the caller before an answer. */
  status: number | 'dropped' | undefined;
  description: string | undefined;
};

/** Something the bot did that is wrong whatever the state. */
export type Violation = { readonly method: string; readonly description: string };
