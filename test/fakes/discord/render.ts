import { type APIEmbed, ChannelType } from 'discord-api-types/v10';
import { attachmentUrl } from './cdn.ts';
import type { Attachment, Channel, Component, Guild, User } from './entities.ts';
import { pngSize } from './image-size.ts';
import { type Message, refersTo } from './message.ts';
import { permissionBits, USUAL_BOT_PERMISSIONS } from './permissions.ts';
import type { World } from './world.ts';

/** Entities in the shapes of https://discord.com/developers/docs/resources */
type Json = Record<string, unknown>;

const MEMBER_PERMISSIONS = permissionBits([
  'ViewChannel',
  'SendMessages',
  'AttachFiles',
  'EmbedLinks',
  'UseApplicationCommands',
]);
const JOINED_AT = '2024-01-01T00:00:00.000000+00:00';
const CHANNEL_TYPES = {
  text: ChannelType.GuildText,
  thread: ChannelType.PublicThread,
  direct: ChannelType.DM,
  group: ChannelType.GroupDM,
} as const;

export function toApiUser(user: User): Json {
  return {
    id: user.id,
    username: user.name.toLowerCase().replaceAll(/[^a-z0-9_.]/g, '_'),
    discriminator: '0',
    global_name: user.bot ? null : user.name,
    avatar: user.avatar ?? null,
    bot: user.bot,
    public_flags: 0,
  };
}

/** A member as interactions carry it: with `permissions`, and with the user inside. */
export function toApiMember(user: User, guild?: Guild): Json {
  const permissions = user.administrator ? permissionBits(['Administrator']) : MEMBER_PERMISSIONS;
  return {
    user: toApiUser(user),
    nick: null,
    avatar: user.serverAvatars.get(guild?.id ?? '') ?? null,
    roles: user.roles.filter((id) => guild?.roles.has(id)),
    joined_at: JOINED_AT,
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
    permissions: permissions.toString(),
  };
}

export function toApiChannel(channel: Channel): Json {
  const common = { id: channel.id, type: CHANNEL_TYPES[channel.kind], last_message_id: null };
  if (!channel.guild) {
    const group =
      channel.kind === 'group' ? { name: channel.name, owner_id: channel.recipients[0]?.id, icon: null } : {};
    return { ...common, ...group, recipients: channel.recipients.map(toApiUser) };
  }
  const thread = channel.parent
    ? {
        owner_id: channel.guild.ownerId,
        message_count: 0,
        member_count: 1,
        thread_metadata: {
          archived: false,
          auto_archive_duration: 1440,
          archive_timestamp: JOINED_AT,
          locked: false,
        },
      }
    : {
        nsfw: channel.nsfw,
        position: 0,
        permission_overwrites: toOverwrites(channel, channel.guild),
        topic: null,
        rate_limit_per_user: 0,
      };
  return {
    ...common,
    ...thread,
    guild_id: channel.guild.id,
    name: channel.name,
    parent_id: channel.parent?.id ?? null,
  };
}

/** What everybody may do here beside what they may do everywhere; the bot has no role of its own. */
function toOverwrites({ botPermissions }: Channel, guild: Guild): Json[] {
  const allow = botPermissions & ~USUAL_BOT_PERMISSIONS;
  const deny = USUAL_BOT_PERMISSIONS & ~botPermissions;
  return [{ id: guild.id, type: 0, allow: allow.toString(), deny: deny.toString() }];
}

/** The guild as in GUILD_CREATE: https://discord.com/developers/docs/events/gateway-events#guild-create */
export function toApiGuild(world: World, guild: Guild): Json {
  const channels = [...world.channels.values()].filter(
    (channel) => channel.guild === guild && !channel.deleted,
  );
  const botMember = { ...toApiMember(world.bot), permissions: undefined };
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    banner: null,
    description: null,
    owner_id: guild.ownerId,
    preferred_locale: guild.locale,
    joined_at: JOINED_AT,
    large: false,
    unavailable: false,
    member_count: world.users.size,
    features: [],
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    system_channel_id: null,
    system_channel_flags: 0,
    afk_timeout: 300,
    roles: [toApiRole(guild.id, '@everyone'), ...[...guild.roles].map(([id, name]) => toApiRole(id, name))],
    emojis: [],
    stickers: [],
    members: [botMember],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    channels: channels.filter((channel) => !channel.parent).map(toApiChannel),
    threads: channels.filter((channel) => channel.parent).map(toApiChannel),
  };
}

