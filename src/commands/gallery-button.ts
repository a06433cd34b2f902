import type { GalleryStep, GalleryView } from '../core/gallery-view.ts';
import { buttonId, pictureArgument, readPictureArgument } from './button-id.ts';

/** Part of the ids of buttons, and so never changed. */
export const galleryActionName = 'gallery';

/** Where a button of a gallery page leads: from one painting on, whatever comes and goes around it. */
export interface GalleryTurn {
  readonly shelf: GalleryView['shelf'];
  readonly step: Extract<GalleryStep, { readonly than: string }>;
  /** From `Gallery.keepSearch`; undefined when all is looked through. */
  readonly searchKey: string | undefined;
}

const shelves = { h: 'history', f: 'favourites' } as const;
const directions = { o: 'older', n: 'newer' } as const;

/** 24 to 37 letters; `readGalleryTurn` is its inverse. */
export function galleryTurnId({ searchKey, shelf, step }: GalleryTurn): string {
  const generation = pictureArgument({ generationId: step.than, position: undefined });
  const parts = [`${shelf.charAt(0)}${step.to.charAt(0)}`, generation, ...(searchKey ? [searchKey] : [])];
  return buttonId({ action: galleryActionName, argument: parts.join('.') });
}

/** Undefined for whatever `galleryTurnId` did not make. */
export function readGalleryTurn(argument: string): GalleryTurn | undefined {
  const groups = /^(?<shelf>[hf])(?<to>[on])\.(?<key>[\w-]{22})(?:\.(?<search>[\w-]{12}))?$/.exec(
    argument,
  )?.groups;
  const generation = groups?.key && readPictureArgument(groups.key);
  if (!groups || !generation) return undefined;
  return {
    shelf: shelves[groups.shelf as keyof typeof shelves],
    step: { to: directions[groups.to as keyof typeof directions], than: generation.generationId },
    searchKey: groups.search,
  };
}
