import { DiscordApi } from '../../../../src/bots/discord/discord-api.ts';
import type { DiscordBotOptions } from '../../../../src/bots/discord/discord-bot.ts';
import { DiscordBot } from '../../../../src/bots/discord/discord-bot.ts';
import type { DiscordCourierOptions } from '../../../../src/bots/discord/discord-courier.ts';
import { DiscordCourier } from '../../../../src/bots/discord/discord-courier.ts';
import { allCommands } from '../../../../src/commands/all-commands.ts';
import { createWording } from '../../../../src/commands/create-wording.ts';
import { createModelCatalog } from '../../../../src/core/create-model-catalog.ts';
import type { Gallery } from '../../../../src/core/gallery.ts';
import { PictureForms } from '../../../../src/core/picture-forms.ts';
import type { Settings } from '../../../../src/core/settings.ts';
import { openSqliteStorage } from '../../../../src/core/storage/open-storage.ts';
import { emptyGallery } from '../../../commands/empty-gallery.ts';
import { keptSettings } from '../../../commands/kept-settings.ts';
import { nobodyLinked } from '../../../commands/nobody-linked.ts';
import { nothingReported } from '../../../commands/nothing-reported.ts';
import { nothingSpent } from '../../../commands/nothing-spent.ts';
import { nothingStored } from '../../../commands/nothing-stored.ts';
import { quietHouse } from '../../../commands/quiet-house.ts';
import type { FakeDiscord } from '../../../fakes/discord/fake-discord.ts';
import { startFakeDiscord } from '../../../fakes/discord/fake-discord.ts';
import type { FakeDiscordOptions } from '../../../fakes/discord/options.ts';
import { unhurriedRates } from '../../unhurried-rates.ts';
import { AcceptingCore } from './accepting-core.ts';
import { RecordingLog } from './recording-log.ts';

export interface BotUnderTest extends AsyncDisposable {
  readonly discord: FakeDiscord;
  readonly bot: DiscordBot;
  readonly api: DiscordApi;
  readonly courier: DiscordCourier;
  readonly core: AcceptingCore;
  readonly log: RecordingLog;
}

export interface BotSetup {
  readonly discord?: Partial<FakeDiscordOptions>;
  readonly bot?: Partial<DiscordBotOptions>;
  readonly gallery?: Gallery;
  readonly settings?: Settings;
  readonly courier?: Partial<DiscordCourierOptions>;
}

/** A bot and its courier against a fake Discord of their own; not started yet. */
export async function prepareBot(setup: BotSetup = {}): Promise<BotUnderTest> {
  const discord = await startFakeDiscord(setup.discord);
  const now = setup.discord?.now ?? Date.now;
  const log = new RecordingLog();
  const core = new AcceptingCore();
  const catalog = createModelCatalog();
  const wording = createWording({ catalog, isSandbox: false });
  const storage = await openSqliteStorage(':memory:');
  const forms = new PictureForms({ storage, now });
  const api = new DiscordApi({ token: discord.token, apiUrl: discord.url });
  const courier = new DiscordCourier({ api, wording, log, now, progressIntervalMs: 20, ...setup.courier });
  core.courier = courier;
  const bot = new DiscordBot({
    post: { hold: async () => true, leave: async () => {} },
    token: discord.token,
    apiUrl: discord.url,
    cdnUrl: discord.cdnUrl,
    readsReplies: false,
    shards: undefined,
    api,
    commands: allCommands,
    services: {
      generations: core,
      gallery: setup.gallery ?? emptyGallery,
      settings: setup.settings ?? keptSettings(),
      spending: nothingSpent,
      linking: nobodyLinked,
      privacy: nothingStored,
      reports: nothingReported,
      house: quietHouse,
      now,
      platforms: ['discord'],
      catalog,
      isSandbox: false,
    },
    forms,
    rates: unhurriedRates(),
    wording,
    log,
    firstRetryMs: 5,
    ...setup.bot,
  });
  return {
    discord,
    bot,
    api,
    courier,
    core,
    log,
    [Symbol.asyncDispose]: async () => {
      courier.stop();
      await bot.stop();
      await discord.close();
      await storage.close();
    },
  };
}

/** The same, connected and ready. */
export async function startBot(setup: BotSetup = {}): Promise<BotUnderTest> {
  const prepared = await prepareBot(setup);
  try {
    await prepared.bot.start();
    return prepared;
  } catch (error) {
    await prepared[Symbol.asyncDispose]();
    throw error;
  }
}
