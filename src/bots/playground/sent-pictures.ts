import { recogniseFormat } from '../../core/pictures/intake/recognise-format.ts';
import type { PictureStore } from '../../core/pictures/picture-store.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import type { ShownPicture } from './playground-message.ts';
import type { SentFile } from './read-request.ts';

/** What somebody sent along with their words. */
export interface SentPictures {
  /** Where the files are kept. */
  readonly keys: readonly string[];
  readonly sources: readonly ReferenceSource[];
  /** Keeps the files, and resolves with how the message shows them. */
  keep(): Promise<readonly ShownPicture[]>;
}

/** Puts pictures where references are read from; whether they are any good is found out there, as on every platform. */
export function sentPictures(
  files: readonly SentFile[],
  { id, pictures }: { readonly id: string; readonly pictures: PictureStore },
): SentPictures {
  const keys = files.map((_, index) => `playground/${id}-${index}`);
  return {
    keys,
    sources: keys.map((key) => ({ kind: 'kept', key })),
    keep: () =>
      Promise.all(
        files.map(async ({ bytes, name }, index) => {
          const key = keys[index] ?? '';
          await pictures.write(key, bytes);
          return { key, mediaType: await mediaTypeOf(bytes), size: undefined, altText: name };
        }),
      ),
  };
}

/** Formats that every browser shows. */
const shownFormats = ['jpeg', 'png', 'webp', 'gif', 'avif'];

async function mediaTypeOf(bytes: Uint8Array): Promise<string | undefined> {
  const format = await recogniseFormat(bytes);
  return typeof format === 'string' && shownFormats.includes(format) ? `image/${format}` : undefined;
}
