import { lengthOf, toPlainText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { AnsweredTap, ChatReplies } from './chat-replies.ts';

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
  readonly #tap: AnsweredTap;
  readonly #replies: Pick<ChatReplies, 'answerTap'>;
  #isGiven = false;

  constructor(tap: AnsweredTap, replies: Pick<ChatReplies, 'answerTap'>) {
    this.#tap = tap;
    this.#replies = replies;
  }

  /** Ends the waiting sign, unless it has ended already. */
  end(): void {
    if (this.#isGiven) return;
    this.#isGiven = true;
    this.#replies.answerTap(this.#tap);
  }

  tell({ isAlert, otherwise, text }: TapWords): void {
    if (this.#isGiven || lengthOf(text) > mostLetters) {
      this.end();
      otherwise();
      return;
    }
    this.#isGiven = true;
    this.#replies.answerTap(this.#tap, { text: toPlainText(text), isAlert, otherwise });
  }
}
