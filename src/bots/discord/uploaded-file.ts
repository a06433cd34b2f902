import type { RawFile } from 'discord.js';
import type { AttachedPicture } from './message-body.ts';

/** A picture ready to be sent. */
export interface UploadedFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** The name without its ending. */
  readonly stem: string;
  readonly altText: string;
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** https://docs.discord.com/developers/resources/message#attachment-object */
const maxAltTextCharacters = 1_024;

/** The two halves of an upload: the bytes, and what the message says of them. */
export function toUpload({ altText, bytes, mediaType, stem }: UploadedFile): {
  readonly file: RawFile;
  readonly attached: AttachedPicture;
} {
  const name = `${stem}.${extensions[mediaType] ?? 'bin'}`;
  return {
    file: {
      data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      contentType: mediaType,
      name,
    },
    attached: { filename: name, altText: altText.slice(0, maxAltTextCharacters).toWellFormed() },
  };
}
