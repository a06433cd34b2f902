import type { Generation } from '../core/generation.ts';
import type { StoredPicture } from '../core/pictures/picture-store.ts';
import type { RichText } from './rich-text.ts';
import type { Say } from './texts/texts.ts';

/** Which picture of a generation is told of. */
export type ToldPicture = Pick<StoredPicture, 'position' | 'role'>;

/** Says what a picture is to those who do not see it. */
export function wordAltText(
  { language, missingPictures, wish }: Generation,
  { position, role }: ToldPicture,
  say: Say,
): RichText {
  const prompt = wish.prompt.trim();
  if (role === 'draft') return say('draft.altText', language, { prompt });
  if (wish.verb === 'upscale') return say('tool.altTextUpscaled', language, { prompt });
  if (wish.verb === 'cutout') return say('tool.altTextCutout', language, { prompt });
  const total = wish.count - missingPictures;
  if (total > 1) return say('outcome.altTextOfSeveral', language, { number: position + 1, total, prompt });
  return say('outcome.altText', language, { prompt });
}
