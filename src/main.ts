import { config as loadDotenv } from 'dotenv';
import type { App } from './app.ts';
import { createApp, requirePlatform } from './app.ts';
import { ConfigurationError, formatFaults } from './config/configuration-error.ts';
import { parseConfig } from './config/parse-config.ts';
import type { Log } from './core/log.ts';
import { letQuietBeSeen } from './let-quiet-be-seen.ts';
import { createLog } from './log.ts';
import { StartupProblem } from './startup-problem.ts';

/** Ctrl-C in a terminal arrives twice at once through npm: only a second signal after this long means 'at once'. */
const impatienceAfterMs = 2_000;

loadDotenv({ quiet: true });

try {
  await run();
} catch (error) {
  if (!(error instanceof ConfigurationError) && !(error instanceof StartupProblem)) throw error;
  console.error(error instanceof ConfigurationError ? formatFaults(error) : error.message);
  process.exit(error.exitCode);
}

async function run(): Promise<void> {
  const config = parseConfig(process.env);
  requirePlatform(config);
  const log = createLog({ level: config.logLevel, secrets: config.secrets });
  // Node would print the error as it is, with whatever secret a library put into it.
  process.on('uncaughtException', (error) => endUnexpectedly(error, log));
  letQuietBeSeen();

  try {
    const app = await createApp(config, { log, nodeVersion: process.versions.node });
    stopOnSignals(app, log);
    await start(app, { log, isPlaygroundOpen: config.playground !== undefined });
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    endUnexpectedly(error, log);
  }
}

async function start(
  app: App,
  { isPlaygroundOpen, log }: { readonly isPlaygroundOpen: boolean; readonly log: Log },
): Promise<void> {
  try {
    await app.start();
    log.info({}, 'Easel is ready');
    if (isPlaygroundOpen) console.error(`\n  Easel can be tried at ${app.statusUrl} (Ctrl-C ends it)\n`);
  } catch (error) {
    await app.stop().catch((cause: unknown) => log.error({ error: cause }, 'stopping failed'));
    throw error;
  }
}

function stopOnSignals(app: App, log: Log): void {
  let askedToStopAtMs: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (askedToStopAtMs !== undefined) {
      if (Date.now() - askedToStopAtMs > impatienceAfterMs) process.exit(1);
      return;
    }
    askedToStopAtMs = Date.now();
    log.info({ signal }, 'stopping');
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** What was accepted goes on at the next start. */
function endUnexpectedly(error: unknown, log: Log): never {
  log.error({ error }, 'Easel ended because of a fault that it does not know');
  process.exit(1);
}
