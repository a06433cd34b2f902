import { pino } from 'pino';
import type { LogLevel } from './config/config.ts';
import type { Log, LogFields } from './core/log.ts';
import { describeError } from './log-error.ts';
import { createScrubber } from './log-scrubber.ts';

export interface LogOptions {
  readonly level: LogLevel;
  /** Values that must not appear in any line, wherever they stand. */
  readonly secrets: readonly string[];
  /** Receives whole lines; standard output when left out. */
  readonly destination?: { write(line: string): void };
}

/** Creates the log: one JSON object per line, errors with their causes, and no secret anywhere. */
export function createLog({ level, secrets, destination }: LogOptions): Log {
  const scrub = createScrubber(secrets);
  const logger = pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // The finished line is scrubbed, so that nothing can be added behind the scrubber's back.
      hooks: { streamWrite: (line) => scrubLine(line, scrub) },
    },
    // Synchronous, so that the last lines before an exit are not lost.
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return {
    debug: (fields, message) => logger.debug(describeFields(fields), message),
    info: (fields, message) => logger.info(describeFields(fields), message),
    warn: (fields, message) => logger.warn(describeFields(fields), message),
    error: (fields, message) => logger.error(describeFields(fields), message),
  };
}

function describeFields(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, describe(value, 0)]));
}

/** As deep as pino writes by itself; a cycle ends there, too. */
const maxDepth = 5;

function describe(value: unknown, depth: number): unknown {
  if (value instanceof Error) return describeError(value);
  if (depth >= maxDepth || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => describe(entry, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, describe(entry, depth + 1)]));
}

function scrubLine(line: string, scrub: (text: string) => string): string {
  // The line is taken apart first: a secret such as `level` must not damage the JSON around it.
  return `${JSON.stringify(scrubValue(JSON.parse(line), scrub))}\n`;
}

function scrubValue(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'number') return scrub(String(value)) === String(value) ? value : scrub(String(value));
  if (Array.isArray(value)) return value.map((entry) => scrubValue(entry, scrub));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, entry]) => [scrub(name), scrubValue(entry, scrub)]));
}
