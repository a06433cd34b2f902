import type { CallbackQuery, Message, Update } from 'grammy/types';
import type { Command, CommandServices, Invocation } from '../../commands/command.ts';
import { toPlainText } from '../../commands/join-text.ts';
import type { RawOptions } from '../../commands/option.ts';
import { runCommand } from '../../commands/run-command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import { createReference } from '../../core/reference.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { ParsedCommand } from './parse-command.ts';
import { parseCommand } from './parse-command.ts';
import { findPrivateAddress } from './private-address.ts';
import type { Asker } from './read-message.ts';
import { addressOf, askerOf, hasPicture, hasWordlessContent, repliesToPicture } from './read-message.ts';
import { RecentIds } from './recent-ids.ts';
import type { TelegramAddress } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';

/** What plain words in a private chat do: offer to paint them, paint them, or nothing. */
export type DirectMessageText = 'ask' | 'paint' | 'off';

export interface UpdateHandlerOptions {
  readonly api: TelegramApi;
  readonly botUsername: string;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly wording: Wording;
  readonly replies: ChatReplies;
  readonly directMessageText: DirectMessageText;
  readonly log: Log;
}

/** A message, by whom and where. */
interface Received {
  readonly message: Message;
  readonly asker: Asker;
  readonly address: TelegramAddress;
  readonly sourceKey: string;
}

interface Use extends Pick<Received, 'asker' | 'address' | 'sourceKey'> {
  readonly command: Command;
  readonly raw: RawOptions;
}

/** All that the button carries: the words stand in the message that the offer replies to. */
const paintKey = 'paint';
const mostAlbums = 1_000;

/** Does what an update asks for. Resolves when that is committed; the answers are sent without being waited for. */
export class UpdateHandler {
  readonly #options: UpdateHandlerOptions;
  /** The pictures of an album arrive one by one and are one message to people. */
  readonly #refusedAlbums = new RecentIds(mostAlbums);

  constructor(options: UpdateHandlerOptions) {
    this.#options = options;
  }

  async handle({ update_id: updateId, message, callback_query: tap }: Update): Promise<void> {
    const sourceKey = `telegram:update:${updateId}`;
    if (message !== undefined) {
      const asker = askerOf(message);
      if (asker === undefined) return;
      const received = { message, asker, address: addressOf(message, asker), sourceKey };
      await this.#guard(received, () => this.#takeMessage(received));
    } else if (tap !== undefined) await this.#takeTap(tap);
  }

