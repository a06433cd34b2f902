import { PictureMemory } from './bots/telegram/picture-memory.ts';
import { renderWithin } from './bots/telegram/render-entities.ts';
import { parseTelegramAddress } from './bots/telegram/telegram-address.ts';
import { TelegramApi } from './bots/telegram/telegram-api.ts';
import { TelegramBot } from './bots/telegram/telegram-bot.ts';
import { isFailure, TelegramCallFailed } from './bots/telegram/telegram-call-failed.ts';
import { TelegramCourier } from './bots/telegram/telegram-courier.ts';
import { createWebhookPages } from './bots/telegram/webhook-pages.ts';
import type { ChatPlatform, PlatformTools } from './chat-platform.ts';
import { commandsWith } from './commands/all-commands.ts';
import type { TelegramConfig } from './config/config.ts';
import { ReferenceRefused } from './core/reference-source.ts';
import { fetchFile } from './open-reference-intake.ts';
import { StartupProblem } from './startup-problem.ts';

export function openTelegram(config: TelegramConfig, tools: PlatformTools): ChatPlatform {
  const { isShared, storage, wording, log, now, rates, serve } = tools;
  const { onConnectionChange, onRateLimited, onUncertain } = tools;
  const api = new TelegramApi({
    token: config.token,
    apiUrl: config.apiUrl,
    now,
    onRateLimited: () => onRateLimited('telegram'),
  });
  const courier = new TelegramCourier({
    api,
    wording,
    log,
    memory: new PictureMemory({ storage, now }),
    onUncertain: (step) => onUncertain('telegram', step),
  });
  const { origin } = new URL(config.apiUrl);
  return {
    name: 'telegram',
    courier,
    fetchAttachment: async (handle, signal) => {
      const url = await api.fileUrl(handle, { signal }).catch((error: unknown) => {
        if (!(error instanceof TelegramCallFailed)) throw error;
        const problem = error.failure === 'rejected' ? 'not-found' : 'unreachable';
        throw new ReferenceRefused({ problem, retryAfterMs: error.retryAfterMs, cause: error });
      });
      return fetchFile(url, { signal, allowedOrigins: [origin], trustedOrigins: [origin] });
    },
    tellPerson: async (id, text) => {
      await api.sendMessage({ chat_id: Number(id), ...renderWithin(text) });
    },
    isPublic: (address) => parseTelegramAddress(address).chatKind === 'group',
    stopCourier: () => courier.stop(),
    connect: (services) => {
      const bot = new TelegramBot({
        api,
        commands: commandsWith(services.catalog),
        services,
        storage,
        isShared,
        now,
        rates,
        wording,
        directMessageText: config.directMessageText,
        webhook: config.webhook,
        log,
        onConnectionChange: (connection) => onConnectionChange('telegram', connection),
      });
      if (config.webhook !== undefined) {
        const { secret, url } = config.webhook;
        serve(new URL(url).pathname, createWebhookPages({ inbox: bot.inbox, secret, log }));
      }
      return {
        stop: () => bot.stop(),
        start: () =>
          bot.start().catch((error: unknown) => {
            if (!isFailure(error, 'token-refused')) throw error;
            const advice = 'Telegram does not accept it: get a new one from https://t.me/BotFather.';
            throw new StartupProblem(`TELEGRAM_TOKEN: ${advice}`, 78, error);
          }),
      };
    },
  };
}
