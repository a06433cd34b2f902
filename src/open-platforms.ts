import type { ChatPlatform, PlatformTools } from './chat-platform.ts';
import type { Config } from './config/config.ts';

/** Opens the platforms that are switched on; the libraries of the others are not even loaded. */
export async function openPlatforms(
  { discord, playground, telegram }: Pick<Config, 'discord' | 'playground' | 'telegram'>,
  tools: PlatformTools,
): Promise<readonly ChatPlatform[]> {
  const platforms: ChatPlatform[] = [];
  if (discord !== undefined) {
    const { openDiscord } = await import('./open-discord.ts');
    platforms.push(openDiscord(discord, tools));
  }
  if (telegram !== undefined) {
    const { openTelegram } = await import('./open-telegram.ts');
    platforms.push(openTelegram(telegram, tools));
  }
  if (playground !== undefined) {
    const { openPlayground } = await import('./open-playground.ts');
    platforms.push(openPlayground(playground, tools));
  }
  return platforms;
}
