import type { Attachment, ChatInputCommandInteraction } from 'discord.js';
import { ApplicationIntegrationType, InteractionContextType, PermissionFlagsBits } from 'discord.js';
import type { AddressLookup, Invocation } from '../../commands/command.ts';
import type { RawOptions } from '../../commands/option.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import type { DiscordAddress } from './discord-address.ts';
import { tokenLifetimeMs } from './discord-address.ts';

/** What everybody may upload: https://docs.discord.com/developers/reference#uploading-files */
const usualFileSizeLimitBytes = 10 * 1024 * 1024;

/** Reads who uses a command, and where. */
export function toInvocation(
  interaction: ChatInputCommandInteraction,
  { wording }: { wording: Wording },
): Omit<Invocation, 'values'> {
  const language = interaction.locale;
  return {
    sourceKey: `discord:interaction:${interaction.id}`,
    platform: 'discord',
    personId: `discord:${interaction.user.id}`,
    placeId: `discord:${interaction.guildId ?? channelId(interaction)}`,
    isPrivateChat: isDirectChat(interaction),
    language,
    pictures: [],
    addressFor: async ({ isPrivate }): Promise<AddressLookup> =>
      mayAttachFiles(interaction)
        ? { kind: 'address', address: toAddress(interaction, { isPrivate }) }
        : { kind: 'cannot-post', text: wording.text('discord.cannotPost', language) },
  };
}

/** Reads the options as the person gave them. */
export function toRawOptions(interaction: ChatInputCommandInteraction): RawOptions {
  return Object.fromEntries(
    interaction.options.data.map(({ name, value, attachment }) => [
      name,
      attachment ? toReferenceSource(attachment) : value,
    ]),
  );
}

function toReferenceSource({ url }: Attachment): ReferenceSource {
  return { kind: 'attachment', platform: 'discord', handle: url };
}

function toAddress(
  interaction: ChatInputCommandInteraction,
  { isPrivate }: { isPrivate: boolean },
): DiscordAddress {
  return {
    platform: 'discord',
    isDurable: false,
    applicationId: interaction.applicationId,
    interactionId: interaction.id,
    token: interaction.token,
    tokenExpiresAtMs: interaction.createdTimestamp + tokenLifetimeMs,
    channelId: channelId(interaction),
    ...(interaction.guildId === null ? {} : { guildId: interaction.guildId }),
    userId: interaction.user.id,
    isEphemeral: isPrivate,
    fileSizeLimitBytes: interaction.attachmentSizeLimit || usualFileSizeLimitBytes,
    botIsMember: botIsMember(interaction),
  };
}

/** Always there for commands, although the library's type says otherwise. */
function channelId(interaction: ChatInputCommandInteraction): string {
  if (interaction.channelId === null) throw new TypeError('expected a command to be used in a channel');
  return interaction.channelId;
}

function isDirectChat({ context, guildId }: ChatInputCommandInteraction): boolean {
  return context === null ? guildId === null : context === InteractionContextType.BotDM;
}

/** Where only the person has installed the app, the bot's own token reaches nothing. */
function botIsMember(interaction: ChatInputCommandInteraction): boolean {
  if (interaction.guildId === null) return isDirectChat(interaction);
  return interaction.authorizingIntegrationOwners[ApplicationIntegrationType.GuildInstall] !== undefined;
}

/** Asked before anything is accepted: pictures that nobody can be shown must not be paid for. */
function mayAttachFiles({ appPermissions }: ChatInputCommandInteraction): boolean {
  return appPermissions.has(PermissionFlagsBits.AttachFiles);
}
