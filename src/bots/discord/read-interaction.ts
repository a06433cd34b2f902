import type {
  Attachment,
  BaseInteraction,
  ChatInputCommandInteraction,
  CommandInteractionOption,
} from 'discord.js';
import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js';
import type { Press } from '../../commands/action.ts';
import type { AddressLookup, CommandServices, Invocation } from '../../commands/command.ts';
import type { RawOptions } from '../../commands/option.ts';
import { placeLanguage } from '../../commands/place-language.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import type { Settings } from '../../core/settings.ts';
import { isAgeRestricted } from './age-restriction.ts';
import type { AttachmentHints } from './attachment-hints.ts';
import { toReferenceSource } from './attachment-hints.ts';
import type { InteractionAddress } from './discord-address.ts';
import { tokenLifetimeMs } from './discord-address.ts';
import { rolesOf } from './member-roles.ts';
import { filledOptions } from './used-command.ts';

/** What everybody may upload: https://docs.discord.com/developers/reference#uploading-files */
export const usualFileSizeLimitBytes = 10 * 1024 * 1024;

/** What answers to a person are written with. */
interface Words {
  /** The channel, and of a thread the one it was begun in, as `discord:id`. */
  readonly channels: readonly string[];
  /** From `chosenLanguage`. */
  readonly language: string;
  readonly wording: Wording;
  readonly patience: AbortSignal;
}

/** The language that a person has chosen, else that of the place, else that of their app. */
export async function chosenLanguage(
  interaction: Pick<BaseInteraction, 'channelId' | 'guildId' | 'locale' | 'user'>,
  services: Pick<CommandServices, 'house'> & { readonly settings: Pick<Settings, 'of'> },
): Promise<string> {
  const { language } = await services.settings.of(personIdOf(interaction));
  if (language !== undefined) return language;
  return placeLanguage({ language: interaction.locale, placeId: placeIdOf(interaction) }, services);
}

/** Reads who asks for something, and where; `pictures` came along with the words. */
export function toInvocation(
  interaction: BaseInteraction,
  {
    channels,
    language,
    patience,
    pictures = [],
    wording,
  }: Words & { readonly pictures?: readonly ReferenceSource[] },
): Omit<Invocation, 'values'> {
  return {
    sourceKey: `discord:interaction:${interaction.id}`,
    platform: 'discord',
    personId: personIdOf(interaction),
    placeId: placeIdOf(interaction),
    isPrivateChat: isDirectChat(interaction),
    channels,
    roles: rolesOf(interaction),
    isAgeRestricted: isAgeRestricted(interaction.channel),
    mayManage: async () => interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    isSeenByOthers: false,
    language: interaction.locale,
    patience,
    pictures,
    addressFor: async ({ isInWords, isPrivate }): Promise<AddressLookup> =>
      isInWords || mayAttachFiles(interaction)
        ? { kind: 'address', address: toAddress(interaction, { isPrivate }) }
        : { kind: 'cannot-post', text: wording.text('discord.cannotPost', language) },
  };
}

/** Reads who presses a button, or sends the form that one opened; `buttonId` is on both. */
export function toPress(
  interaction: BaseInteraction & { readonly customId: string },
  words: Words,
): Omit<Press, 'argument'> {
  return pressOf(interaction, { ...words, buttonId: interaction.customId });
}

/** Reads who does what a button would do. */
export function pressOf(
  interaction: BaseInteraction,
  { buttonId, ...words }: Words & { readonly buttonId: string },
): Omit<Press, 'argument'> {
  const here = toInvocation(interaction, words);
  return {
    ...here,
    buttonId,
    // Discord tells what somebody may do in the server that they are in, and of no other.
    mayModerate: async (placeId = here.placeId) =>
      placeId === here.placeId &&
      (interaction.memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false),
  };
}

/** Reads the options as the person gave them. */
export function toRawOptions(interaction: ChatInputCommandInteraction): RawOptions {
  return Object.fromEntries(
    filledOptions(interaction).map((option) => {
      const attachment = attachmentOf(option);
      return [option.name, attachment === undefined ? option.value : toReferenceSource(attachment)];
    }),
  );
}

/** The files among the options. */
export function attachmentsOf(interaction: ChatInputCommandInteraction): readonly AttachmentHints[] {
  return filledOptions(interaction)
    .map(attachmentOf)
    .filter((attachment) => attachment !== undefined);
}

/** Only of an option for files: beside one, the library takes words such as `constructor` for a file as well. */
function attachmentOf({ attachment, type }: CommandInteractionOption): Attachment | undefined {
  return type === ApplicationCommandOptionType.Attachment ? (attachment ?? undefined) : undefined;
}

export function personIdOf({ user }: Pick<BaseInteraction, 'user'>): string {
  return `discord:${user.id}`;
}

/** Asked before anything is accepted: pictures that nobody can be shown must not be paid for. */
export function mayAttachFiles({ appPermissions }: Pick<BaseInteraction, 'appPermissions'>): boolean {
  return appPermissions.has(PermissionFlagsBits.AttachFiles);
}

/** Most bytes of one file that can be sent here. */
export function fileSizeLimitOf({
  attachmentSizeLimit,
}: Pick<BaseInteraction, 'attachmentSizeLimit'>): number {
  return attachmentSizeLimit || usualFileSizeLimitBytes;
}

function toAddress(interaction: BaseInteraction, { isPrivate }: { isPrivate: boolean }): InteractionAddress {
  return {
    platform: 'discord',
    isDurable: false,
    applicationId: interaction.applicationId,
    interactionId: interaction.id,
    token: interaction.token,
    tokenExpiresAtMs: interaction.createdTimestamp + tokenLifetimeMs,
    channelId: requireChannel(interaction),
    ...(interaction.guildId === null ? {} : { guildId: interaction.guildId }),
    userId: interaction.user.id,
    isEphemeral: isPrivate,
    fileSizeLimitBytes: fileSizeLimitOf(interaction),
    botIsMember: botIsMember(interaction),
  };
}

export function placeIdOf({ channelId, guildId }: Pick<BaseInteraction, 'channelId' | 'guildId'>): string {
  return `discord:${guildId ?? requireChannel({ channelId })}`;
}

/** Always there for commands and their forms, although the library's type says otherwise. */
function requireChannel({ channelId }: Pick<BaseInteraction, 'channelId'>): string {
  if (channelId === null) throw new TypeError('expected a command to be used in a channel');
  return channelId;
}

function isDirectChat({ context, guildId }: BaseInteraction): boolean {
  return context === null ? guildId === null : context === InteractionContextType.BotDM;
}

/**
 * Where only the person has installed the app, or a server has taken its commands without the bot, the bot's own token
 * reaches nothing. The library knows every server that the bot is in.
 */
function botIsMember(interaction: BaseInteraction): boolean {
  if (interaction.guildId === null) return isDirectChat(interaction);
  if (interaction.guild === null) return false;
  return interaction.authorizingIntegrationOwners[ApplicationIntegrationType.GuildInstall] !== undefined;
}
