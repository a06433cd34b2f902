import { PictureMemory } from '../../../../src/bots/telegram/picture-memory.ts';
import { TelegramApi } from '../../../../src/bots/telegram/telegram-api.ts';
import type { TelegramBotOptions } from '../../../../src/bots/telegram/telegram-bot.ts';
import { TelegramBot } from '../../../../src/bots/telegram/telegram-bot.ts';
import type { TelegramCourierOptions } from '../../../../src/bots/telegram/telegram-courier.ts';
import { TelegramCourier } from '../../../../src/bots/telegram/telegram-courier.ts';
import { allCommands } from '../../../../src/commands/all-commands.ts';
import { createWording } from '../../../../src/commands/create-wording.ts';
import { createModelCatalog } from '../../../../src/core/create-model-catalog.ts';
import { GenerationEvents } from '../../../../src/core/generation-events.ts';
import type { Limits } from '../../../../src/core/limits/admission.ts';
import { MemoryPictureStore } from '../../../../src/core/pictures/memory-picture-store.ts';
import { openSqliteStorage } from '../../../../src/core/storage/open-storage.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import type { Core } from '../../../../src/create-core.ts';
import { createCore } from '../../../../src/create-core.ts';
import { houseOf } from '../../../commands/house-of.ts';
import { ControlledIntake } from '../../../core/support/controlled-intake.ts';
import { generousLimits } from '../../../core/support/core-under-test.ts';
import type { FakeTelegram, FakeTelegramOptions } from '../../../fakes/telegram/start-fake-telegram.ts';
import { startFakeTelegram } from '../../../fakes/telegram/start-fake-telegram.ts';
import { unhurriedRates } from '../../unhurried-rates.ts';
import { ManualClock } from './manual-clock.ts';
import { RecordingLog } from './recording-log.ts';
import { StudioModel } from './studio-model.ts';

export interface BotSetup {
  readonly telegram?: FakeTelegramOptions;
  readonly bot?: Partial<TelegramBotOptions>;
  readonly courier?: Partial<TelegramCourierOptions>;
  readonly limits?: Partial<Limits>;
  /** Of an earlier life of the process. */
  readonly earlier?: BotUnderTest;
}

export interface BotUnderTest extends AsyncDisposable {
  readonly telegram: FakeTelegram;
  readonly bot: TelegramBot;
  readonly courier: TelegramCourier;
  readonly core: Core;
  readonly model: StudioModel;
  readonly intake: ControlledIntake;
  readonly storage: Storage;
  readonly pictures: MemoryPictureStore;
  readonly log: RecordingLog;
  /** Pauses of the adapter end when it is advanced; the fake's clock goes with it. */
  readonly clock: ManualClock;
  /** How the bot stood with Telegram, one after the other. */
  readonly connections: readonly string[];
  advance(ms: number): void;
  /** Ends this process; Telegram and the database live on. */
  stop(): Promise<void>;
}

/** The real core, bot and courier against a fake Telegram; the bot is not started yet. */
export async function prepareBot(setup: BotSetup = {}): Promise<BotUnderTest> {
  const { earlier } = setup;
  const telegram = earlier?.telegram ?? (await startFakeTelegram(setup.telegram));
  const storage = earlier?.storage ?? (await openSqliteStorage(':memory:'));
  const pictures = earlier?.pictures ?? new MemoryPictureStore();
  const clock = new ManualClock();
  const log = new RecordingLog();
  const model = new StudioModel();
  const intake = new ControlledIntake();
  const catalog = createModelCatalog();
  const wording = createWording({ catalog, isSandbox: false });
  const api = new TelegramApi({ token: telegram.token, apiUrl: telegram.url, now: clock.now });
  const courier = new TelegramCourier({
    api,
    wording,
    log,
    memory: new PictureMemory({ storage, now: clock.now }),
    pause: clock.pause,
    progressIntervalMs: { private: 5, group: 5 },
    ...setup.courier,
  });
  const core = createCore({
    limits: { ...generousLimits, ...setup.limits },
    allowed: 'everyone',
    timeZone: 'UTC',
    storage,
    pictures,
    model,
    catalog,
    couriers: new Map([['telegram', courier]]),
    intake,
    events: new GenerationEvents(log),
    log,
    now: clock.now,
  });
  const connections: string[] = [];
  const bot = new TelegramBot({
    api,
    commands: allCommands,
    rates: unhurriedRates(),
    storage,
    now: clock.now,
    services: {
      ...core,
      house: houseOf(core),
      catalog,
      isSandbox: false,
      platforms: ['telegram'],
      now: clock.now,
    },
    wording,
    directMessageText: 'ask',
    log,
    pause: clock.pause,
    onConnectionChange: ({ state }) => void connections.push(state),
    ...setup.bot,
  });
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await bot.stop();
    await core.stop(0);
    courier.stop();
  };
  const stopOnce = () => {
    stopping ??= stop();
    return stopping;
  };
  return {
    telegram,
    bot,
    courier,
    core,
    model,
    intake,
    storage,
    pictures,
    log,
    clock,
    connections,
    advance: (ms) => {
      telegram.advanceClock(ms);
      clock.advance(ms);
    },
    stop: stopOnce,
    [Symbol.asyncDispose]: async () => {
      await stopOnce();
      if (earlier !== undefined) return;
      await telegram.close();
      await storage.close();
    },
  };
}

/** The same, connected and ready. */
export async function startBot(setup: BotSetup = {}): Promise<BotUnderTest> {
  const prepared = await prepareBot(setup);
  await prepared.core.start();
  await prepared.bot.start();
  await prepared.telegram.waitForPolling();
  return prepared;
}
