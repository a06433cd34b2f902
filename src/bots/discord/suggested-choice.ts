import { createHash } from 'node:crypto';
import type { Command } from '../../commands/command.ts';
import { toPlainText } from '../../commands/join-text.ts';
import type { RawOptions } from '../../commands/option.ts';
import { shorten } from '../../commands/shorten.ts';
import type { Suggesting, Suggestion } from '../../commands/suggestion.ts';

/** https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure */
const longestChoice = 100;
const keyPattern = /^earlier:[\w-]{16}(?=[ …])/;

/** A suggestion as Discord shows it and hands it back. What is too long for that goes by a key and its beginning. */
export function toChoice({ label, value }: Suggestion): { readonly name: string; readonly value: string } {
  const name = shorten(toPlainText(label), longestChoice);
  return {
    name,
    value: value.length <= longestChoice ? value : shorten(`${keyOf(value)} ${value}`, longestChoice),
  };
}

/**
 * Puts in place of keys what was suggested under them, to this person: a key of somebody else's words says nothing.
 * Undefined when it is no longer known.
 */
export async function readChoices(
  raw: RawOptions,
  { options, suggesting }: { readonly options: Command['options']; readonly suggesting: Suggesting },
): Promise<RawOptions | undefined> {
  const read: Record<string, RawOptions[string]> = { ...raw };
  for (const [name, spec] of Object.entries(options)) {
    if (spec.kind !== 'text' || spec.suggest === undefined) continue;
    const key = keyPattern.exec(String(raw[name]))?.[0];
    if (key === undefined) continue;
    const suggestions = await spec.suggest('', suggesting);
    const meant = suggestions.find(({ value }) => keyOf(value) === key);
    if (meant === undefined) return undefined;
    read[name] = meant.value;
  }
  return read;
}

function keyOf(value: string): string {
  return `earlier:${createHash('sha256').update(value).digest('base64url').slice(0, 16)}`;
}
