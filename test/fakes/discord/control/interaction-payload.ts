import { ApplicationIntegrationType, InteractionContextType } from 'discord-api-types/v10';
import type { Channel } from '../entities.ts';
import type { Interaction } from '../interaction.ts';
import { toApiChannel, toApiMember, toApiMessage, toApiUser } from '../render.ts';
import type { World } from '../world.ts';

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object */
export function toInteractionPayload(
  world: World,
  interaction: Interaction,
  data: Record<string, unknown>,
): Record<string, unknown> {
  const { channel, user, source } = interaction;
  const guild = channel.guild;
  const where = guild
    ? {
        guild: { id: guild.id, locale: guild.locale, features: [] },
        guild_id: guild.id,
        guild_locale: guild.locale,
        member: toApiMember(user, guild),
      }
    : { user: toApiUser(user) };
  return {
    id: interaction.id,
    application_id: world.applicationId,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data,
    channel: { ...toApiChannel(channel), permissions: '0' },
    channel_id: channel.id,
    ...where,
    ...(source ? { message: toApiMessage(world, source) } : {}),
    app_permissions: channel.botPermissions.toString(),
    locale: user.locale,
    entitlements: [],
    authorizing_integration_owners: ownersOf(interaction),
    context: contextOf(channel),
    attachment_size_limit: interaction.attachmentSizeLimitBytes,
  };
}

export function contextOf(channel: Channel): InteractionContextType {
  if (channel.guild) return InteractionContextType.Guild;
  return channel.kind === 'direct' ? InteractionContextType.BotDM : InteractionContextType.PrivateChannel;
}

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object */
function ownersOf({ channel, user, userInstallOnly }: Interaction): Record<string, string> {
  const byUser = user.installedApp ? { [ApplicationIntegrationType.UserInstall]: user.id } : {};
  if (userInstallOnly) return byUser;
  return { [ApplicationIntegrationType.GuildInstall]: channel.guild?.id ?? '0', ...byUser };
}
