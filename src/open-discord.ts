import { parseDiscordAddress } from './bots/discord/discord-address.ts';
import { DiscordApi } from './bots/discord/discord-api.ts';
import { DiscordBot } from './bots/discord/discord-bot.ts';
import { DiscordCourier } from './bots/discord/discord-courier.ts';
import { discordFileOrigins } from './bots/discord/file-origins.ts';
import { renderWithin } from './bots/discord/fit-text.ts';
import { GatewayRefused, intentsNotAllowed } from './bots/discord/gateway-connection.ts';
import { HandOver } from './bots/discord/hand-over.ts';
import { IdentifyTurns } from './bots/discord/identify-turns.ts';
import { messageBody } from './bots/discord/message-body.ts';
import type { ChatPlatform, PlatformTools } from './chat-platform.ts';
import { commandsWith } from './commands/all-commands.ts';
import type { DiscordConfig } from './config/config.ts';
import { createPost } from './core/post.ts';
import { fetchFile } from './open-reference-intake.ts';
import { StartupProblem } from './startup-problem.ts';

export function openDiscord(config: DiscordConfig, tools: PlatformTools): ChatPlatform {
  const {
    forms,
    wording,
    log,
    now,
    onConnectionChange,
    onRateLimited,
    onTooManyAtOnce,
    onUncertain,
    rates,
    storage,
    isShared,
  } = tools;
  const api = new DiscordApi({
    token: config.token,
    apiUrl: config.apiUrl,
    onRateLimited: () => onRateLimited('discord'),
  });
  const courier = new DiscordCourier({
    api,
    wording,
    log,
    now,
    onUncertain: (step) => onUncertain('discord', step),
  });
  const cdnOrigin = new URL(config.cdnUrl).origin;
  return {
    name: 'discord',
    courier,
    fetchAttachment: (handle, signal) =>
      fetchFile(handle, {
        signal,
        allowedOrigins: [cdnOrigin, ...discordFileOrigins],
        trustedOrigins: [cdnOrigin],
      }),
    tellPerson: async (id, text) => {
      const body = messageBody({ text: renderWithin(text), isEphemeral: false });
      await api.postMessage(await api.openDirectChannel(id), { body });
    },
    isPublic: (address) => {
      const { guildId, isEphemeral } = parseDiscordAddress(address);
      return guildId !== undefined && !isEphemeral;
    },
    stopCourier: () => courier.stop(),
    connect: (services) => {
      const bot = new DiscordBot({
        ...config,
        api,
        post: createPost(storage, postName(config)),
        handOver: isShared ? new HandOver({ storage, place: postName(config), log, now }) : undefined,
        createIdentifyTurns: isShared
          ? (maxConcurrency) => new IdentifyTurns({ storage, maxConcurrency, now })
          : undefined,
        commands: commandsWith(services.catalog),
        services,
        forms,
        rates,
        wording,
        log,
        now,
        onTooManyAtOnce,
        onConnectionChange: (connection) => onConnectionChange('discord', connection),
      });
      return {
        stop: () => bot.stop(),
        start: () =>
          bot.start().catch((error: unknown) => {
            if (!(error instanceof GatewayRefused)) throw error;
            throw new StartupProblem(wordRefusal(error, config), 78, error);
          }),
      };
    },
  };
}

/** Gateways of other shards are no rivals. */
function postName({ shards }: DiscordConfig): string {
  const gateway = 'discord-gateway';
  return shards === undefined ? gateway : `${gateway} ${shards.numbers} of ${shards.count}`;
}

/** https://docs.discord.com/developers/events/gateway#message-content-intent */
function wordRefusal({ code, message }: GatewayRefused, { readsReplies }: DiscordConfig): string {
  if (code !== intentsNotAllowed || !readsReplies) return `DISCORD_TOKEN: ${message}.`;
  return `DISCORD_READ_REPLIES: ${message}. Switch the Message Content Intent on in the Discord developer portal, on the page Bot, or set DISCORD_READ_REPLIES=off.`;
}
