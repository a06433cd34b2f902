import type { ButtonRows, Reply } from './reply.ts';
import type { RichText } from './rich-text.ts';

/** A page of words alone. */
export function textPage(text: RichText, buttons: ButtonRows = []): Reply {
  return { kind: 'page', page: { text, pictures: [], altTexts: [], buttons } };
}
