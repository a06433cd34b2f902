import type { Command, CommandServices } from '../../commands/command.ts';
import type { RawOptions } from '../../commands/option.ts';
import { readOptions } from '../../commands/read-options.ts';
import type { RichText } from '../../commands/rich-text.ts';
import { runCommand } from '../../commands/run-command.ts';
import type { Log } from '../../core/log.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import type { PlaceTools } from './describe-place.ts';
import { describePlace } from './describe-place.ts';
import type { ParsedCommand } from './parse-command.ts';
import { parseCommand } from './parse-command.ts';
import type { Place } from './read-message.ts';
import type { ReplyDesk } from './reply-desk.ts';

export interface CommandDeskOptions extends PlaceTools {
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly answers: ReplyDesk;
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

  /** Whether a use is in order but for the words, which are missing. */
  lacksWords({ command, raw }: Pick<Use, 'command' | 'raw'>): boolean {
    const reading = readOptions(command.options, raw);
    if (reading.kind !== 'problems') return false;
    const [problem, ...others] = reading.problems;
    return problem?.problem === 'missing' && others.length === 0;
  }

  /** Takes words as if the command stood before them, so that its flags work there too. */
  async paint(place: Place, words: string, given: WithPictures): Promise<void> {
    await this.use({ ...given, ...this.readWish(words), place });
  }

  /** Reads words as if the command stood before them. */
  readWish(words: string): Extract<ParsedCommand, { readonly kind: 'command' }> {
    const parsed = this.parse(`/imagine ${words}`);
    if (parsed.kind !== 'command') throw new Error('Expected the command imagine among the commands');
    return parsed;
  }

  /** Resolves when what the command asks for is committed; the answers are sent without being waited for. */
  async use(use: Use): Promise<void> {
    const { answers, log, services, wording } = this.#options;
    const { command, note, pictures, place, raw } = use;
    const reply = await runCommand({
      command,
      raw,
      services,
      wording,
      invocation: { ...describePlace(place, this.#options), pictures },
      reportFault: (report) => log.error({ ...report }, 'a command ran into a fault'),
    });
    answers.show(reply, { place, note });
  }
}
