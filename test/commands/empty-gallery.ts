import type { Gallery } from '../../src/core/gallery.ts';

/** A gallery in which nothing hangs. */
export const emptyGallery: Gallery = {
  find: async () => undefined,
  toggleFavourite: async () => true,
  promptsOf: async () => [],
  remove: async () => undefined,
  look: async () => undefined,
  photosOf: async () => [],
  keepSearch: async () => 'abcdefghijkl',
  wordsOf: async () => undefined,
  countUnseen: async () => 0,
};
