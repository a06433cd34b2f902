import type { Random } from '../chaos/random.ts';
import type { CommandOption } from '../fakes/discord/entities.ts';
import type { FakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { OddWords } from './odd-words.ts';

export interface OddCommandLinesTools {
  /** Where the commands and their options are registered in full. */
  readonly discord: Pick<FakeDiscord, 'commandDefinitions'>;
  readonly botName: string;
  readonly random: Random;
  readonly words: OddWords;
}

const chatInput = 1;

/** Commands as people type them: known and misspelt ones, for this bot and for another, with flags in any place. */
export class OddCommandLines {
  readonly #tools: OddCommandLinesTools;

  constructor(tools: OddCommandLinesTools) {
    this.#tools = tools;
  }

  within(most: number, { isPrivate }: { readonly isPrivate: boolean }): string {
    const { botName, discord, random, words } = this.#tools;
    const command = random.pick(discord.commandDefinitions().filter(({ type }) => type === chatInput));
    const name = random.pick([
      command.name,
      command.name,
      command.name,
      'admin',
      words.mutated(command.name),
    ]);
    const bot = random.pick(['', `@${botName}`, `@${botName}`, '@other_bot']);
    const addressee = isPrivate && random.happens(0.8) ? '' : bot;
    const flags = Array.from({ length: random.between(0, 3) }, () => this.#flag(command.options ?? []));
    const subcommands = (command.options ?? []).filter(({ type }) => type <= 2).map((option) => option.name);
    const verb = subcommands.length > 0 && random.happens(0.8) ? [random.pick(subcommands)] : [];
    const parts = [...verb, ...random.shuffled([...flags, words.within(0, 500)])];
    return clipped([`/${name}${addressee}`, ...parts].join(' '), most);
  }

  #flag(options: readonly CommandOption[]): string {
    const { random, words } = this.#tools;
    const name = options.length > 0 && random.happens(0.8) ? random.pick(options).name : words.id(8);
    const dash = random.pick(['--', '-', '—', '–', '---', '--no-']);
    const value = random.pick([
      words.number(),
      words.number(),
      words.within(0, 20),
      'flux',
      '16:9',
      'png',
      '',
    ]);
    return `${dash}${name}${random.pick([' ', '=', ''])}${value}`;
  }
}

/** Never between the halves of a letter. */
function clipped(text: string, most: number): string {
  const cut = text.slice(0, most);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
