import type { APIEmbed } from 'discord-api-types/v10';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly bot: boolean;
  /** Sees commands that ask for member permissions. */
  administrator: boolean;
  /** Has added the app to the own account, so that it works in servers without the bot. */
  readonly installedApp: boolean;
  acceptsDirectMessages: boolean;
  /** The hash of the own avatar; undefined while there is none. */
  avatar: string | undefined;
  /** Hashes of the avatars in single servers, by the server's id. */
  readonly serverAvatars: Map<string, string>;
  /** Ids of the roles that the person has, in whichever servers have them. */
  readonly roles: readonly string[];
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly ownerId: string;
  hasBot: boolean;
  /** Names by id, without @everyone. */
  readonly roles: Map<string, string>;
}

export interface Channel {
  readonly id: string;
  readonly kind: 'text' | 'thread' | 'direct' | 'group';
  readonly name: string;
  readonly guild: Guild | undefined;
  readonly parent: Channel | undefined;
  readonly nsfw: boolean;
  readonly recipients: readonly User[];
  /** What the bot may do here, as in https://discord.com/developers/docs/topics/permissions */
  botPermissions: bigint;
  deleted: boolean;
}

export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
  readonly ephemeral: boolean;
  readonly channelId: string;
  description: string | undefined;
  spoiler: boolean;
  /** The link stopped working. */
  gone: boolean;
}

/** A component as sent by the bot; the fields depend on `type`. */
export interface Component {
  readonly type: number;
  id?: number;
  readonly custom_id?: string;
  readonly style?: number;
  readonly label?: string;
  readonly emoji?: { readonly name?: string | null; readonly id?: string | null } | null;
  readonly url?: string;
  readonly sku_id?: string;
  readonly disabled?: boolean | null;
  readonly content?: string;
  readonly components?: Component[];
  readonly component?: Component;
  readonly accessory?: Component;
  readonly items?: { readonly media: { readonly url: string }; readonly description?: string | null }[];
  readonly media?: { readonly url: string };
  readonly file?: { readonly url: string };
  readonly options?: readonly { readonly label: string; readonly value: string }[];
  readonly required?: boolean | null;
  readonly min_values?: number | null;
  readonly max_values?: number | null;
  readonly min_length?: number | null;
  readonly max_length?: number | null;
  readonly file_types?: readonly string[] | null;
}

export interface AllowedMentions {
  readonly parse?: readonly string[] | null;
  readonly users?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
  readonly replied_user?: boolean | null;
}

export interface AttachmentBody {
  readonly id: string;
  readonly filename?: string | null;
  readonly description?: string | null;
  readonly is_spoiler?: boolean | null;
}

/** The body of any call that writes a message, once it has passed the schema. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: APIEmbed[] | null;
  readonly components?: Component[] | null;
  readonly attachments?: AttachmentBody[] | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly flags?: number | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
  readonly message_reference?: {
    readonly message_id: string;
    readonly fail_if_not_exists?: boolean | null;
  } | null;
}

export interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly name_localizations?: Readonly<Record<string, string>> | null;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
  readonly required?: boolean | null;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[] | null;
  readonly options?: readonly CommandOption[] | null;
  readonly autocomplete?: boolean | null;
  readonly min_value?: number | null;
  readonly max_value?: number | null;
  readonly min_length?: number | null;
  readonly max_length?: number | null;
  readonly file_types?: readonly string[] | null;
}

export interface CommandBody {
  readonly name: string;
  readonly type?: number | null;
  readonly description?: string | null;
  readonly name_localizations?: Readonly<Record<string, string>> | null;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
  readonly options?: readonly CommandOption[] | null;
  readonly contexts?: readonly number[] | null;
  readonly integration_types?: readonly number[] | null;
  readonly dm_permission?: boolean | null;
  readonly default_member_permissions?: string | null;
  readonly nsfw?: boolean | null;
}

/** A command as the platform keeps it after registration. */
export interface Command extends CommandBody {
  readonly id: string;
  readonly type: number;
  readonly application_id: string;
  readonly version: string;
  readonly guild_id?: string;
  readonly default_member_permissions: string | null;
}

export interface UploadedFile {
  /** The n of `files[n]`; undefined when the form field is called something else. */
  readonly index: number | undefined;
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** A form the bot opened for a person. */
export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly Component[];
}
