import { createHash } from 'node:crypto';
import type { ForceReply, InlineKeyboardMarkup, Message } from 'grammy/types';
import { joinText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import type { OutgoingMessage } from './chat-outbox.ts';
import { ChatOutbox } from './chat-outbox.ts';
import { OwedWords } from './owed-words.ts';
import type { Pause } from './pause.ts';
import type { Asker, Place } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import type { CountedRefusal } from './refusal-desk.ts';
import { RefusalDesk } from './refusal-desk.ts';
import type { RenderedText } from './render-entities.ts';
import { mentioning, renderMessages } from './render-entities.ts';
import { placeOf } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';

export interface ChatRepliesOptions {
  readonly api: TelegramApi;
  readonly wording: Wording;
  readonly log: Log;
  readonly pause?: Pause;
}

/** What an answer brings along besides its words; of an answer in several messages it belongs to the last one. */
export interface AnswerExtras {
  readonly markup?: InlineKeyboardMarkup | ForceReply;
  /** Who is called by name before the words. */
  readonly mention?: Asker;
  /** Is awaited once the answer stands in the chat. */
  readonly onSent?: (sent: Message) => Promise<void>;
  /** It is said even while another one in the same words waits. */
  readonly standsForItself?: true;
}

/** What the answer to a tap says. */
export interface WordsOnTap {
  /** At most 200 letters. */
  readonly text: string;
  /** Stays until it is closed, instead of passing by. */
  readonly isAlert: boolean;
  /** For so long the app gives the same answer by itself. */
  readonly cacheSeconds?: number;
  /** Nobody has to say it again should the process end before. */
  readonly mayBeLost?: true;
  /** Called when the answer did not arrive. */
  readonly otherwise?: () => void;
}

/** A tap that is answered later than this is no use to anybody. */
const tapTimeoutMs = 3_000;

/** Whose waiting sign ends, and what the words on it answer. */
export type AnsweredTap = Pick<Tapped, 'tapId' | 'sourceKey'>;

/**
 * What answers people at once. Every method returns immediately; nobody waits for the sending, and `owed` knows what
 * has been answered by now.
 */
export class ChatReplies {
  /** By the source keys of what is answered. */
  readonly owed = new OwedWords();
  readonly #options: ChatRepliesOptions;
  readonly #outbox: ChatOutbox;
  readonly #refusals: RefusalDesk;
  readonly #tapAnswers = new Set<Promise<void>>();

  constructor(options: ChatRepliesOptions) {
    this.#options = options;
    const { log, pause } = options;
    this.#outbox = new ChatOutbox({ log, ...(pause === undefined ? {} : { pause }) });
    this.#refusals = new RefusalDesk(pause === undefined ? {} : { pause });
  }

  answer(place: Place, text: RichText, extras: AnswerExtras = {}): void {
    this.owed.add(place.sourceKey, this.#say(place, text, extras));
  }

  /** Says no; what is refused to one person in a chat within ten seconds shares a message. */
  refuse(place: Place, text: RichText): void {
    const { address, asker, sourceKey } = place;
    const refusing = this.#refusals.refuse({
      to: `${address.chatId} ${address.personId}`,
      text,
      // Each message counts what it answers, and there is one in ten seconds at most.
      tell: (refusals) => this.#say(place, this.#word(refusals, asker.language), { standsForItself: true }),
    });
    this.owed.add(sourceKey, refusing);
  }

  /** Does something else in the turn of its chat. */
  post({ address, sourceKey }: Place, message: Omit<OutgoingMessage, 'chatId'>): void {
    this.owed.add(sourceKey, this.#outbox.put({ ...message, chatId: address.chatId }));
  }

  /** Ends the waiting sign on a button: https://core.telegram.org/bots/api#answercallbackquery */
  answerTap({ sourceKey, tapId }: AnsweredTap, words?: WordsOnTap): void {
    const { api, log } = this.#options;
    const { cacheSeconds: cache_time } = words ?? {};
    const shown = words === undefined ? {} : { text: words.text, show_alert: words.isAlert };
    const answering = api
      .answerCallbackQuery(
        { callback_query_id: tapId, ...shown, ...(cache_time && { cache_time }) },
        { timeoutMs: tapTimeoutMs },
      )
      .catch((error: unknown) => {
        log.debug({ error }, 'a tap was not answered');
        words?.otherwise?.();
      })
      .finally(() => this.#tapAnswers.delete(answering));
    this.#tapAnswers.add(answering);
    if (words !== undefined && words.mayBeLost !== true)
      this.owed.add(
        sourceKey,
        answering.then(() => true),
      );
  }

  /** Sends what waits, for at most `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#refusals.stop();
    await Promise.all([this.#outbox.stop(graceMs), ...this.#tapAnswers]);
  }

  async #say(place: Place, text: RichText, extras: AnswerExtras): Promise<boolean> {
    const pieces = renderMessages(text);
    const last = pieces.at(-1);
    const sending = pieces.map((piece) => this.#put(place, piece, piece === last ? extras : {}));
    return (await Promise.all(sending)).every(Boolean);
  }

  #put({ address, sourceKey }: Place, words: RenderedText, extras: AnswerExtras): Promise<boolean> {
    const { api } = this.#options;
    const { markup, mention, onSent, standsForItself = false } = extras;
    const rendered = mention === undefined ? words : mentioning(mention, words);
    const message = {
      ...placeOf(address),
      ...rendered,
      link_preview_options: { is_disabled: true },
      ...(markup === undefined ? {} : { reply_markup: markup }),
    };
    const { personId, threadId } = address;
    // Whoever asks for the same once more while it waits gets it once, and keeps nobody else's from coming.
    const said = [personId, threadId, rendered.text, ...(standsForItself ? [sourceKey] : [])];
    const content = JSON.stringify(markup === undefined ? said : message);
    return this.#outbox.put({
      chatId: address.chatId,
      content: createHash('sha256').update(content).digest('base64'),
      send: async (signal) => {
        const sent = await api.sendMessage(message, { signal });
        await onSent?.(sent);
      },
    });
  }

  #word(refusals: readonly CountedRefusal[], language: string): RichText {
    const parts = refusals.map(({ text, count }) =>
      count === 1
        ? text
        : joinText(
            [text, this.#options.wording.text('telegram.moreRefused', language, { count: count - 1 })],
            '\n',
          ),
    );
    return joinText(parts, '\n\n');
  }
}
