import type { RichText } from './rich-text.ts';

/** Puts parts one after the other with `separator` between them; empty parts leave no trace. */
export function joinText(parts: readonly RichText[], separator: string): RichText {
  const present = parts.filter((part) => part.length > 0);
  return present.flatMap((part, index) => (index === 0 ? part : [plainRun(separator), ...part]));
}

/** The words alone, as for alternative texts and push notifications. */
export function toPlainText(text: RichText): string {
  return text.map((run) => run.text).join('');
}

/** In UTF-16 units, as both platforms count. */
export function lengthOf(text: RichText): number {
  return text.reduce((length, run) => length + run.text.length, 0);
}

function plainRun(text: string): RichText[number] {
  return { text, style: 'plain' };
}
