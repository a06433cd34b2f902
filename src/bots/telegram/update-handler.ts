import type { CallbackQuery, Update } from 'grammy/types';
import type { Command, CommandServices } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import { createReference } from '../../core/reference.ts';
import type { Storage } from '../../core/storage/storage.ts';
import type { ArrivedAlbum } from './album-desk.ts';
import { AlbumDesk } from './album-desk.ts';
import type { AlbumPiece } from './album-piece.ts';
import { isAlbumPiece } from './album-piece.ts';
import { ButtonDesk } from './button-desk.ts';
import type { ChatReplies } from './chat-replies.ts';
import { ChatRights } from './chat-rights.ts';
import { CommandDesk } from './command-desk.ts';
import type { GivenPictures } from './given-pictures.ts';
import { givenByAlbum, givenByMessage, refuseGiven, withReplied } from './given-pictures.ts';
import { LateAlbums } from './late-albums.ts';
import type { ParsedCommand } from './parse-command.ts';
import type { Pause } from './pause.ts';
import { PictureMemory, personIdOf } from './picture-memory.ts';
import type { PlaceChanges } from './place-changes.ts';
import type { Asker, Place, Received } from './read-message.ts';
import { isPrivateChat, receive } from './read-message.ts';
import type { Tapped } from './read-tap.ts';
import { readTap } from './read-tap.ts';
import { RecentIds } from './recent-ids.ts';
import { ReplyDesk } from './reply-desk.ts';
import { ResultReplies } from './result-replies.ts';
import type { TelegramApi } from './telegram-api.ts';
import { longestFlags, WishQuestion } from './wish-question.ts';
import type { DirectMessageText } from './words-desk.ts';
import { isOffer, WordsDesk } from './words-desk.ts';

export interface UpdateHandlerOptions {
  readonly api: TelegramApi;
  readonly botId: number;
  readonly botUsername: string;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly storage: Storage;
  readonly wording: Wording;
  readonly replies: ChatReplies;
  readonly places: PlaceChanges;
  readonly directMessageText: DirectMessageText;
  readonly log: Log;
  readonly now: () => number;
  readonly pause: Pause;
}

const mostLateAlbums = 1_000;

/** Does what an update asks for. Resolves when that is committed; the answers are sent without being waited for. */
export class UpdateHandler {
  readonly #options: UpdateHandlerOptions;
  readonly #rights: ChatRights;
  readonly #commands: CommandDesk;
  readonly #memory: PictureMemory;
  readonly #words: WordsDesk;
  readonly #buttons: ButtonDesk;
  readonly #results: ResultReplies;
  readonly #question: WishQuestion;
  readonly #albums: AlbumDesk;
  readonly #late: LateAlbums;
  /** Albums without words, of which their person knows that a piece came too late. */
  readonly #toldLate = new RecentIds(mostLateAlbums);

