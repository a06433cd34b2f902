import { joinText, toPlainText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { GivenPictures } from './given-pictures.ts';
import type { PictureMemory } from './picture-memory.ts';
import type { Received } from './read-message.ts';
import { inReply } from './read-message.ts';

export interface WishQuestionOptions {
  readonly memory: PictureMemory;
  readonly replies: ChatReplies;
  readonly wording: Wording;
}

/** Longer flags would part the question into several messages. */
export const longestFlags = 2_000;

/** Asks people who gave no words what to paint, or what to make of their pictures. The answer is a reply to the question. */
export class WishQuestion {
  readonly #options: WishQuestionOptions;

  constructor(options: WishQuestionOptions) {
    this.#options = options;
  }

  /** The flags stand in the question, for the person to see and for the answer to bring along. */
  ask(received: Received, { flags, note, pictures }: GivenPictures): void {
    const { memory, replies, wording } = this.#options;
    const { address, asker } = received;
    const { language } = asker;
    const isShared = address.chatKind === 'group';
    const [question, placeholder] =
      pictures.length === 0
        ? (['telegram.whatToPaint', 'commands.imagine.example'] as const)
        : (['telegram.whatToDo', 'telegram.whatToDoPlaceholder'] as const);
    const parts: readonly RichText[] = [
      note === undefined ? [] : wording.text(note, language),
      wording.text(question, language),
      flags === '' ? [] : [{ text: flags, style: 'code' }],
    ];
    const text = joinText(parts, '\n');
    const kept = { personId: asker.id, pictures: pictures.map(({ source }) => source) };
    replies.answer(inReply(received), text, {
      markup: {
        force_reply: true,
        // In a group only the person who is replied to gets the field to answer in.
        ...(isShared ? { selective: true } : {}),
        input_field_placeholder: toPlainText(wording.text(placeholder, language)),
      },
      onSent: ({ chat, message_id: messageId }) => memory.keepForAnswer({ chatId: chat.id, messageId }, kept),
    });
  }

  /** Whether a message is a reply to such a question, whoever was asked, and however long ago. */
  async isAnswered(received: Received): Promise<boolean> {
    return (await this.#isKept(received)) || this.#isKnownByItsWords(received);
  }

  /** Why the answer to a question cannot be taken: without what it was about, it would become another picture. */
  async refuse(received: Received, { answersQuestion }: GivenPictures): Promise<RichText | undefined> {
    const { wording } = this.#options;
    const { language } = received.asker;
    if (answersQuestion) return undefined;
    if (await this.#isKept(received)) return wording.text('button.notYours', language);
    return this.#isKnownByItsWords(received) ? wording.text('telegram.paintExpired', language) : undefined;
  }

  async #isKept({ message }: Received): Promise<boolean> {
    const { reply_to_message: replied } = message;
    if (replied?.from?.is_bot !== true) return false;
    const question = { chatId: message.chat.id, messageId: replied.message_id };
    const form = await this.#options.memory.form(question);
    return form !== undefined && form.button === undefined;
  }

  #isKnownByItsWords({ asker, message }: Received): boolean {
    const { from, text } = message.reply_to_message ?? {};
    if (from?.is_bot !== true || text === undefined) return false;
    return (['telegram.whatToDo', 'telegram.whatToPaint'] as const).some((key) =>
      text.includes(toPlainText(this.#options.wording.text(key, asker.language))),
    );
  }
}
