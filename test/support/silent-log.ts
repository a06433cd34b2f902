import type { Log } from '../../src/core/log.ts';

const silent = () => undefined;

/** For a test that does not look at the log. */
export const silentLog: Log = { debug: silent, info: silent, warn: silent, error: silent };
