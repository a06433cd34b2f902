import type { DroppedDefault } from '../core/wish.ts';
import { joinText, toPlainText } from './join-text.ts';
import type { RichText } from './rich-text.ts';
import type { Say } from './texts/texts.ts';

const names = {
  model: 'dropped.model',
  style: 'dropped.style',
  count: 'dropped.count',
  aspect: 'dropped.aspect',
  format: 'dropped.format',
} as const satisfies Record<UnfitDefault, string>;

type UnfitDefault = Exclude<DroppedDefault, 'draftsFirst'>;

/** Says which of the person's own defaults had no room; nothing where all had. */
export function wordDropped(dropped: readonly DroppedDefault[], language: string, say: Say): RichText {
  const unfit = dropped.filter((name) => name !== 'draftsFirst');
  const note = unfit.length === 0 ? [] : wordUnfit(unfit, language, say);
  return unfit.length === dropped.length ? note : joinText([note, say('draft.noRoom', language)], '\n');
}

function wordUnfit(unfit: readonly UnfitDefault[], language: string, say: Say): RichText {
  const listed = unfit.map((name) => toPlainText(say(names[name], language))).join(', ');
  return say('dropped.note', language, { names: listed });
}
