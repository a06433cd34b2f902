import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import type { Random } from '../chaos/random.ts';
import type { OptionValues } from '../fakes/discord/control/command-options.ts';
import type { Command, CommandOption } from '../fakes/discord/entities.ts';
import type { OddFiles } from './odd-files.ts';
import type { OddWords } from './odd-words.ts';

const longestText = 6_000;
const someOptional = 0.3;

export interface OddOptionsTools {
  readonly random: Random;
  readonly words: OddWords;
  readonly files: OddFiles;
  /** Ids of people and places, for options that name one. */
  readonly people: readonly { readonly id: string }[];
  readonly channels: readonly { readonly id: string }[];
}

/** One use of a registered command: which of its subcommands, and with what. */
export interface OddUse {
  /** As in `admin grant`. */
  readonly command: string;
  readonly options: readonly CommandOption[];
  readonly values: OptionValues;
}

/** Fills in whatever is registered, as its types and bounds let people do it. */
export class OddOptions {
  readonly #tools: OddOptionsTools;

  constructor(tools: OddOptionsTools) {
    this.#tools = tools;
  }

  use({ name, options }: Command): OddUse {
    const { random } = this.#tools;
    const path = [name];
    let level = options ?? [];
    while (level.some(isSubcommand)) {
      const chosen = random.pick(level.filter(isSubcommand));
      path.push(chosen.name);
      level = chosen.options ?? [];
    }
    const given = level.filter(({ required }) => required === true || random.happens(someOptional));
    return {
      command: path.join(' '),
      options: level,
      values: Object.fromEntries(given.map((option) => [option.name, this.#value(option)])),
    };
  }

  /** The same on the wire, but wrong: a stale registration, or a client that makes things up. */
  forged({ name, options }: Command): Record<string, unknown> {
    const { random, words } = this.#tools;
    const verbs = (options ?? []).filter(isSubcommand);
    const verb = verbs.length > 0 && random.happens(0.8) ? random.pick(verbs) : undefined;
    const level = (verb === undefined ? options : verb.options) ?? [];
    const wrong = Array.from({ length: random.between(0, 4) }, () => this.#wrongOption(level));
    const known = Object.fromEntries(wrong.map((option) => [option.name, option]));
    return {
      id: '1',
      name: random.happens(0.7) ? name : words.mutated(name),
      type: 1,
      options:
        verb === undefined
          ? Object.values(known)
          : [{ type: verb.type, name: verb.name, options: Object.values(known) }],
    };
  }

  #wrongOption(level: readonly CommandOption[]) {
    const { random, words } = this.#tools;
    const name = random.happens(0.8) && level.length > 0 ? random.pick(level).name : words.id(10) || 'x';
    const { type, value } = random.pick([
      { type: Type.String, value: words.within(0, longestText) },
      { type: Type.String, value: words.number() },
      { type: Type.Integer, value: random.pick([-1, 0, 9, 2 ** 53, -(2 ** 53)]) },
      { type: Type.Number, value: random.pick([0.5, 1e308, -0]) },
      { type: Type.Boolean, value: true },
    ]);
    return { name, type, value };
  }

  #value(option: CommandOption): OptionValues[string] {
    const { channels, files, people, random, words } = this.#tools;
    const { choices, max_length, max_value, min_length, min_value } = option;
    if (choices && choices.length > 0) return random.pick(choices).value;
    switch (option.type) {
      case Type.String:
        return words.within(Math.max(1, min_length ?? 0), Math.min(max_length ?? longestText, longestText));
      case Type.Integer:
      case Type.Number: {
        const least = min_value ?? -1_000_000;
        const most = max_value ?? 1_000_000;
        return random.pick([least, most, random.between(Math.ceil(least), Math.floor(most))]);
      }
      case Type.Boolean:
        return random.happens(0.5);
      case Type.Attachment:
        return files.any();
      case Type.User:
        return { id: random.pick(people).id };
      case Type.Channel:
        return { id: random.pick(channels).id };
      default:
        throw new Error(`No value is known for options of the type ${option.type}: teach the fake and this`);
    }
  }
}

function isSubcommand({ type }: CommandOption): boolean {
  return type === Type.Subcommand || type === Type.SubcommandGroup;
}
