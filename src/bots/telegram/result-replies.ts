import type { Message } from 'grammy/types';
import { readButtonId, readPictureArgument } from '../../commands/button-id.ts';
import type { CommandServices } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { CommandDesk } from './command-desk.ts';
import type { GivenPictures } from './given-pictures.ts';
import { refuseGiven } from './given-pictures.ts';
import type { GivenPicture } from './message-pictures.ts';
import { pictureIn } from './message-pictures.ts';
import type { PictureMemory } from './picture-memory.ts';
import type { Received } from './read-message.ts';

export interface ResultRepliesOptions {
  readonly botUsername: string;
  readonly commands: CommandDesk;
  readonly memory: PictureMemory;
  readonly replies: ChatReplies;
  readonly services: Pick<CommandServices, 'gallery'>;
  readonly wording: Wording;
}

/**
 * Takes words that reply to what the bot painted: they say what to make of it. A reply to a picture means that one, also
 * within an album; a reply to the details below an album means the whole of it.
 */
export class ResultReplies {
  readonly #options: ResultRepliesOptions;

  constructor(options: ResultRepliesOptions) {
    this.#options = options;
  }

  /** Resolves with whether it was such a reply. */
  async take(received: Received, own: GivenPictures): Promise<boolean> {
    const { commands, replies, wording } = this.#options;
    const { asker, message } = received;
    const { reply_to_message: replied } = message;
    const words = (message.text ?? message.caption ?? '').trim();
    if (replied === undefined || words === '' || !this.#isOwn(replied)) return false;
    const shown = await this.#shownBy(replied);
    if (shown === undefined) return false;
    const { language } = asker;
    const refusal =
      shown.length === 0
        ? wording.text('button.picturesGone', language)
        : refuseGiven(own, { language, wording });
    if (refusal !== undefined) replies.refuse(received, refusal);
    else {
      const pictures = [...shown, ...own.pictures].map(({ source }) => source);
      await commands.paint(received, words, { pictures, note: own.note && wording.text(own.note, language) });
    }
    return true;
  }

  #isOwn({ from }: Message): boolean {
    const { botUsername } = this.#options;
    return from?.is_bot === true && from.username?.toLowerCase() === botUsername.toLowerCase();
  }

  /** Undefined when the message is about no result; empty when nothing is kept of it. */
  async #shownBy(replied: Message): Promise<readonly Pick<GivenPicture, 'source'>[] | undefined> {
    const { memory } = this.#options;
    const picture = pictureIn(replied);
    if (picture === undefined) return this.#detailed(replied);
    const place = { chatId: replied.chat.id, messageId: replied.message_id };
    return [(await memory.shown(place)) ?? picture];
  }

  /** The details below an album are known by their buttons. */
  async #detailed({
    reply_markup: markup,
  }: Message): Promise<readonly Pick<GivenPicture, 'source'>[] | undefined> {
    const generationId = markup?.inline_keyboard.flat().flatMap(generationOf)[0];
    if (generationId === undefined) return undefined;
    const painting = await this.#options.services.gallery.find(generationId);
    if (painting === undefined) return undefined;
    const { state } = painting.generation;
    if (state !== 'made' && state !== 'delivered' && state !== 'undeliverable') return undefined;
    return painting.results.map(({ key }) => ({ source: { kind: 'kept', key } }));
  }
}

function generationOf(button: object): readonly string[] {
  const data = 'callback_data' in button ? String(button.callback_data) : '';
  const target = readPictureArgument(readButtonId(data)?.argument ?? '');
  return target === undefined ? [] : [target.generationId];
}
