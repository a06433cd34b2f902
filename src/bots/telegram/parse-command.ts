import type { Command } from '../../commands/command.ts';
import { nearestName } from '../../commands/nearest-name.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';
import type { RawOptions } from '../../commands/option.ts';
import { parseFlags } from './parse-flags.ts';
import { parseSubcommand } from './parse-subcommand.ts';

export interface ParseCommandOptions {
  readonly commands: readonly Command[];
  /** With or without the leading `@`. */
  readonly botUsername: string;
}

export type ParsedCommand =
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly raw: RawOptions;
      /** Everything after the name, as it was written. */
      readonly rest: string;
    }
  /** The text does not start with a command. */
  | { readonly kind: 'no-command' }
  | { readonly kind: 'for-another-bot' }
  | {
      readonly kind: 'unknown-command';
      readonly name: string;
      readonly nearest: string | undefined;
      /** It named this bot, as in `/paint@easel_bot`; otherwise another bot of the group may be meant. */
      readonly isAddressed: boolean;
    };

const opening = /^\s*\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)/;

/**
 * Reads a message text or caption as a command with its options. Nothing is judged here: what is missing or wrong in
 * `raw` is found by `runCommand`, which asks the person for all of it at once.
 *
 * https://core.telegram.org/bots/features#commands
 */
export function parseCommand(text: string, { commands, botUsername }: ParseCommandOptions): ParsedCommand {
  const match = opening.exec(text);
  const name = match?.[1]?.toLowerCase();
  if (match === null || name === undefined) return { kind: 'no-command' };
  const addressee = match[2]?.toLowerCase();
  if (addressee !== undefined && addressee !== botUsername.replace(/^@/, '').toLowerCase()) {
    return { kind: 'for-another-bot' };
  }
  const offered = commands.filter((command) => isOfferedOn(command, 'telegram'));
  const command = offered.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const names = offered.map((candidate) => candidate.name);
    const isAddressed = addressee !== undefined;
    return { kind: 'unknown-command', name, nearest: nearestName(name, names), isAddressed };
  }
  const used = parseSubcommand(command, text.slice(match[0].length).trim());
  return { kind: 'command', ...used, raw: parseOptions(used.command, used.rest) };
}

/** A command without options takes whatever follows it as small talk. */
function parseOptions(command: Command, text: string): RawOptions {
  if (Object.keys(command.options).length === 0) return {};
  const { raw, rest } = parseFlags(text, command.options);
  const words = Object.entries(command.options).find(([, spec]) => spec.kind === 'text' && spec.isRest);
  return words === undefined || rest === '' ? raw : { ...raw, [words[0]]: rest };
}
