import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, AppOptions } from '../../../src/app.ts';
import { createApp } from '../../../src/app.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import type { GenerationEvent } from '../../../src/core/generation-events.ts';
import type { LogFields } from '../../../src/core/log.ts';
import type { FakeDiscord } from '../../fakes/discord/fake-discord.ts';
import { startFakeDiscord } from '../../fakes/discord/fake-discord.ts';
import type { FakeDiscordOptions } from '../../fakes/discord/options.ts';
import type { FakeRunware, FakeRunwareOptions } from '../../fakes/runware/fake-runware.ts';
import { startFakeRunware } from '../../fakes/runware/fake-runware.ts';
import type { FakeTelegram, FakeTelegramOptions } from '../../fakes/telegram/start-fake-telegram.ts';
import { startFakeTelegram } from '../../fakes/telegram/start-fake-telegram.ts';

/** How fast first answers are is measured, not tested: a machine that runs many tests at once may be slow. */
const patientMs = 60_000;

/** The three services that Easel talks to, as servers on this machine, and a folder for its data. */
export interface World {
  readonly discord: FakeDiscord;
  readonly telegram: FakeTelegram;
  readonly runware: FakeRunware;
  /** What `npm start` needs in its environment to live in this world. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function createWorld(
  runwareOptions: FakeRunwareOptions = {},
  discordOptions: Partial<FakeDiscordOptions> = {},
  telegramOptions: FakeTelegramOptions = {},
): Promise<World> {
  const [discord, telegram, runware, folder] = await Promise.all([
    startFakeDiscord({ acknowledgeWithinMs: patientMs, ...discordOptions }),
    startFakeTelegram(telegramOptions),
    startFakeRunware(runwareOptions),
    mkdtemp(join(tmpdir(), 'easel-')),
  ]);
  return {
    discord,
    telegram,
    runware,
    environment: {
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.url,
      DISCORD_CDN_URL: discord.cdnUrl,
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_URL: telegram.url,
      RUNWARE_API_KEY: runware.apiKey,
      RUNWARE_API_URL: runware.url,
      DATABASE_URL: join(folder, 'easel.sqlite'),
      PICTURES_URL: join(folder, 'pictures'),
      HTTP_PORT: '0',
      // Tests are faster than people.
      MAX_COMMANDS_PER_USER: '1000000',
      MAX_COMMANDS_PER_PLACE: '1000000',
      MAX_SUGGESTIONS_PER_USER: '1000000',
    },
    async close() {
      await Promise.all([discord.close(), telegram.close(), runware.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

export interface EaselUnderTest {
  readonly app: App;
  readonly events: readonly GenerationEvent[];
  readonly log: readonly { readonly level: string; readonly message: string; readonly fields: LogFields }[];
}

/** The same app as `npm start` runs, in this process. Stop it with `app.stop()`. */
export async function startEasel(
  environment: Readonly<Record<string, string>>,
  options: Pick<AppOptions, 'connectPatienceMs' | 'internet' | 'now'> = {},
): Promise<EaselUnderTest> {
  const lines: { level: string; message: string; fields: LogFields }[] = [];
  const write = (level: string) => (fields: LogFields, message: string) =>
    void lines.push({ level, message, fields });
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const app = await createApp(parseConfig(environment), { ...options, log, stopGraceMs: 0 });
  const events: GenerationEvent[] = [];
  app.events.listen((event) => events.push(event));
  await app.start();
  return { app, events, log: lines };
}
