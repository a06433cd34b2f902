import type { APIFileComponent, APIMediaGalleryItem, APIMessageTopLevelComponent } from 'discord.js';
import { ComponentType, MessageFlags } from 'discord.js';
import type { ButtonRows } from '../../commands/reply.ts';
import { renderButtons } from './render-buttons.ts';

/**
 * A message as Discord takes it, always built from components:
 * https://docs.discord.com/developers/components/reference
 */
export interface MessageBody {
  readonly flags: number;
  readonly components: readonly APIMessageTopLevelComponent[];
  /** Only these people are notified, whatever the text says. */
  readonly allowed_mentions: { readonly parse: readonly []; readonly users?: readonly string[] };
  /** Replaces all files of a message that is edited. */
  readonly attachments?: readonly {
    readonly id: string;
    readonly filename: string;
    readonly description: string;
    readonly is_spoiler?: true;
  }[];
  readonly nonce?: string;
  readonly enforce_nonce?: true;
  /** The message that this one replies to; its author is not notified. */
  readonly message_reference?: { readonly message_id: string; readonly fail_if_not_exists: false };
}

export interface AttachedPicture {
  readonly filename: string;
  readonly altText: string;
  /** Covered until somebody uncovers it. */
  readonly isSpoiler?: boolean;
}

export interface MessageContent {
  /** Markdown; nothing in it notifies anybody. Empty where files say it all. */
  readonly text: string;
  /** Shown as one gallery. */
  readonly pictures?: readonly AttachedPicture[];
  /** Shown as files to be downloaded. */
  readonly downloads?: readonly AttachedPicture[];
  /** A message that is edited keeps none but these. */
  readonly buttons?: ButtonRows;
  readonly isEphemeral?: boolean;
  /** Is named and notified at the top of the message. */
  readonly mentionedUserId?: string | undefined;
}

/** Builds a message: the pictures as one gallery, the words below, then files and buttons. */
export function messageBody(content: MessageContent): MessageBody {
  const { buttons = [], downloads = [], isEphemeral = false, mentionedUserId, pictures = [], text } = content;
  const words = mentionedUserId === undefined ? text : `<@${mentionedUserId}>\n${text}`;
  return {
    flags: MessageFlags.IsComponentsV2 | (isEphemeral ? MessageFlags.Ephemeral : 0),
    components: [
      ...(pictures.length === 0
        ? []
        : [{ type: ComponentType.MediaGallery, items: pictures.map(galleryItem) } as const]),
      ...(words === '' ? [] : [{ type: ComponentType.TextDisplay, content: words } as const]),
      ...downloads.map(downloadItem),
      ...renderButtons(buttons),
    ],
    allowed_mentions: mentionedUserId === undefined ? { parse: [] } : { parse: [], users: [mentionedUserId] },
  };
}

/** The same message together with its files: the only ones that an edited message will have. */
export function withAttachments(content: MessageContent): MessageBody {
  const { downloads = [], pictures = [] } = content;
  const attachments = [...pictures, ...downloads].map(({ filename, altText, isSpoiler }, index) => ({
    id: String(index),
    filename,
    description: altText,
    ...(isSpoiler ? { is_spoiler: true as const } : {}),
  }));
  return { ...messageBody(content), attachments };
}

/** The same message as a reply to another one, which may be gone by then. */
export function inReplyTo(messageId: string | undefined, body: MessageBody): MessageBody {
  if (messageId === undefined) return body;
  return { ...body, message_reference: { message_id: messageId, fail_if_not_exists: false } };
}

function galleryItem({ filename, altText, isSpoiler }: AttachedPicture): APIMediaGalleryItem {
  const media = { url: `attachment://${filename}` };
  return { media, description: altText, ...(isSpoiler ? { spoiler: true } : {}) };
}

function downloadItem({ filename }: AttachedPicture): APIFileComponent {
  return { type: ComponentType.File, file: { url: `attachment://${filename}` } };
}
