import { allCommands } from './commands/all-commands.ts';
import type { CommandServices } from './commands/command.ts';
import type { Wording } from './commands/wording.ts';
import type { Config, DiscordConfig, TelegramConfig } from './config.ts';
import type { Courier } from './core/courier.ts';
import type { Log } from './core/log.ts';
import { ReferenceRefused } from './core/reference-source.ts';
import type { FetchAttachment } from './open-reference-intake.ts';
import { fetchFile } from './open-reference-intake.ts';
import { StartupProblem } from './startup-problem.ts';

/** A chat platform as the app sees it: its courier answers even before its bot takes commands. */
export interface ChatPlatform {
  readonly name: string;
  readonly courier: Courier;
  /** The bot needs the core, and the core needs the couriers: so it comes second. */
  connect(services: CommandServices): ChatBot;
  /** Fetches what people attached to their messages. */
  readonly fetchAttachment: FetchAttachment;
  /** Drops what the courier still means to show. */
  stopCourier(): void;
}

interface ChatBot {
  /** Takes commands from now on; resolves when the platform is connected. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface PlatformTools {
  readonly wording: Wording;
  readonly log: Log;
  readonly now: () => number;
  readonly onConnectionChange: (platform: string, isConnected: boolean) => void;
}

/** Opens the platforms that are switched on; the libraries of the others are not even loaded. */
export async function openPlatforms(
  { discord, telegram }: Pick<Config, 'discord' | 'telegram'>,
  tools: PlatformTools,
): Promise<readonly ChatPlatform[]> {
  const platforms: ChatPlatform[] = [];
  if (discord !== undefined) platforms.push(await openDiscord(discord, tools));
  if (telegram !== undefined) platforms.push(await openTelegram(telegram, tools));
  return platforms;
}

async function openDiscord(config: DiscordConfig, tools: PlatformTools): Promise<ChatPlatform> {
  const [{ DiscordApi }, { DiscordBot }, { DiscordCourier }, { GatewayRefused }] = await Promise.all([
    import('./bots/discord/discord-api.ts'),
    import('./bots/discord/discord-bot.ts'),
    import('./bots/discord/discord-courier.ts'),
    import('./bots/discord/gateway-connection.ts'),
  ]);
  const { wording, log, now, onConnectionChange } = tools;
  const api = new DiscordApi({ token: config.token, apiUrl: config.apiUrl });
  const courier = new DiscordCourier({ api, wording, log, now });
  return {
    name: 'discord',
    courier,
    fetchAttachment: (handle, signal) =>
      fetchFile(handle, {
        signal,
        allowedOrigins: [new URL(config.cdnUrl).origin, ...discordFileOrigins],
        trustedOrigins: [new URL(config.cdnUrl).origin],
      }),
    stopCourier: () => courier.stop(),
    connect: (services) => {
      const bot = new DiscordBot({
        ...config,
        api,
        commands: allCommands,
        services,
        wording,
        log,
        onState: (state) => onConnectionChange('discord', state === 'connected'),
      });
      return {
        stop: () => bot.stop(),
        start: () =>
          bot.start().catch((error: unknown) => {
            if (!(error instanceof GatewayRefused)) throw error;
            throw new StartupProblem(`DISCORD_TOKEN: ${error.message}.`, 78, error);
          }),
      };
    },
  };
}

/** Where Discord keeps attachments and avatars: https://docs.discord.com/developers/reference#image-formatting */
const discordFileOrigins = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

async function openTelegram(config: TelegramConfig, tools: PlatformTools): Promise<ChatPlatform> {
  const [{ TelegramApi }, { TelegramBot }, { TelegramCallFailed }, { TelegramCourier }] = await Promise.all([
    import('./bots/telegram/telegram-api.ts'),
    import('./bots/telegram/telegram-bot.ts'),
    import('./bots/telegram/telegram-call-failed.ts'),
    import('./bots/telegram/telegram-courier.ts'),
  ]);
  const { wording, log, now, onConnectionChange } = tools;
  const api = new TelegramApi({ token: config.token, apiUrl: config.apiUrl, now });
  const courier = new TelegramCourier({ api, wording, log });
  return {
    name: 'telegram',
    courier,
    fetchAttachment: async (handle, signal) => {
      const { origin } = new URL(config.apiUrl);
      const url = await api.fileUrl(handle, { signal }).catch((error: unknown) => {
        if (!(error instanceof TelegramCallFailed)) throw error;
        const problem = error.failure === 'rejected' ? 'not-found' : 'unreachable';
        throw new ReferenceRefused({ problem, cause: error });
      });
      return fetchFile(url, { signal, allowedOrigins: [origin], trustedOrigins: [origin] });
    },
    stopCourier: () => courier.stop(),
    connect: (services) =>
      new TelegramBot({
        api,
        commands: allCommands,
        services,
        wording,
        directMessageText: config.directMessageText,
        log,
        onConnectionChange: (isConnected) => onConnectionChange('telegram', isConnected),
      }),
  };
}
