import type { Embed, Message } from 'discord.js';
import type { AttachmentHints } from './attachment-hints.ts';
import { looksLikePicture } from './attachment-hints.ts';

interface PictureBearer {
  readonly attachments: { values(): Iterable<AttachmentHints> };
  readonly embeds: readonly Pick<Embed, 'image' | 'thumbnail'>[];
}

/** A message, of anybody; one that was passed on carries the original inside. */
export type PictureMessage = PictureBearer & {
  readonly messageSnapshots: { values(): Iterable<PictureBearer> };
};

/**
 * The pictures that a reader sees on a message, in that order: attached ones, then those of embeds that lie at one of
 * `fileOrigins`. Whatever an embed shows from elsewhere is left out.
 */
export function picturesOf(
  message: PictureMessage | Message,
  { fileOrigins }: { readonly fileOrigins: readonly string[] },
): readonly AttachmentHints[] {
  const bearers: readonly PictureBearer[] = [message, ...message.messageSnapshots.values()];
  const attached = bearers.flatMap(({ attachments }) => [...attachments.values()].filter(looksLikePicture));
  const embedded = bearers.flatMap(({ embeds }) =>
    embeds.flatMap((embed) => {
      const url = embeddedUrl(embed, fileOrigins);
      return url === undefined ? [] : [{ url, name: fileName(url), size: 0, contentType: null }];
    }),
  );
  return uniqueByPlace([...attached, ...embedded]);
}

/** A preview of a link to a picture has it as its thumbnail. */
function embeddedUrl(
  { image, thumbnail }: Pick<Embed, 'image' | 'thumbnail'>,
  fileOrigins: readonly string[],
): string | undefined {
  const asset = image ?? thumbnail;
  return [asset?.url, asset?.proxyURL].find((url) => {
    const origin = url === undefined ? undefined : URL.parse(url)?.origin;
    return origin !== undefined && fileOrigins.includes(origin);
  });
}

function fileName(url: string): string {
  return URL.parse(url)?.pathname.split('/').at(-1) ?? '';
}

/** An embed may show a file that is attached, too; its link is signed anew and differs after the path. */
function uniqueByPlace(pictures: readonly AttachmentHints[]): readonly AttachmentHints[] {
  const places = new Map<string, AttachmentHints>();
  for (const picture of pictures) {
    const place = picture.url.split('?')[0] ?? picture.url;
    if (!places.has(place)) places.set(place, picture);
  }
  return [...places.values()];
}
