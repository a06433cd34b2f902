import type { Channel } from 'discord.js';

/**
 * Whether a channel lets only adults in; of a thread it is the channel in which it was begun. What the library does not
 * know counts as open to everybody. https://docs.discord.com/developers/resources/channel#channel-object
 */
export function isAgeRestricted(channel: Channel | null | undefined): boolean {
  if (channel === null || channel === undefined) return false;
  const about = channel.isThread() ? channel.parent : channel;
  return about !== null && 'nsfw' in about && about.nsfw;
}
