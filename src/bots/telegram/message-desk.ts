import { deleteResult } from '../../commands/delete.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ButtonDesk } from './button-desk.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { CommandDesk } from './command-desk.ts';
import type { GivenPictures } from './given-pictures.ts';
import type { ParsedCommand } from './parse-command.ts';
import type { Received } from './read-message.ts';
import { isPrivateChat } from './read-message.ts';
import type { ResultReplies } from './result-replies.ts';
import type { WishDesk } from './wish-desk.ts';
import type { WordsDesk } from './words-desk.ts';

export interface MessageDeskOptions {
  readonly buttons: ButtonDesk;
  readonly commands: CommandDesk;
  readonly replies: ChatReplies;
  readonly results: ResultReplies;
  readonly wishes: WishDesk;
  readonly wording: Wording;
  readonly words: WordsDesk;
}

/** Does what a message, or an album as a whole, asks for. */
export class MessageDesk {
  readonly #options: MessageDeskOptions;

  constructor(options: MessageDeskOptions) {
    this.#options = options;
  }

  /** Resolves with whether it was meant for the bot. */
  async take(received: Received, own: GivenPictures): Promise<boolean> {
    const { message } = received;
    const parsed = this.#options.commands.parse(message.text ?? message.caption ?? '');
    switch (parsed.kind) {
      case 'command':
        await this.#takeCommand({ ...received, ...parsed }, own);
        return true;
      case 'for-another-bot':
        // Nobody else is there to be meant.
        if (!isPrivateChat(received)) return false;
        this.#refuseUnknown(received, undefined);
        return true;
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
    const { buttons, results, words } = this.#options;
    if (await buttons.takeAnswer(received, own)) return true;
    if (await results.take(received, own)) return true;
    return words.take(received, own);
  }

  async #takeCommand(
    { command, raw, rest, ...received }: Received & Extract<ParsedCommand, { readonly kind: 'command' }>,
    own: GivenPictures,
  ): Promise<void> {
    if (command.name === 'imagine') return this.#options.wishes.take(received, rest, own);
    if (command.name === deleteResult.name && (await this.#options.buttons.remove(received))) return;
    if (command.takesPicture) return this.#options.wishes.takeWithPicture({ ...received, command, raw }, own);
    await this.#options.commands.use({ place: received, command, raw, pictures: [], note: undefined });
  }

  #refuseUnknown(received: Received, nearest: string | undefined): void {
    const { replies, wording } = this.#options;
    const { language } = received.asker;
    const text =
      nearest === undefined
        ? wording.text('telegram.unknownCommand', language)
        : wording.text('telegram.unknownCommandDidYouMean', language, { nearest: `/${nearest}` });
    replies.refuse(received, text);
  }
}
