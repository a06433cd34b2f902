import type {
  APIAttachment,
  APIMessage,
  APIMessageTopLevelComponent,
  GatewayMessageCreateDispatchData,
} from 'discord.js';
import { ComponentType, MessageReferenceType } from 'discord.js';
import { generationOfButtons } from '../../commands/generation-of-buttons.ts';
import type { AttachmentHints } from './attachment-hints.ts';
import { rolesIn } from './member-roles.ts';

/** Words of a person that reply to a message of the bot which is about one generation. */
export interface ResultReply {
  readonly messageId: string;
  readonly channelId: string;
  /** Undefined in a direct chat. */
  readonly guildId: string | undefined;
  readonly userId: string;
  /** As `discord:id`. */
  readonly roles: readonly string[];
  readonly words: string;
  readonly attachments: readonly AttachmentHints[];
  readonly generationId: string;
  /** What the message shows that is replied to. */
  readonly shown: readonly AttachmentHints[];
}

/** Undefined for every other message; the gateway sends along what a message replies to. */
export function readResultReply(
  message: GatewayMessageCreateDispatchData,
  botUserId: string,
): ResultReply | undefined {
  const { author, message_reference: reference, referenced_message: replied } = message;
  if (author.bot === true || message.webhook_id !== undefined) return undefined;
  // What was passed on refers to a message, too.
  if (reference?.type === MessageReferenceType.Forward || replied?.author.id !== botUserId) return undefined;
  const generationId = generationOfButtons(buttonIdsOf(replied));
  const words = withoutMentionOf(botUserId, message.content);
  if (generationId === undefined || words === '') return undefined;
  return {
    messageId: message.id,
    channelId: message.channel_id,
    guildId: message.guild_id,
    userId: author.id,
    roles: message.guild_id === undefined ? [] : rolesIn(message.guild_id, message.member?.roles ?? []),
    words,
    attachments: message.attachments.map(toHints),
    generationId,
    shown: replied.attachments.map(toHints),
  };
}

function toHints(attachment: APIAttachment): AttachmentHints {
  const { content_type: contentType = null, filename: name, size, url } = attachment;
  return { contentType, name, size, url };
}

function buttonIdsOf({ components = [] }: APIMessage): readonly string[] {
  const isRow = (component: APIMessageTopLevelComponent) => component.type === ComponentType.ActionRow;
  return components
    .filter(isRow)
    .flatMap((row) => row.components)
    .flatMap((control) => ('custom_id' in control ? [control.custom_id] : []));
}

/** Whoever names the bot in what they reply means it, and not a picture of its name. */
function withoutMentionOf(botUserId: string, content: string): string {
  return content.replaceAll(new RegExp(`<@!?${botUserId}>`, 'g'), ' ').trim();
}
