import { lengthOf, toPlainText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { ChatReplies } from './chat-replies.ts';

export interface TapWords {
  readonly text: RichText;
  /** Stays until it is closed, instead of passing by. */
  readonly isAlert: boolean;
  /** Called when the words cannot be said here. */
  readonly otherwise: () => void;
}

/** https://core.telegram.org/bots/api#answercallbackquery */
const mostLetters = 200;

/** The answer to one tap: it ends the waiting sign on the button, and can say a few words. Only the first one counts. */
export class TapAnswer {
  readonly #tapId: string;
  readonly #replies: Pick<ChatReplies, 'answerTap'>;
  #isGiven = false;

  constructor(tapId: string, replies: Pick<ChatReplies, 'answerTap'>) {
    this.#tapId = tapId;
    this.#replies = replies;
  }

  /** Ends the waiting sign, unless it has ended already. */
  end(): void {
    if (this.#isGiven) return;
    this.#isGiven = true;
    this.#replies.answerTap({ id: this.#tapId });
  }

  tell({ isAlert, otherwise, text }: TapWords): void {
    if (this.#isGiven || lengthOf(text) > mostLetters) {
      this.end();
      otherwise();
      return;
    }
    this.#isGiven = true;
    this.#replies.answerTap({ id: this.#tapId }, { text: toPlainText(text), isAlert, otherwise });
  }
}
