import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { toPlainText } from '../../commands/join-text.ts';
import { shorten } from '../../commands/shorten.ts';
import type { Wording } from '../../commands/wording.ts';
import type { WordsForm } from '../../commands/words-form.ts';
import { picturesInput, promptInput } from './form-inputs.ts';

/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal */
const longestTitle = 45;

/**
 * The form that a button opens. It carries the button's id, so that it can be sent whenever its person likes: nothing
 * needs to be remembered for it.
 */
export function wordsFormModal(
  form: WordsForm,
  { language, wording }: { readonly language: string; readonly wording: Wording },
): APIModalInteractionResponseCallbackData {
  const { buttonId, length, note, placeholder, prefilled, roomForPictures, title } = form;
  return {
    custom_id: buttonId,
    title: shorten(toPlainText(title), longestTitle),
    components: [
      promptInput({ language, length, note, placeholder: toPlainText(placeholder), prefilled, wording }),
      ...picturesInput({ language, roomForPictures, wording }),
    ],
  };
}
