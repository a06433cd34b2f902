import type { Attachment } from 'discord.js';
import { joinText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import { shorten } from '../../commands/shorten.ts';
import type { Wording } from '../../commands/wording.ts';
import { referenceBounds } from '../../core/pictures/intake/picture-bounds.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';

/** What Discord says of a file without anybody having read it: only hints, but enough to refuse what is certain. */
export type AttachmentHints = Pick<Attachment, 'name' | 'size' | 'contentType' | 'url'>;

const pictureEndings = /\.(png|jpe?g|jfif|webp|gif|avif|tiff?|heic|heif|bmp)$/i;
const longestName = 60;

export function toReferenceSource({ url }: Pick<Attachment, 'url'>): ReferenceSource {
  return { kind: 'attachment', platform: 'discord', handle: url };
}

/** Whether a file among others is meant when pictures are. */
export function looksLikePicture({ contentType, name }: AttachmentHints): boolean {
  return saysNothing(contentType) ? pictureEndings.test(name) : isPictureType(contentType);
}

/** Why files that were given as pictures can certainly not be used; undefined when nothing stands against them. */
export function refuseAttachments(
  attachments: readonly AttachmentHints[],
  { language, wording }: { readonly language: string; readonly wording: Wording },
): RichText | undefined {
  const lines = attachments.flatMap((attachment) => {
    const file = shorten(attachment.name, longestName);
    if (!saysNothing(attachment.contentType) && !isPictureType(attachment.contentType)) {
      return [wording.text('discord.fileNotAPicture', language, { file })];
    }
    if (attachment.size > referenceBounds.maxFileBytes) {
      return [wording.text('discord.fileTooLarge', language, { file })];
    }
    return [];
  });
  return lines.length === 0
    ? undefined
    : joinText([wording.text('option.heading', language), ...lines], '\n');
}

/** Discord guesses the type from the name, and gives this one, or none, when it knows no better. */
function saysNothing(contentType: string | null): contentType is null {
  return contentType === null || contentType === '' || contentType.startsWith('application/octet-stream');
}

function isPictureType(contentType: string): boolean {
  return contentType.toLowerCase().startsWith('image/');
}
