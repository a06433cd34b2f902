import type { ButtonRows } from '../../commands/reply.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { DeliverablePicture } from '../../core/courier.ts';
import type { PlaygroundPerson } from './playground-person.ts';

/** One message of the playground, before it is kept. Messages live for years: what is added is optional. */
export interface PlaygroundMessage {
  readonly author: 'easel' | 'person';
  /** Who wrote it, or whom it answers. */
  readonly person: PlaygroundPerson;
  /** Only that person sees it. */
  readonly isPrivate: boolean;
  /**
   * `asked` what a person wrote, `status` what still becomes something else, `final` how a request ended, `page` what
   * its own buttons turn into another, `files` pictures to save, `words` everything else.
   */
  readonly kind: 'asked' | 'status' | 'final' | 'page' | 'files' | 'words';
  readonly text: RichText;
  readonly pictures: readonly ShownPicture[];
  /** The pictures are not for everybody, and shown once somebody wants to see them. */
  readonly isCovered?: boolean;
  readonly buttons: ButtonRows;
}

/** A picture as a message shows it. */
export interface ShownPicture {
  /** Where its bytes are kept. */
  readonly key: string;
  /** What it may be shown as; undefined for a file that no browser shows, or none should. */
  readonly mediaType: string | undefined;
  /** In pixels; undefined for what a person sent. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly altText: string;
}

/** Pictures of the core as messages show them; the texts describe them, in the same order. */
export function toShown(
  pictures: readonly DeliverablePicture[],
  altTexts: readonly string[],
): readonly ShownPicture[] {
  return pictures.map(({ height, key, mediaType, width }, index) => ({
    key,
    mediaType,
    size: { width, height },
    altText: altTexts[index] ?? '',
  }));
}
