import type { Command, CommandServices, Invocation } from '../../commands/command.ts';
import type { RawOptions } from '../../commands/option.ts';
import type { RichText } from '../../commands/rich-text.ts';
import { runCommand } from '../../commands/run-command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import type { ChatReplies } from './chat-replies.ts';
import type { ParsedCommand } from './parse-command.ts';
import { parseCommand } from './parse-command.ts';
import { personIdOf, placeIdOf } from './picture-memory.ts';
import { findPrivateAddress } from './private-address.ts';
import type { Place } from './read-message.ts';
import type { TelegramApi } from './telegram-api.ts';

export interface CommandDeskOptions {
  readonly api: TelegramApi;
  readonly botUsername: string;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly wording: Wording;
  readonly replies: ChatReplies;
  readonly log: Log;
}

/** What a command works from besides its options. */
export interface WithPictures {
  readonly pictures: readonly ReferenceSource[];
  /** What the person should know about them once the command was accepted. */
  readonly note: RichText | undefined;
}

interface Use extends WithPictures {
  readonly place: Place;
  readonly command: Command;
  readonly raw: RawOptions;
}

/** Runs commands for people and answers them. */
export class CommandDesk {
  readonly #options: CommandDeskOptions;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  parse(text: string): ParsedCommand {
    const { botUsername, commands } = this.#options;
    return parseCommand(text, { botUsername, commands });
  }

  /** Takes words as if the command stood before them, so that its flags work there too. */
  async paint(place: Place, words: string, given: WithPictures): Promise<void> {
    const parsed = this.parse(`/imagine ${words}`);
    if (parsed.kind !== 'command') throw new Error('Expected the command imagine among the commands');
    await this.use({ ...given, place, command: parsed.command, raw: parsed.raw });
  }

  /** Resolves when what the command asks for is committed; the answers are sent without being waited for. */
  async use(use: Use): Promise<void> {
    const { log, replies, services, wording } = this.#options;
    const { command, note, place, raw } = use;
    const { address, asker } = place;
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
        if (note !== undefined) replies.answer(address, note);
        return;
      case 'answer':
        return replies.answer(address, reply.text);
      case 'refusal':
        return replies.refuse(address, { text: reply.text, language });
      default:
        throw new Error(`cannot show a ${reply.kind}`);
    }
  }

  #invocation({ pictures, place: { address, asker, sourceKey } }: Use): Omit<Invocation, 'values'> {
    return {
      sourceKey,
      platform: 'telegram',
      personId: personIdOf(asker.id),
      placeId: placeIdOf(address.chatId),
      isPrivateChat: address.chatKind === 'private',
      pictures,
      language: asker.language,
      addressFor: async ({ isPrivate }) =>
        isPrivate && address.chatKind === 'group'
          ? findPrivateAddress(asker, this.#options)
          : { kind: 'address', address },
    };
  }
}
