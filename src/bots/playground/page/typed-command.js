/** @import { Menu } from '../menu.ts' */

/**
 * Reads what somebody typed or pasted as one line, as in `/imagine a fox count:2`. Undefined when it names no command.
 * @param {string} text
 * @param {Menu['commands']} commands
 */
export function readTyped(text, commands) {
  const [, name, rest = ''] = /^\s*\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  const command = commands.find((one) => one.name === name?.toLowerCase());
  if (command === undefined) return undefined;
  const { options, words } = readOptions(rest, command.options);
  return { command: command.name, options, words };
}

/**
 * @param {string} text
 * @param {Menu['commands'][number]['options']} specs
 */
function readOptions(text, specs) {
  /** @type {Record<string, string | number | boolean>} */
  const options = {};
  const wordsOption = specs.find((spec) => spec.kind === 'words' && spec.isRest)?.name;
  let words = text;
  for (const { kind, name } of specs) {
    if (name === wordsOption) continue;
    words = words.replace(new RegExp(`(^|\\s)${name}:(\\S+)`), (_, before, value) => {
      options[name] = kind === 'flag' ? value === 'true' : value;
      return before;
    });
  }
  const named = new RegExp(`^\\s*${wordsOption}:`);
  return { options, words: words.replace(named, '').trim() };
}
