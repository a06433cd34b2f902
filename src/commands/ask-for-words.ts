import type { Press } from './action.ts';
import type { CommandTools } from './command.ts';
import type { Reply } from './reply.ts';

/** What is asked, and about what. */
export interface WordsQuestion {
  readonly title: 'button.changeTitle' | 'button.workFromTitle';
  readonly prefilled: string;
  /** The model that will paint, by any of its names. */
  readonly model: string;
  /** How many pictures it works from without being given more. */
  readonly pictureCount: number;
}

/** Asks for the words of a new painting; they go to the button that was pressed. */
export function askForWords(
  { buttonId, language }: Press,
  { model, pictureCount, prefilled, title }: WordsQuestion,
  { catalog, wording }: CommandTools,
): Reply {
  const { maxReferences, promptLength } = catalog.find(model) ?? catalog.defaultModel;
  const form = {
    buttonId,
    title: wording.text(title, language),
    prefilled,
    placeholder: wording.text('discord.formExample', language),
    length: promptLength,
    roomForPictures: Math.max(0, maxReferences - pictureCount),
  };
  return { kind: 'form', form };
}
