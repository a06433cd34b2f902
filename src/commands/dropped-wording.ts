import type { DroppedDefault } from '../core/wish.ts';
import { toPlainText } from './join-text.ts';
import type { RichText } from './rich-text.ts';
import type { Say } from './texts/texts.ts';

const names = {
  model: 'dropped.model',
  style: 'dropped.style',
  count: 'dropped.count',
  aspect: 'dropped.aspect',
  format: 'dropped.format',
} as const satisfies Record<DroppedDefault, string>;

/** Says which of the person's own defaults had no room; nothing where all had. */
export function wordDropped(dropped: readonly DroppedDefault[], language: string, say: Say): RichText {
  if (dropped.length === 0) return [];
  const listed = dropped.map((name) => toPlainText(say(names[name], language))).join(', ');
  return say('dropped.note', language, { names: listed });
}
