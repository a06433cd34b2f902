import type { CallbackQuery } from 'grammy/types';
import type { CommandServices } from '../../commands/command.ts';
import { joinText, toPlainText } from '../../commands/join-text.ts';
import { priceOfRequest } from '../../commands/price-note.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import { nothingNamed } from '../../core/wish.ts';
import type { AnsweredTap, ChatReplies } from './chat-replies.ts';
import type { CommandDesk } from './command-desk.ts';
import type { GivenPictures } from './given-pictures.ts';
import { refuseGiven, withReplied } from './given-pictures.ts';
import type { PictureMemory } from './picture-memory.ts';
import { personIdOf } from './picture-memory.ts';
import type { Place, Received } from './read-message.ts';
import { addressOf, hasWordlessContent, inReply, isPrivateChat } from './read-message.ts';
import type { WishQuestion } from './wish-question.ts';

/** What plain words in a private chat do: offer to paint them, paint them, or nothing. */
export type DirectMessageText = 'ask' | 'paint' | 'off';

export interface WordsDeskOptions {
  readonly commands: CommandDesk;
  readonly memory: PictureMemory;
  readonly question: WishQuestion;
  readonly replies: ChatReplies;
  readonly services: Pick<CommandServices, 'catalog' | 'gallery' | 'settings'>;
  readonly wording: Wording;
  readonly directMessageText: DirectMessageText;
}

/** What a tap on an offer asks for. */
export interface TappedOffer extends Place {
  readonly words: string;
  /** Under which the pictures of the offer are kept. */
  readonly picturesKey: string | undefined;
}

/** The words stand in the message that the offer replies to, so the button carries only where the pictures are. */
const offerData = /^paint(?::(?<key>[\w-]{1,58}))?$/;

export function isOffer({ data = '' }: CallbackQuery): boolean {
  return offerData.test(data);
}

/** Takes what people say to the bot in private without a command: words, pictures, and taps on what it offered. */
export class WordsDesk {
  readonly #options: WordsDeskOptions;

  constructor(options: WordsDeskOptions) {
    this.#options = options;
  }

  /** Resolves with whether it was meant for the bot: in groups, only what answers its question. */
  async take(received: Received, own: GivenPictures): Promise<boolean> {
    const { directMessageText, memory, question, replies, services, wording } = this.#options;
    const { asker, message } = received;
    const { language } = asker;
    const isAnswer = await question.isAnswered(received);
    if (!isAnswer && (directMessageText === 'off' || !isPrivateChat(received))) return false;
    const given = await withReplied(message, own, { asker, memory, services });
    const words = (message.text ?? message.caption ?? '').trim();
    if (words === '' && (given.answersQuestion || isPrivateChat(received))) {
      return this.#takeWordless(received, given.answersQuestion ? given : own);
    }
    const refusal = (await question.refuse(received, given)) ?? refuseGiven(given, { language, wording });
    if (refusal !== undefined) replies.refuse(received, refusal);
    else if (directMessageText === 'paint' || given.answersQuestion)
      await this.#paint(received, words, given);
    else await this.#offer(received, given);
    return true;
  }

  /** Ends the waiting sign of the button; undefined when nothing is to be done. */
  readTap(tap: CallbackQuery, answered: AnsweredTap): TappedOffer | undefined {
    const { replies, wording } = this.#options;
    const { data = '', from, message: offer } = tap;
    const language = from.language_code ?? 'en';
    const match = offerData.exec(data);
    if (match === null || offer === undefined) {
      replies.answerTap(answered);
      return undefined;
    }
    // Telegram shows no more than the id of a message that is very old.
    const asked = offer.date === 0 ? undefined : offer.reply_to_message;
    const words = asked?.text ?? asked?.caption;
    const isOwn = asked?.from?.id === from.id;
    if (words === undefined || !isOwn) {
      const reason = words === undefined ? 'telegram.paintExpired' : 'telegram.notYours';
      replies.answerTap(answered, { text: toPlainText(wording.text(reason, language)), isAlert: true });
      return undefined;
    }
    replies.answerTap(answered);
    const asker = { id: from.id, language };
    return {
      asker,
      address: { ...addressOf(offer, asker), statusMessageId: offer.message_id },
      isForum: offer.chat.is_forum === true,
      // Two taps are one wish.
      sourceKey: `telegram:ask:${offer.chat.id}:${offer.message_id}`,
      words,
      picturesKey: match.groups?.key,
    };
  }

  async takeOffer({ picturesKey, words, ...place }: TappedOffer): Promise<void> {
    const { commands, memory, replies, wording } = this.#options;
    const { asker } = place;
    const pictures = picturesKey === undefined ? [] : await memory.ofTap(picturesKey, asker.id);
    if (pictures !== undefined) return commands.paint(place, words, { pictures, note: undefined });
    replies.refuse(place, wording.text('telegram.paintExpired', asker.language));
  }

  #takeWordless(received: Received, own: GivenPictures): boolean {
    const { question, replies, wording } = this.#options;
    const { asker, message } = received;
    const { language } = asker;
    const refusal = refuseGiven(own, { language, wording });
    if (refusal !== undefined) replies.refuse(received, refusal);
    else if (own.pictures.length > 0) question.ask(received, own);
    else if (hasWordlessContent(message)) {
      const example = `/imagine ${toPlainText(wording.text('commands.imagine.example', language))}`;
      replies.refuse(received, wording.text('telegram.wordsOnly', language, { example }));
    }
    return true;
  }

  async #paint(received: Received, words: string, given: GivenPictures): Promise<void> {
    const pictures = given.pictures.map(({ source }) => source);
    const wish = `${given.flags} ${words}`;
    await this.#options.commands.paint(received, wish, { pictures, note: this.#note(received, given) });
  }

  async #offer(received: Received, given: GivenPictures): Promise<void> {
    const { memory, replies, wording } = this.#options;
    const { asker } = received;
    const { language } = asker;
    const pictures = given.pictures.map(({ source }) => source);
    const key = pictures.length === 0 ? '' : `:${await memory.keepForTap(asker.id, pictures)}`;
    const label = toPlainText(wording.text('telegram.paintButton', language));
    const question = joinText(
      [wording.text('telegram.paintThis', language), await this.#price(received, pictures)],
      ' ',
    );
    const text = joinText([this.#note(received, given) ?? [], question], '\n\n');
    replies.answer(inReply(received), text, {
      markup: { inline_keyboard: [[{ text: label, callback_data: `paint${key}` }]] },
    });
  }

  async #price({ asker, message }: Received, references: readonly ReferenceSource[]): Promise<RichText> {
    const { services, wording } = this.#options;
    const { catalog, settings } = services;
    const defaults = await settings.of(personIdOf(asker.id));
    const prompt = message.text ?? message.caption ?? '';
    return priceOfRequest({ ...nothingNamed, prompt, references, defaults }, asker.language, {
      catalog,
      wording,
    });
  }

  #note({ asker }: Received, { note }: GivenPictures): RichText | undefined {
    return note && this.#options.wording.text(note, asker.language);
  }
}
