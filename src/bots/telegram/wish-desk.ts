import type { CommandServices } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { CommandDesk } from './command-desk.ts';
import type { GivenPictures } from './given-pictures.ts';
import { refuseGiven, withReplied } from './given-pictures.ts';
import type { ParsedCommand } from './parse-command.ts';
import type { PictureMemory } from './picture-memory.ts';
import type { Received } from './read-message.ts';
import type { WishQuestion } from './wish-question.ts';
import { longestFlags } from './wish-question.ts';

export interface WishDeskOptions {
  readonly commands: CommandDesk;
  readonly memory: PictureMemory;
  readonly question: WishQuestion;
  readonly replies: ChatReplies;
  readonly services: Pick<CommandServices, 'gallery'>;
  readonly wording: Wording;
}

type CommandUse = Received & Pick<Extract<ParsedCommand, { readonly kind: 'command' }>, 'command' | 'raw'>;

/** Takes commands that work on pictures: those that come along, and those that are replied to. */
export class WishDesk {
  readonly #options: WishDeskOptions;

  constructor(options: WishDeskOptions) {
    this.#options = options;
  }

  /** Takes a wish for a painting; where it says not what to paint, that is asked. */
  async take(received: Received, words: string, own: GivenPictures): Promise<void> {
    const { commands, question, wording } = this.#options;
    const given = await this.#usable(received, own, { isAboutOne: false });
    if (given === undefined) return;
    const wish = commands.readWish(`${given.flags} ${words}`);
    if (wish.rest.length <= longestFlags && commands.lacksWords(wish)) {
      return question.ask(received, { ...given, flags: wish.rest });
    }
    const pictures = given.pictures.map(({ source }) => source);
    const note = given.note && wording.text(given.note, received.asker.language);
    await commands.use({ ...wish, place: received, pictures, note });
  }

  /** Takes a command that works on one picture. */
  async takeWithPicture({ command, raw, ...received }: CommandUse, own: GivenPictures): Promise<void> {
    const given = await this.#usable(received, own, { isAboutOne: true });
    if (given === undefined) return;
    const pictures = given.pictures.map(({ source }) => source);
    await this.#options.commands.use({ place: received, command, raw, pictures, note: undefined });
  }

  /** Undefined when what was given cannot be used, and the person was told. */
  async #usable(
    received: Received,
    own: GivenPictures,
    { isAboutOne }: { readonly isAboutOne: boolean },
  ): Promise<GivenPictures | undefined> {
    const { memory, replies, services, wording } = this.#options;
    const { asker, message } = received;
    const { language } = asker;
    const given = await withReplied(message, own, { asker, memory, services, isAboutOne });
    const refusal = refuseGiven(given, { language, wording });
    if (refusal === undefined) return given;
    replies.refuse(received, refusal);
    return undefined;
  }
}
