import { decorate } from '../core/style.ts';
import type { Wish } from '../core/wish.ts';
import type { Press } from './action.ts';
import type { CommandTools } from './command.ts';
import { priceOfWish } from './price-note.ts';
import type { Reply } from './reply.ts';

/** What is asked, and about what. */
export interface WordsQuestion {
  readonly title: 'button.changeTitle' | 'button.workFromTitle';
  readonly prefilled: string;
  /** What will be painted from the words: the model by any of its names, and how many pictures. */
  readonly wish: Pick<Wish, 'count' | 'model' | 'style'>;
  /** How many pictures it works from without being given more. */
  readonly pictureCount: number;
}

/** Asks for the words of a new painting; they go to the button that was pressed. */
export function askForWords(
  { buttonId, language }: Press,
  { pictureCount, prefilled, title, wish }: WordsQuestion,
  tools: CommandTools,
): Reply {
  const { catalog, wording } = tools;
  const { maxReferences, promptLength } = catalog.find(wish.model) ?? catalog.defaultModel;
  // What the style adds is the model's to read as well.
  const added = wish.style === undefined ? 0 : decorate('', wish.style).length;
  const form = {
    buttonId,
    title: wording.text(title, language),
    prefilled,
    placeholder: wording.text('discord.formExample', language),
    note: priceOfWish({ ...wish, references: { length: pictureCount } }, language, tools),
    length: { ...promptLength, max: Math.max(promptLength.min, promptLength.max - added) },
    roomForPictures: Math.max(0, maxReferences - pictureCount),
  };
  return { kind: 'form', form };
}
