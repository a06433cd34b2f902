import type { CallbackQuery, Message, Update } from 'grammy/types';
import type { Command, CommandServices } from '../../commands/command.ts';
import { placeLanguage } from '../../commands/place-language.ts';
import type { Wording } from '../../commands/wording.ts';
import type { CommandRates } from '../../core/limits/command-rates.ts';
import type { Log } from '../../core/log.ts';
import { createReference } from '../../core/reference.ts';
import type { Storage } from '../../core/storage/storage.ts';
import type { ArrivedAlbum } from './album-desk.ts';
import { AlbumDesk } from './album-desk.ts';
import type { AlbumPiece } from './album-piece.ts';
import { isAlbumPiece } from './album-piece.ts';
import type { Dealt } from './answer-watch.ts';
import { AnswerWatch } from './answer-watch.ts';
import { ButtonDesk } from './button-desk.ts';
import type { ChatReplies } from './chat-replies.ts';
import { ChatRights } from './chat-rights.ts';
import { CommandDesk } from './command-desk.ts';
import { givenByAlbum, givenByMessage } from './given-pictures.ts';
import { LateAlbums } from './late-albums.ts';
import { MessageDesk } from './message-desk.ts';
import type { Pause } from './pause.ts';
import { PictureMemory, personIdOf, placeIdOf } from './picture-memory.ts';
import type { PlaceChanges } from './place-changes.ts';
import { RateDesk } from './rate-desk.ts';
import type { Asker, Place, Received } from './read-message.ts';
import { receive } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import { readTap } from './read-tap.ts';
import { ReplyDesk } from './reply-desk.ts';
import { ResultReplies } from './result-replies.ts';
import type { TelegramApi } from './telegram-api.ts';
import { WishDesk } from './wish-desk.ts';
import { WishQuestion } from './wish-question.ts';
import type { DirectMessageText } from './words-desk.ts';
import { isOffer, WordsDesk } from './words-desk.ts';

export interface UpdateHandlerOptions {
  readonly api: TelegramApi;
  readonly botId: number;
  readonly botUsername: string;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly rates: CommandRates;
  readonly storage: Storage;
  readonly wording: Wording;
  readonly replies: ChatReplies;
  readonly places: PlaceChanges;
  readonly directMessageText: DirectMessageText;
  readonly log: Log;
  readonly now: () => number;
  readonly pause: Pause;
}

/** Does what updates ask for. The answers are sent without being waited for, and are not lost with the process. */
export class UpdateHandler {
  readonly #options: UpdateHandlerOptions;
  readonly #rates: RateDesk;
  readonly #rights: ChatRights;
  readonly #messages: MessageDesk;
  readonly #words: WordsDesk;
  readonly #buttons: ButtonDesk;
  readonly #albums: AlbumDesk;
  readonly #late: LateAlbums;
  readonly #watch: AnswerWatch;
  /** Updates that were dealt with again at the start; Telegram may tell of them once more. */
  readonly #resumed = new Set<number>();

