import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FakeDiscord } from '../test/fakes/discord/fake-discord.ts';
import { startFakeDiscord } from '../test/fakes/discord/fake-discord.ts';
import type { FakeRunware, FakeRunwareOptions } from '../test/fakes/runware/fake-runware.ts';
import { startFakeRunware } from '../test/fakes/runware/fake-runware.ts';
import type { FakeTelegram } from '../test/fakes/telegram/start-fake-telegram.ts';
import { startFakeTelegram } from '../test/fakes/telegram/start-fake-telegram.ts';

/** The platforms and Runware as servers in this process, and what Easel needs in its environment to use them. */
export interface MeasuredWorld {
  readonly discord: FakeDiscord;
  readonly telegram: FakeTelegram;
  readonly runware: FakeRunware;
  readonly environment: Readonly<Record<string, string>>;
  /** What Easel needs beside it to be on Telegram, too. */
  readonly onTelegram: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Late first answers are taken as well, so that their lateness can be seen. */
const patientMs = 120_000;

export async function openMeasuredWorld(painting: FakeRunwareOptions = {}): Promise<MeasuredWorld> {
  const discord = await startFakeDiscord({ acknowledgeWithinMs: patientMs });
  const telegram = await startFakeTelegram();
  const runware = await startFakeRunware(painting);
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  return {
    discord,
    telegram,
    runware,
    onTelegram: { TELEGRAM_TOKEN: telegram.token, TELEGRAM_API_URL: telegram.url },
    environment: {
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.url,
      DISCORD_CDN_URL: discord.cdnUrl,
      RUNWARE_API_KEY: runware.apiKey,
      RUNWARE_API_URL: runware.url,
      DATABASE_URL: join(folder, 'easel.sqlite'),
      PICTURES_URL: join(folder, 'pictures'),
      HTTP_PORT: '0',
      // Money is not what is measured, and neither is haste.
      MAX_COMMANDS_PER_USER: '1000000',
      MAX_COMMANDS_PER_PLACE: '1000000',
      // What waits for longer than that is turned down.
      MAX_WAIT_MINUTES: '1440',
      MAX_SPEND_PER_DAY_USD: '1000000',
      MAX_SPEND_PER_USER_PER_DAY_USD: '1000000',
    },
    async close() {
      await Promise.all([discord.close(), telegram.close(), runware.close()]);
      await rm(folder, { recursive: true });
    },
  };
}
