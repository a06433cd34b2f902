import { foldWords } from './fold-words.ts';

/** The form in which names of styles are compared: "Pixel art" and "pixel_art" mean `pixel-art`. */
export function normalizeStyleName(name: string): string {
  return foldWords(name.trim()).replaceAll(/[\s_]+/g, '-');
}
