import type { Generation } from './generation.ts';
import { referenceKey, resultKey } from './pictures/picture-key.ts';

/**
 * Keys under which a generation may have stored files that no picture names yet: they are recorded all at once, when it
 * gets on. If it ends instead, nothing else would ever find them.
 */
export function unrecordedFiles({ holdsSlot, id: generationId, state, wish }: Generation): readonly string[] {
  if (state === 'preparing') {
    return wish.references.map((_, position) => referenceKey({ generationId, position }));
  }
  if (!holdsSlot) return [];
  return Array.from({ length: wish.count }, (_, position) => resultKey({ generationId, position }));
}
