/**
 * PORT: where the core writes what an operator may need to know. Fields are data (`generationId`, `error`), the message
 * is a constant sentence; prompts and secrets belong in neither, but for the one line that `LOG_PROMPTS` asks for. An `Error` goes into the field `error`.
 */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

export type LogFields = Readonly<Record<string, unknown>>;