  constructor(options: UpdateHandlerOptions) {
    this.#options = options;
    this.#rights = new ChatRights(options);
    const tools = { ...options, rights: this.#rights };
    const memory = new PictureMemory(options);
    const answers = new ReplyDesk({ ...tools, memory });
    const commands = new CommandDesk({ ...tools, answers });
    const question = new WishQuestion({ ...options, memory });
    this.#rates = new RateDesk({ ...options, commands });
    this.#buttons = new ButtonDesk({ ...tools, answers, memory });
    this.#words = new WordsDesk({ ...options, commands, memory, question });
    this.#messages = new MessageDesk({
      ...options,
      buttons: this.#buttons,
      commands,
      results: new ResultReplies({ ...options, commands, memory }),
      wishes: new WishDesk({ ...options, commands, memory, question }),
      words: this.#words,
    });
    this.#albums = new AlbumDesk({ ...options, begin: (album) => this.#takeAlbum(album) });
    this.#late = new LateAlbums({ ...options, albums: this.#albums });
    this.#watch = new AnswerWatch({ ...options, owed: options.replies.owed });
  }

  /** Takes up what an earlier life of the process had stored and not begun, or not answered. */
  async resume(): Promise<void> {
    await this.#watch.resume((key, dealt) => this.#dealAgain(key, dealt));
    await this.#albums.resume();
  }

  /** Begins nothing more by itself. */
  stop(): Promise<void> {
    return this.#albums.stop();
  }

  /** Resolves when what was answered is forgotten; call it when nothing more is sent. */
  settled(): Promise<void> {
    return this.#watch.settled();
  }

  /** What the bot may do in a chat has to be looked up anew. */
  forgetRights(chatId: number): void {
    this.#rights.forget(chatId);
  }

  /** Resolves when what it asks for is committed; see `stored`. */
  async handle(update: Update): Promise<void> {
    if (this.#resumed.has(update.update_id)) return;
    const sourceKey = sourceKeyOf(update);
    if (await this.#rates.turnsAway(update, sourceKey))
      this.#watch.watch(sourceKey, { kind: 'update', update });
    else await this.#take(update);
  }

  /** Resolves when nothing that is owed for the updates so far could be lost any more. */
  stored(): Promise<void> {
    return this.#watch.stored();
  }

  async #take(update: Update): Promise<void> {
    const { message, callback_query: tap, my_chat_member: membership } = update;
    const { places } = this.#options;
    if (membership !== undefined) {
      this.forgetRights(membership.chat.id);
      await places.takeMembership(membership);
    } else if (message !== undefined) {
      if (!(await places.takeMove(message))) await this.#takeMessage(update, message);
    } else if (tap !== undefined) await this.#takeTap(update, tap);
  }

  async #dealAgain(key: string, dealt: Dealt): Promise<void> {
    switch (dealt.kind) {
      case 'update':
        this.#resumed.add(dealt.update.update_id);
        return this.#take(dealt.update);
      case 'album': {
        const album = await this.#albums.find(dealt);
        if (album !== undefined) await this.#takeAlbum(album);
        return;
      }
      case 'late-piece': {
        const received = receive(dealt.piece, key);
        if (received !== undefined) await this.#tellLate(received, dealt.piece);
        return;
      }
      default:
        dealt satisfies never;
    }
  }

  async #languageFor({ address, asker }: Place): Promise<string> {
    const { services } = this.#options;
    const { language: chosen } = await services.settings.of(personIdOf(asker.id));
    if (chosen !== undefined) return chosen;
    return placeLanguage({ language: asker.language, placeId: placeIdOf(address.chatId) }, services);
  }

  /** The one boundary: whatever happens, the person is told. What is taken speaks the person's own language. */
  async #guard<Where extends Place, Result>(
    { dealt, place }: { readonly place: Where; readonly dealt: Dealt },
    take: (place: Where) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      const language = await this.#languageFor(place);
      const { asker } = place;
      return await take(language === asker.language ? place : { ...place, asker: speaking(asker, language) });
    } catch (error) {
      const { asker, sourceKey } = place;
      const reference = createReference();
      this.#options.log.error({ reference, sourceKey, error }, 'an update ran into a fault');
      this.#options.replies.refuse(place, this.#options.wording.fault(reference, asker.language));
      return undefined;
    } finally {
      this.#watch.watch(place.sourceKey, dealt);
    }
  }

  async #takeMessage(update: Update, message: Message): Promise<void> {
    const place = receive(message, sourceKeyOf(update));
    if (place === undefined) return;
    await this.#guard({ place, dealt: { kind: 'update', update } }, async (own) => {
      if (isAlbumPiece(message)) await this.#takePiece(own, message);
      else await this.#messages.take(own, givenByMessage(message));
    });
  }

  async #takeTap(update: Update, tap: CallbackQuery): Promise<void> {
    const { replies } = this.#options;
    const dealt = { kind: 'update', update } as const;
    const answered = { tapId: tap.id, sourceKey: sourceKeyOf(update) };
    if (isOffer(tap)) {
      const place = this.#words.readTap(tap, answered);
      if (place === undefined) this.#watch.watch(answered.sourceKey, dealt);
      else await this.#guard({ place, dealt }, (own) => this.#words.takeOffer(own));
      return;
    }
    const place = readTap(tap, answered.sourceKey);
    if (place === undefined) replies.answerTap(answered);
    else if (this.#late.isOffer(place)) {
      await this.#guard({ place, dealt }, (own) => this.#takeAlbumAgain(own, dealt));
    } else await this.#guard({ place, dealt }, (own) => this.#buttons.take(own));
  }

  async #takePiece(received: Received, piece: AlbumPiece): Promise<void> {
    const reading = await this.#albums.take(piece);
    switch (reading.kind) {
      case 'collected':
      case 'nothing-new':
        return;
      case 'late':
        if (reading.wasWish || this.#late.hasAskedAbout(received, piece))
          await this.#tellLate(received, piece);
        return;
      case 'late-words':
        await this.#messages.take(received, givenByAlbum(reading.album));
        return;
      default:
        reading satisfies never;
    }
  }

  /** Said only once, so that the piece itself would bring nothing more when it came again. */
  async #tellLate(place: Received, piece: AlbumPiece): Promise<void> {
    const dealt = { kind: 'late-piece', piece } as const;
    await this.#guard({ place, dealt }, async (own) => this.#late.tell(own, piece));
  }

  async #takeAlbum(album: ArrivedAlbum): Promise<boolean> {
    const { lead } = album;
    const { chat, media_group_id: albumId } = lead;
    const place = receive(lead, `telegram:album:${chat.id}:${albumId}`);
    if (place === undefined) return false;
    const dealt = { kind: 'album', chatId: chat.id, albumId } as const;
    const isForBot = await this.#guard({ place, dealt }, (own) =>
      this.#messages.take(own, givenByAlbum(album)),
    );
    await this.#watch.stored();
    return isForBot ?? true;
  }

  async #takeAlbumAgain(tapped: Tapped, dealt: Dealt): Promise<void> {
    const again = await this.#late.tapped(tapped);
    if (again === undefined) return;
    const given = givenByAlbum(again.album);
    await this.#guard({ place: again.received, dealt }, (own) => this.#messages.take(own, given));
  }
}

function sourceKeyOf({ update_id: updateId }: Update): string {
  return `telegram:update:${updateId}`;
}

function speaking(asker: Asker, language: string): Asker {
  return { ...asker, language, appLanguage: asker.language };
}