  /** The one boundary: whatever happens, the person is told. */
  async #guard({ address, asker, sourceKey }: Omit<Received, 'message'>, take: () => Promise<void>) {
    try {
      await take();
    } catch (error) {
      const reference = createReference();
      this.#options.log.error({ reference, sourceKey, error }, 'an update ran into a fault');
      const text = this.#options.wording.fault(reference, asker.language);
      this.#options.replies.refuse(address, { text, language: asker.language });
    }
  }

  async #takeMessage(received: Received): Promise<void> {
    const { message } = received;
    const parsed = this.#parse(message.text ?? message.caption ?? '');
    switch (parsed.kind) {
      case 'command':
        if (parsed.command.name === 'imagine' && (hasPicture(message) || repliesToPicture(message))) {
          return this.#refusePictures(received);
        }
        return this.#use({ ...received, command: parsed.command, raw: parsed.raw });
      case 'for-another-bot':
        return;
      case 'unknown-command':
        if (isPrivateChat(received) || parsed.isAddressed) this.#refuseUnknown(received, parsed.nearest);
        return;
      case 'no-command':
        // In groups only commands are meant for the bot.
        if (isPrivateChat(received)) await this.#takeWords(received);
        return;
      default:
        parsed satisfies never;
    }
  }

  async #takeWords(received: Received): Promise<void> {
    const { directMessageText, replies, wording } = this.#options;
    const { address, asker, message } = received;
    if (directMessageText === 'off') return;
    if (hasPicture(message)) return this.#refusePictures(received);
    if (message.text === undefined) {
      if (hasWordlessContent(message)) this.#refuseWordless(received);
      return;
    }
    if (directMessageText === 'paint') return this.#paint(received, message.text);
    const replyTo = { ...address, replyToMessageId: message.message_id };
    const label = toPlainText(wording.text('telegram.paintButton', asker.language));
    replies.answer(replyTo, wording.text('telegram.paintThis', asker.language), {
      inline_keyboard: [[{ text: label, callback_data: paintKey }]],
    });
  }

  async #takeTap(tap: CallbackQuery): Promise<void> {
    const { replies, wording } = this.#options;
    const { from, message: offer } = tap;
    const language = from.language_code ?? 'en';
    if (tap.data !== paintKey || offer === undefined) return replies.answerTap(tap);
    // Telegram shows no more than the id of a message that is very old.
    const asked = offer.date === 0 ? undefined : offer.reply_to_message;
    if (asked?.text === undefined) {
      return replies.answerTap(tap, toPlainText(wording.text('telegram.paintExpired', language)));
    }
    if (asked.from?.id !== from.id) {
      return replies.answerTap(tap, toPlainText(wording.text('telegram.notYours', language)));
    }
    replies.answerTap(tap);
    const asker = { id: from.id, language };
    // Two taps are one wish.
    const sourceKey = `telegram:ask:${offer.chat.id}:${offer.message_id}`;
    const address = { ...addressOf(offer, asker), statusMessageId: offer.message_id };
    const { text } = asked;
    await this.#guard({ address, asker, sourceKey }, () => this.#paint({ address, asker, sourceKey }, text));
  }

  /** Takes words as if the command stood before them, so that its flags work there too. */
  async #paint(place: Omit<Received, 'message'>, words: string): Promise<void> {
    const parsed = this.#parse(`/imagine ${words}`);
    if (parsed.kind !== 'command') throw new Error('Expected the command imagine among the commands');
    await this.#use({ ...place, command: parsed.command, raw: parsed.raw });
  }

  async #use(use: Use): Promise<void> {
    const { log, replies, services, wording } = this.#options;
    const { address, asker, command, raw } = use;
    const { language } = asker;
    const reply = await runCommand({
      command,
      raw,
      services,
      wording,
      invocation: this.#invocation(use),
      reportFault: (report) => log.error({ ...report }, 'a command ran into a fault'),
    });
    switch (reply.kind) {
      case 'accepted':
        // The courier answers; only where the answer cannot be seen something has to be said.
        if (reply.generation.isPrivate && address.chatKind === 'group') {
          replies.answer(address, wording.text('telegram.sentPrivately', language));
        }
        return;
      case 'answer':
        return replies.answer(address, reply.text);
      case 'refusal':
        return replies.refuse(address, { text: reply.text, language });
      default:
        reply satisfies never;
    }
  }

  #invocation({ address, asker, sourceKey }: Use): Omit<Invocation, 'values'> {
    return {
      sourceKey,
      platform: 'telegram',
      personId: `telegram:${asker.id}`,
      placeId: `telegram:${address.chatId}`,
      isPrivateChat: address.chatKind === 'private',
      // They are refused before a command is used.
      pictures: [],
      language: asker.language,
      addressFor: async ({ isPrivate }) =>
        isPrivate && address.chatKind === 'group'
          ? findPrivateAddress(asker, this.#options)
          : { kind: 'address', address },
    };
  }

  #parse(text: string): ParsedCommand {
    const { botUsername, commands } = this.#options;
    return parseCommand(text, { botUsername, commands });
  }

  #refusePictures({ address, asker: { language }, message }: Received): void {
    const { replies, wording } = this.#options;
    const { media_group_id: album } = message;
    if (album !== undefined) {
      if (this.#refusedAlbums.has(album)) return;
      this.#refusedAlbums.add(album);
    }
    replies.refuse(address, { text: wording.text('telegram.referencesLater', language), language });
  }

  #refuseWordless({ address, asker: { language } }: Received): void {
    const { replies, wording } = this.#options;
    const example = `/imagine ${toPlainText(wording.text('commands.imagine.example', language))}`;
    replies.refuse(address, { text: wording.text('telegram.wordsOnly', language, { example }), language });
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

function isPrivateChat({ address }: Received): boolean {
  return address.chatKind === 'private';
}