export function toApiRole(id: string, name: string): Json {
  return {
    id,
    name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    position: 0,
    permissions: USUAL_BOT_PERMISSIONS.toString(),
    managed: false,
    mentionable: false,
    flags: 0,
  };
}

export function toApiAttachment(world: World, attachment: Attachment): Json {
  const url = attachmentUrl(world, attachment);
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.bytes.length,
    url,
    proxy_url: url,
    ...(attachment.contentType ? { content_type: attachment.contentType } : {}),
    ...(attachment.description ? { description: attachment.description } : {}),
    ...(attachment.ephemeral ? { ephemeral: true } : {}),
    ...pngSize(attachment.bytes),
  };
}

export function toApiMessage(world: World, message: Message): Json {
  return {
    id: message.id,
    type: message.origin ? (message.origin.interactionType === 2 ? 20 : 19) : message.repliesTo ? 19 : 0,
    channel_id: message.channel.id,
    author: toApiUser(message.author),
    content: message.content,
    timestamp: new Date(message.createdAtMs).toISOString(),
    edited_timestamp: message.editedAtMs === undefined ? null : new Date(message.editedAtMs).toISOString(),
    tts: false,
    mention_everyone: message.pings.includes('everyone'),
    mentions: message.pings.flatMap((id) => {
      const user = world.users.get(id);
      return user ? [toApiUser(user)] : [];
    }),
    mention_roles: [],
    attachments: message.attachments.map((attachment) => toApiAttachment(world, attachment)),
    embeds: message.embeds.map((embed) => toApiEmbed(world, message, embed)),
    components: message.components.map((component) => toApiComponent(world, message, component)),
    pinned: false,
    flags: message.flags,
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.origin ? toOriginFields(world, message) : {}),
    ...(message.repliesTo
      ? { message_reference: { type: 0, message_id: message.repliesTo, channel_id: message.channel.id } }
      : {}),
  };
}

function toOriginFields(world: World, message: Message): Json {
  const origin = message.origin;
  if (!origin) return {};
  return {
    webhook_id: world.applicationId,
    application_id: world.applicationId,
    interaction_metadata: {
      id: origin.interactionId,
      type: origin.interactionType,
      user: toApiUser(origin.user),
      authorizing_integration_owners: {},
    },
  };
}

function toApiMedia(world: World, message: Message, media: { readonly url: string }): Json {
  const attachment = message.attachments.find((candidate) => refersTo(media.url, candidate));
  if (!attachment) return { ...media };
  const { url, proxy_url, content_type, width, height } = toApiAttachment(world, attachment);
  return { url, proxy_url, content_type, width, height, attachment_id: attachment.id };
}

function toApiEmbed(world: World, message: Message, embed: APIEmbed): Json {
  const { image, thumbnail } = embed;
  return {
    type: 'rich',
    ...embed,
    ...(image ? { image: { ...image, ...toApiMedia(world, message, image) } } : {}),
    ...(thumbnail ? { thumbnail: { ...thumbnail, ...toApiMedia(world, message, thumbnail) } } : {}),
  };
}

function toApiComponent(world: World, message: Message, component: Component): Json {
  const nested = (child: Component) => toApiComponent(world, message, child);
  return {
    ...component,
    ...(component.components ? { components: component.components.map(nested) } : {}),
    ...(component.accessory ? { accessory: nested(component.accessory) } : {}),
    ...(component.media ? { media: toApiMedia(world, message, component.media) } : {}),
    ...(component.file ? { file: toApiMedia(world, message, component.file) } : {}),
    ...(component.items
      ? { items: component.items.map((item) => ({ ...item, media: toApiMedia(world, message, item.media) })) }
      : {}),
  };
}
