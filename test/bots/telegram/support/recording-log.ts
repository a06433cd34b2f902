import type { Log, LogFields } from '../../../../src/core/log.ts';

export interface LogEntry {
  readonly level: keyof Log;
  readonly fields: LogFields;
  readonly message: string;
}

/** Keeps what was logged, to be looked at. */
export class RecordingLog implements Log {
  readonly entries: LogEntry[] = [];

  readonly debug = this.#write('debug');
  readonly info = this.#write('info');
  readonly warn = this.#write('warn');
  readonly error = this.#write('error');

  /** Messages of a level, oldest first. */
  of(level: keyof Log): readonly string[] {
    return this.entries.filter((entry) => entry.level === level).map(({ message }) => message);
  }

  #write(level: keyof Log) {
    return (fields: LogFields, message: string) => void this.entries.push({ level, fields, message });
  }
}
