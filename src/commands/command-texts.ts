import type { Command } from './command.ts';
import { english } from './texts/english.ts';
import type { TextKey } from './texts/text-key.ts';

type CommandName = keyof typeof english.commands;

/** The text that describes a command in menus and in the help. */
export function descriptionKey(command: Pick<Command, 'name'>): TextKey & `commands.${string}.description` {
  return `commands.${requireName(command.name)}.description`;
}

/** The text that describes one option of a command. */
export function optionKey(command: Pick<Command, 'name'>, option: string): OptionTextKey {
  const key = `commands.${command.name}.options.${option}`;
  if (!isOptionKey(command.name, option, key)) throw new Error(`Expected a text ${key}, found none`);
  return key;
}

type OptionTextKey = Extract<TextKey, `commands.${string}.options.${string}`>;

function requireName(name: string): CommandName {
  if (!isCommandName(name)) throw new Error(`Expected a text commands.${name}.description, found none`);
  return name;
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(english.commands, name);
}

function isOptionKey(command: string, option: string, key: string): key is OptionTextKey {
  if (!isCommandName(command)) return false;
  const texts = english.commands[command];
  return 'options' in texts && Object.hasOwn(texts.options, option) && key.endsWith(option);
}
