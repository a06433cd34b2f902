import { createApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import type { Log } from '../../src/core/log.ts';
import { createWorld } from '../../test/e2e/support/easel-under-test.ts';
import { offerTools } from '../../test/e2e/support/offer-tools.ts';
import type { FakeRunware } from '../../test/fakes/runware/fake-runware.ts';
import { discordPlatform } from './discord-platform.ts';
import { createSandboxArtist } from './sandbox-artist.ts';
import type { Platform } from './seat.ts';
import { telegramPlatform } from './telegram-platform.ts';

/** The whole of Easel between the three fakes, with a clock in our hand. */
export interface Studio {
  readonly platforms: readonly Platform[];
  readonly runware: FakeRunware;
  /** Lets time pass for Easel. */
  advance(byMs: number): void;
  /** Resolves once everything that was asked for has been answered. */
  idle(): Promise<void>;
  /** What the real services would not have taken. */
  readonly objections: readonly string[];
  close(): Promise<void>;
}

export async function openStudio(): Promise<Studio> {
  const artist = createSandboxArtist();
  const world = await createWorld({ artist });
  const platforms = [discordPlatform(world.discord), telegramPlatform(world.telegram)];
  const environment = {
    ...(await offerTools(world.environment)),
    // One at a time, so that there is a line to stand in.
    MAX_RUNNING: '1',
    ADMIN_IDS: platforms.flatMap(({ operatorIds }) => operatorIds).join(','),
    MAX_SPEND_PER_DAY_USD: '1000',
    MAX_SPEND_PER_USER_PER_DAY_USD: '100',
  };
  let nowMs = Date.now();
  const app = await createApp(parseConfig(environment), {
    log: quietLog,
    now: () => nowMs,
    stopGraceMs: 0,
    nodeVersion: process.versions.node,
  });
  const answers = countAnswers(app.events);
  await app.start();
  return {
    platforms,
    runware: world.runware,
    advance: (byMs) => {
      nowMs += byMs;
    },
    idle: answers.idle,
    get objections() {
      return [
        ...world.discord.violations,
        ...world.telegram.violations.map(({ method, description }) => `${method}: ${description}`),
        ...world.runware.violations,
      ];
    },
    async close() {
      await app.stop();
      await Promise.all([world.close(), artist.stop()]);
    },
  };
}

type Events = Awaited<ReturnType<typeof createApp>>['events'];

/** Tells when as many final answers have arrived as requests were accepted. */
function countAnswers(events: Events): { idle(): Promise<void> } {
  const open = new Set<string>();
  const watchers: (() => void)[] = [];
  events.listen((event) => {
    if (event.name === 'generation-accepted') open.add(event.generationId);
    if (event.name === 'generation-delivered') open.delete(event.generationId);
    if (open.size > 0) return;
    for (const notify of watchers.splice(0)) notify();
  });
  return {
    idle: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => watchers.push(resolve))),
  };
}

const ignore = () => {};
/** Requests that fail are among what is shown; faults of Easel itself are told. */
export const quietLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: (fields, message) => console.error(message, fields),
};
