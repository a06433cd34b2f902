import type { Channel } from 'discord.js';

/** The channel as `discord:id`, and of a thread the one it was begun in, where the library knows it. */
export function channelIds(channelId: string | null, channel: Channel | null | undefined): readonly string[] {
  const parentId = channel?.isThread() ? channel.parentId : null;
  return [channelId, parentId].filter((id) => id !== null).map((id) => `discord:${id}`);
}
