import type { Log } from '../src/core/log.ts';

const ignore = () => {};

/** Writing lines is not what is measured. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
