import type { LatestAnswer } from '../../core/storage/notice-records.ts';
import { isOwnChat, parseDiscordAddress } from './discord-address.ts';

/**
 * Whether something said where an answer went is read by the people of its place: in a channel in which the bot
 * answered for all to see, or in somebody's own chat with it.
 */
export function reachesServer({
  address,
  isPrivate,
  placeId,
}: Pick<LatestAnswer, 'address' | 'isPrivate' | 'placeId'>): boolean {
  const parsed = parseDiscordAddress(address);
  const { botIsMember, channelId, guildId, isEphemeral } = parsed;
  // What was private may have ended up in the person's own chat.
  if (!botIsMember || placeId !== `discord:${guildId ?? channelId}`) return false;
  return isOwnChat(parsed) || (!isPrivate && !isEphemeral);
}
