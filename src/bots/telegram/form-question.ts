import { joinText, toPlainText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import { shorten } from '../../commands/shorten.ts';
import type { Wording } from '../../commands/wording.ts';
import type { WordsForm } from '../../commands/words-form.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { PictureMemory } from './picture-memory.ts';
import type { Place } from './read-message.ts';

export interface FormQuestionOptions {
  readonly replies: ChatReplies;
  readonly memory: PictureMemory;
  readonly wording: Wording;
}

/** https://core.telegram.org/bots/api#forcereply */
const maxPlaceholderLength = 64;

/** Asks for words by a question whose answer is a reply to it; Telegram has no forms. */
export class FormQuestion {
  readonly #options: FormQuestionOptions;

  constructor(options: FormQuestionOptions) {
    this.#options = options;
  }

  ask(form: WordsForm, place: Place): void {
    const { memory, replies } = this.#options;
    const { address, asker } = place;
    const isShared = address.chatKind === 'group';
    replies.answer(place, this.#word(form, asker.language), {
      // In a group only whoever is asked gets the field to answer in, and is known by being named.
      ...(isShared ? { mention: asker } : {}),
      markup: {
        force_reply: true,
        selective: isShared,
        input_field_placeholder: shorten(toPlainText(form.placeholder), maxPlaceholderLength),
      },
      onSent: ({ chat, message_id: messageId }) =>
        memory.keepForAnswer(
          { chatId: chat.id, messageId },
          { personId: asker.id, pictures: [], button: form.buttonId },
        ),
    });
  }

  #word({ note, prefilled, roomForPictures, title }: WordsForm, language: string): RichText {
    const { wording } = this.#options;
    const parts = [
      title.map((run) => ({ ...run, style: 'bold' as const })),
      prefilled === '' ? [] : wording.text('telegram.wordsSoFar', language, { words: prefilled }),
      roomForPictures > 0 ? wording.text('telegram.picturesAlong', language) : [],
      note,
      wording.text('telegram.replyWithWords', language),
    ];
    return joinText(parts, '\n');
  }
}
