import type { Command } from './command.ts';
import { english } from './texts/english.ts';
import type { TextKey } from './texts/text-key.ts';

type CommandName = keyof typeof english.commands;
type VerbName = keyof typeof english.adminVerbs;
type Named = Pick<Command, 'name' | 'group'>;

/** The text that describes a command in menus and in the help. */
export function descriptionKey({ group, name }: Named): TextKey & `${string}.${string}.description` {
  return group === 'admin' ? verbTextKey({ name }) : `commands.${requireName(name)}.description`;
}

/** The text that describes what whoever keeps order can do. */
export function verbTextKey({ name }: Pick<Command, 'name'>): `adminVerbs.${VerbName}.description` {
  if (!isVerbName(name)) throw new Error(`Expected a text adminVerbs.${name}.description, found none`);
  return `adminVerbs.${name}.description`;
}

/** The text that describes one option of a command. */
export function optionKey(command: Named, option: string): OptionTextKey {
  const key = `${command.group === 'admin' ? 'adminVerbs' : 'commands'}.${command.name}.options.${option}`;
  if (!isOptionKey(command, option, key)) throw new Error(`Expected a text ${key}, found none`);
  return key;
}

type OptionTextKey = Extract<TextKey, `${'commands' | 'adminVerbs'}.${string}.options.${string}`>;

function requireName(name: string): CommandName {
  if (!isCommandName(name)) throw new Error(`Expected a text commands.${name}.description, found none`);
  return name;
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(english.commands, name);
}

function isVerbName(name: string): name is VerbName {
  return Object.hasOwn(english.adminVerbs, name);
}

function isOptionKey({ group, name }: Named, option: string, key: string): key is OptionTextKey {
  const texts = textsOf(name, group);
  return (
    texts !== undefined && 'options' in texts && Object.hasOwn(texts.options, option) && key.endsWith(option)
  );
}

function textsOf(name: string, group: Command['group']) {
  if (group === 'admin') return isVerbName(name) ? english.adminVerbs[name] : undefined;
  return isCommandName(name) ? english.commands[name] : undefined;
}
