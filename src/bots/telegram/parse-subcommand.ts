import type { Command } from '../../commands/command.ts';

/** Which part of a command the first word means, and what stands behind it; the command itself where it means none. */
export function parseSubcommand(
  command: Command,
  rest: string,
): { readonly command: Command; readonly rest: string } {
  const word = /^\S+/.exec(rest)?.[0] ?? '';
  const part = command.subcommands?.find(({ name }) => name === word.toLowerCase());
  return part === undefined ? { command, rest } : { command: part, rest: rest.slice(word.length).trim() };
}
