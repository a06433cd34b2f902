import { TelegramApi } from '../../../../src/bots/telegram/telegram-api.ts';
import { TelegramCourier } from '../../../../src/bots/telegram/telegram-courier.ts';
import { createWording } from '../../../../src/commands/create-wording.ts';
import type { Wording } from '../../../../src/commands/wording.ts';
import { createModelCatalog } from '../../../../src/core/create-model-catalog.ts';
import type { Generation } from '../../../../src/core/generation.ts';
import { startFakeTelegram } from '../../../fakes/telegram/start-fake-telegram.ts';
import { ManualClock } from './manual-clock.ts';
import { RecordingLog } from './recording-log.ts';

/** A courier and the Telegram that it brings its answers to. */
export async function startCourier(words: Partial<Wording> = {}) {
  const telegram = await startFakeTelegram();
  const clock = new ManualClock();
  const log = new RecordingLog();
  const uncertain: string[] = [];
  const courier = new TelegramCourier({
    api: new TelegramApi({
      token: telegram.token,
      apiUrl: telegram.url,
      now: clock.now,
      callTimeoutMs: 2_000,
    }),
    wording: { ...createWording({ catalog: createModelCatalog(), isSandbox: false }), ...words },
    log,
    memory: { messagesOf: async () => [], rememberResults: async () => {} },
    pause: clock.pause,
    onUncertain: (step) => void uncertain.push(step),
    progressIntervalMs: { private: 20, group: 40 },
  });
  return {
    telegram,
    clock,
    log,
    courier,
    /** What people may come to see twice. */
    uncertain,
    /** Has the first answer sent and goes on with the address that came of it. */
    acknowledged: async (generation: Generation): Promise<Generation> => ({
      ...generation,
      address: await courier.acknowledge({ generation: { ...generation, state: 'accepted' }, ahead: 2 }),
    }),
    [Symbol.asyncDispose]: async () => {
      courier.stop();
      await telegram.close();
    },
  };
}
