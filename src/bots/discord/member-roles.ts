import type { BaseInteraction } from 'discord.js';

/** The roles of whoever asks, as `discord:id`; none outside of servers. */
export function rolesOf({ guildId, member }: Pick<BaseInteraction, 'guildId' | 'member'>): readonly string[] {
  if (guildId === null || member === null) return [];
  // The library knows no roles of servers that the bot is not in, and hands over their ids as they came.
  return rolesIn(guildId, Array.isArray(member.roles) ? member.roles : member.roles.cache.keys());
}

/** Everybody has the role @everyone, whose id is the server's: https://docs.discord.com/developers/topics/permissions#role-object */
export function rolesIn(guildId: string, roleIds: Iterable<string>): readonly string[] {
  return [...new Set([guildId, ...roleIds])].map((id) => `discord:${id}`);
}
