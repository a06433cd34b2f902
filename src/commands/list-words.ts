import { toPlainText } from './join-text.ts';
import type { Say } from './texts/texts.ts';

/** Lists choices the way people do: `png`, `png or webp`, `jpeg, png or webp`. */
export function listChoices(
  choices: readonly string[],
  { say, language }: { say: Say; language: string },
): string {
  const last = choices.at(-1) ?? '';
  if (choices.length < 2) return last;
  return toPlainText(say('list.or', language, { before: choices.slice(0, -1).join(', '), last }));
}
