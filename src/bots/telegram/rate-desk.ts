import type { CallbackQuery, Message, Update } from 'grammy/types';
import type { CommandServices } from '../../commands/command.ts';
import { joinText, toPlainText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { CommandRates, RateVerdict, TooFast } from '../../core/limits/command-rates.ts';
import type { AlbumPiece } from './album-piece.ts';
import { isAlbumPiece } from './album-piece.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { CommandDesk } from './command-desk.ts';
import { personIdOf, placeIdOf } from './picture-memory.ts';
import type { Asker, Received } from './read-message.ts';
import { isPrivateChat, receive } from './read-message.ts';

export interface RateDeskOptions {
  readonly botId: number;
  readonly commands: Pick<CommandDesk, 'parse'>;
  readonly rates: CommandRates;
  readonly replies: ChatReplies;
  readonly services: Pick<CommandServices, 'settings'>;
  readonly wording: Wording;
  readonly now: () => number;
}

const mostAlbums = 1_000;

/**
 * Turns away what comes too fast, before anything is looked up or stored for it. Each tap is answered; for messages
 * there is one 'no' in ten seconds, and silence after it.
 */
export class RateDesk {
  readonly #options: RateDeskOptions;
  /** An album counts once, and is taken or refused as a whole; by its id, oldest first. */
  readonly #albums = new Map<string, Promise<RateVerdict>>();

  constructor(options: RateDeskOptions) {
    this.#options = options;
  }

  /** Resolves with whether it was turned away. `sourceKey` is what the words are owed for. */
  async turnsAway({ callback_query: tap, message }: Update, sourceKey: string): Promise<boolean> {
    if (tap !== undefined) return this.#turnsTapAway(tap, sourceKey);
    const received = message && receive(message, sourceKey);
    return received !== undefined && this.#turnsMessageAway(received);
  }

  async #turnsTapAway(tap: CallbackQuery, sourceKey: string): Promise<boolean> {
    const { now, rates, replies } = this.#options;
    const { from, id: tapId, message } = tap;
    const verdict = await rates.take({
      kind: 'command',
      ...whoAndWhere(from.id, message?.chat.id ?? from.id),
      isPrivateChat: message === undefined || message.chat.type === 'private',
      sentAtMs: now(),
    });
    if (verdict.kind === 'taken') return false;
    const asker = { id: from.id, language: from.language_code ?? 'en' };
    const text = toPlainText(await this.#word(verdict, asker));
    // Further taps on the same button are then answered by the app itself.
    const { retryAfterSeconds: cacheSeconds } = verdict;
    replies.answerTap({ tapId, sourceKey }, { text, isAlert: false, cacheSeconds, mayBeLost: true });
    return true;
  }

  async #turnsMessageAway(received: Received): Promise<boolean> {
    const { message } = received;
    const isMeant = this.#isMeant(received);
    // Whatever else is said in a group asks the bot for nothing, and costs nothing.
    if (!isMeant && !isAlbumPiece(message) && !repliesToBot(message)) return false;
    const verdict = await (isAlbumPiece(message)
      ? this.#judgeAlbum(received, message)
      : this.#judge(received));
    if (verdict.kind === 'taken') return false;
    if (isMeant) await this.#refuse(received, verdict);
    return true;
  }

  async #refuse(received: Received, tooFast: TooFast): Promise<void> {
    const { rates, replies, wording } = this.#options;
    const { address, asker } = received;
    if (!(await rates.isNews(tooFast, whoAndWhere(asker.id, address.chatId)))) return;
    const silence = wording.text('tooFast.silence', asker.language);
    // At once and not with other refusals: it says when to try again.
    replies.answer(received, joinText([await this.#word(tooFast, asker), silence], ' '));
  }

  #judge(received: Received): Promise<RateVerdict> {
    const { address, asker, message } = received;
    return this.#options.rates.take({
      kind: 'command',
      ...whoAndWhere(asker.id, address.chatId),
      isPrivateChat: isPrivateChat(received),
      sentAtMs: message.date * 1_000,
    });
  }

  #judgeAlbum(received: Received, { chat, media_group_id: albumId }: AlbumPiece): Promise<RateVerdict> {
    const key = `${chat.id} ${albumId}`;
    const known = this.#albums.get(key);
    if (known !== undefined) return known;
    const verdict = this.#judge(received);
    this.#albums.set(key, verdict);
    const [oldest] = this.#albums.keys();
    if (this.#albums.size > mostAlbums && oldest !== undefined) this.#albums.delete(oldest);
    return verdict;
  }

  #isMeant(received: Received): boolean {
    const { botId, commands } = this.#options;
    const { caption = '', reply_to_message: replied, text = caption } = received.message;
    if (isPrivateChat(received) || replied?.from?.id === botId) return true;
    const parsed = commands.parse(text);
    return parsed.kind === 'command' || (parsed.kind === 'unknown-command' && parsed.isAddressed);
  }

  async #word({ limit, retryAfterSeconds: count }: TooFast, { id, language }: Asker): Promise<RichText> {
    const { services, wording } = this.#options;
    if (limit !== 'person') return wording.text('tooFast.place', language, { count });
    // Whoever met their own limit was served a moment ago, so that their settings are remembered.
    const chosen = (await services.settings.of(personIdOf(id))).language;
    return wording.text('tooFast.person', chosen ?? language, { count });
  }
}

function whoAndWhere(personId: number, chatId: number) {
  return { personId: personIdOf(personId), placeId: placeIdOf(chatId) };
}

function repliesToBot({ reply_to_message: replied }: Message): boolean {
  return replied?.from?.is_bot === true;
}
