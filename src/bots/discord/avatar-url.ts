import type { ImageURLOptions, UserContextMenuCommandInteraction } from 'discord.js';

/** Animated ones stand still in this format: https://docs.discord.com/developers/reference#image-formatting */
const shape: ImageURLOptions = { extension: 'png', size: 1024, forceStatic: true };

/** The avatar that others see beside a person's words: the one for this server, else the person's own. */
export function avatarUrl(interaction: UserContextMenuCommandInteraction): string {
  const { client, guildId, targetMember, targetUser } = interaction;
  const forServer = targetMember?.avatar;
  // Where only a person has installed the app, the library hands members over as they came, without any methods.
  return forServer && guildId !== null
    ? client.rest.cdn.guildMemberAvatar(guildId, targetUser.id, forServer, shape)
    : targetUser.displayAvatarURL(shape);
}