  constructor(options: UpdateHandlerOptions) {
    this.#options = options;
    this.#rights = new ChatRights(options);
    const tools = { ...options, rights: this.#rights };
    const memory = new PictureMemory(options);
    const answers = new ReplyDesk({ ...tools, memory });
    const commands = new CommandDesk({ ...tools, answers });
    this.#memory = memory;
    this.#commands = commands;
    this.#buttons = new ButtonDesk({ ...tools, answers, memory });
    this.#results = new ResultReplies({ ...options, commands, memory });
    this.#question = new WishQuestion({ ...options, memory });
    this.#words = new WordsDesk({ ...options, commands, memory, question: this.#question });
    this.#albums = new AlbumDesk({ ...options, begin: (album) => this.#takeAlbum(album) });
    this.#late = new LateAlbums({ ...options, albums: this.#albums });
  }

  /** Takes up what an earlier life of the process had stored and not begun. */
  resume(): Promise<void> {
    return this.#albums.resume();
  }

  /** Begins nothing more by itself. */
  stop(): Promise<void> {
    return this.#albums.stop();
  }

  /** What the bot may do in a chat has to be looked up anew. */
  forgetRights(chatId: number): void {
    this.#rights.forget(chatId);
  }

  async handle(update: Update): Promise<void> {
    const { update_id: updateId, message, callback_query: tap, my_chat_member: membership } = update;
    const { places } = this.#options;
    if (membership !== undefined) {
      this.forgetRights(membership.chat.id);
      await places.takeMembership(membership);
    } else if (message?.migrate_to_chat_id !== undefined) await places.takeMove(message);
    else if (message !== undefined) {
      const received = receive(message, `telegram:update:${updateId}`);
      if (received === undefined) return;
      await this.#guard(received, async (own) => {
        if (isAlbumPiece(message)) await this.#takePiece(own, message);
        else await this.#takeMessage(own, givenByMessage(message));
      });
    } else if (tap !== undefined) await this.#takeTap(tap, `telegram:update:${updateId}`);
  }

  /** The one boundary: whatever happens, the person is told. What is taken speaks the person's own language. */
  async #guard<Where extends Place, Result>(
    place: Where,
    take: (place: Where) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      const { language } = await this.#options.services.settings.of(personIdOf(place.asker.id));
      return await take(
        language === undefined ? place : { ...place, asker: speaking(place.asker, language) },
      );
    } catch (error) {
      const { address, asker, sourceKey } = place;
      const reference = createReference();
      this.#options.log.error({ reference, sourceKey, error }, 'an update ran into a fault');
      const text = this.#options.wording.fault(reference, asker.language);
      this.#options.replies.refuse(address, { text, language: asker.language });
      return undefined;
    }
  }

  async #takeTap(tap: CallbackQuery, sourceKey: string): Promise<void> {
    if (isOffer(tap)) {
      const offer = this.#words.readTap(tap);
      if (offer !== undefined) await this.#guard(offer, (own) => this.#words.takeOffer(own));
      return;
    }
    const tapped = readTap(tap, sourceKey);
    if (tapped === undefined) this.#options.replies.answerTap(tap);
    else if (this.#late.isOffer(tapped)) await this.#guard(tapped, (own) => this.#takeAlbumAgain(own));
    else await this.#guard(tapped, (own) => this.#buttons.take(own));
  }

  async #takePiece(received: Received, piece: AlbumPiece): Promise<void> {
    const reading = await this.#albums.take(piece);
    switch (reading.kind) {
      case 'collected':
      case 'nothing-new':
        return;
      case 'late':
        if (reading.wasWish || this.#hasAskedAbout(received, piece)) this.#late.tell(received, piece);
        return;
      case 'late-words':
        await this.#takeMessage(received, givenByAlbum(reading.album));
        return;
      default:
        reading satisfies never;
    }
  }

  async #takeAlbum(album: ArrivedAlbum): Promise<boolean> {
    const { lead } = album;
    const received = receive(lead, `telegram:album:${lead.chat.id}:${lead.media_group_id}`);
    if (received === undefined) return false;
    return (await this.#guard(received, (own) => this.#takeMessage(own, givenByAlbum(album)))) ?? true;
  }

  async #takeAlbumAgain(tapped: Tapped): Promise<void> {
    const again = await this.#late.tapped(tapped);
    if (again !== undefined) await this.#takeMessage(again.received, givenByAlbum(again.album));
  }

  /** Resolves with whether it was meant for the bot. */
  async #takeMessage(received: Received, own: GivenPictures): Promise<boolean> {
    const { message } = received;
    const parsed = this.#commands.parse(message.text ?? message.caption ?? '');
    switch (parsed.kind) {
      case 'command':
        await this.#takeCommand({ ...received, ...parsed }, own);
        return true;
      case 'for-another-bot':
        return false;
      case 'unknown-command':
        if (!isPrivateChat(received) && !parsed.isAddressed) return false;
        this.#refuseUnknown(received, parsed.nearest);
        return true;
      case 'no-command':
        return this.#takeWords(received, own);
      default:
        return parsed satisfies never;
    }
  }

  /** In groups only commands and replies to the bot are meant for it. */
  async #takeWords(received: Received, own: GivenPictures): Promise<boolean> {
    if (await this.#buttons.takeAnswer(received, own)) return true;
    if (await this.#results.take(received, own)) return true;
    return this.#words.take(received, own);
  }

  async #takeCommand(
    { command, raw, rest, ...received }: Received & Extract<ParsedCommand, { readonly kind: 'command' }>,
    own: GivenPictures,
  ): Promise<void> {
    if (command.name === 'imagine') return this.#takeWish(received, rest, own);
    await this.#commands.use({ place: received, command, raw, pictures: [], note: undefined });
  }

  async #takeWish(received: Received, words: string, own: GivenPictures): Promise<void> {
    const { replies, wording } = this.#options;
    const { address, asker, message } = received;
    const { language } = asker;
    const given = await withReplied(message, own, { asker, memory: this.#memory });
    const refusal = refuseGiven(given, { language, wording });
    if (refusal !== undefined) return replies.refuse(address, { text: refusal, language });
    const wish = this.#commands.readWish(`${given.flags} ${words}`);
    if (wish.rest.length <= longestFlags && this.#commands.lacksWords(wish)) {
      return this.#question.ask(received, { ...given, flags: wish.rest });
    }
    const pictures = given.pictures.map(({ source }) => source);
    const note = given.note && wording.text(given.note, language);
    await this.#commands.use({ ...wish, place: received, pictures, note });
  }

  /** An album without words in a private chat was asked about. */
  #hasAskedAbout(received: Received, { media_group_id: albumId }: AlbumPiece): boolean {
    if (!isPrivateChat(received) || this.#options.directMessageText === 'off') return false;
    if (this.#toldLate.has(albumId)) return false;
    this.#toldLate.add(albumId);
    return true;
  }

  #refuseUnknown({ address, asker: { language } }: Received, nearest: string | undefined): void {
    const { replies, wording } = this.#options;
    const text =
      nearest === undefined
        ? wording.text('telegram.unknownCommand', language)
        : wording.text('telegram.unknownCommandDidYouMean', language, { nearest: `/${nearest}` });
    replies.refuse(address, { text, language });
  }
}

function speaking(asker: Asker, language: string): Asker {
  return { ...asker, language, appLanguage: asker.language };
}
