import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  CommandInteractionOption,
} from 'discord.js';
import { ApplicationCommandOptionType } from 'discord.js';
import type { Command } from '../../commands/command.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';

type Used = AutocompleteInteraction | ChatInputCommandInteraction;

/** The command that somebody uses, or types in: of a command with parts the part. Undefined for what nobody knows. */
export function usedCommand(interaction: Used, commands: readonly Command[]): Command | undefined {
  const command = commands.find(({ name }) => name === interaction.commandName);
  if (command === undefined || !isOfferedOn(command, 'discord')) return undefined;
  if (command.subcommands === undefined) return command;
  const part = interaction.options.getSubcommand(false);
  return command.subcommands.find(({ name }) => name === part);
}

/** What somebody filled in, whether or not the command has parts. */
export function filledOptions({
  options,
}: Pick<ChatInputCommandInteraction, 'options'>): readonly CommandInteractionOption[] {
  const [first] = options.data;
  return first?.type === ApplicationCommandOptionType.Subcommand ? (first.options ?? []) : options.data;
}
