import type { Client, GatewayMessageCreateDispatchData, PermissionResolvable } from 'discord.js';
import { PermissionFlagsBits } from 'discord.js';
import { isAgeRestricted } from './age-restriction.ts';
import type { ChannelIds } from './channel-ids.ts';

/** What is known of where a message was written. What the library does not know yet counts as allowed. */
export interface MessagePlace {
  readonly botUserId: string;
  /** The server's own locale; undefined in a direct chat. */
  readonly locale: string | undefined;
  /** The channel, and of a thread the one it was begun in, as `discord:id`. */
  readonly channels: readonly string[];
  readonly isAgeRestricted: boolean;
  readonly maySend: boolean;
  readonly mayAttachFiles: boolean;
  /** Whether the bot may reply to a message there. */
  readonly mayReply: boolean;
}

/** https://docs.discord.com/developers/resources/message#create-message says which permission is needed for what. */
export function messagePlace(
  client: Client<true>,
  { channel_id: channelId, guild_id: guildId }: GatewayMessageCreateDispatchData,
  channels: ChannelIds,
): MessagePlace {
  const channel = client.channels.cache.get(channelId);
  const permissions =
    channel === undefined || channel.isDMBased() ? null : channel.permissionsFor(client.user);
  const may = (permission: PermissionResolvable) => permissions?.has(permission) ?? true;
  const { AttachFiles, ReadMessageHistory, SendMessages, SendMessagesInThreads } = PermissionFlagsBits;
  return {
    botUserId: client.user.id,
    locale: guildId === undefined ? undefined : client.guilds.cache.get(guildId)?.preferredLocale,
    channels: channels.of(channelId, channel),
    isAgeRestricted: isAgeRestricted(channel),
    maySend: may(channel?.isThread() === true ? SendMessagesInThreads : SendMessages),
    mayAttachFiles: may(AttachFiles),
    mayReply: may(ReadMessageHistory),
  };
}
