import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import type { Button } from '../../commands/button.ts';
import type { ButtonRows } from '../../commands/reply.ts';

/** All buttons of a row are as wide as the widest, and a phone shows about this many letters side by side. */
const lettersInRow = 40;

const styles = {
  main: { style: 'primary' },
  plain: {},
  danger: { style: 'danger' },
} as const satisfies Record<Button['look'], object>;

/**
 * Buttons as Telegram shows them, in more and shorter rows where their labels would be cut on a phone. Without buttons it
 * is empty, which takes those away that a message has: https://core.telegram.org/bots/api#inlinekeyboardmarkup
 */
export function renderKeyboard(rows: ButtonRows): InlineKeyboardMarkup {
  return { inline_keyboard: rows.flatMap(fitRows).map((row) => row.map(renderButton)) };
}

/** As few rows as their labels allow, about equally long. */
function fitRows(row: readonly Button[]): readonly (readonly Button[])[] {
  for (let count = 1; count < row.length; count += 1) {
    const size = Math.ceil(row.length / count);
    const rows = Array.from({ length: Math.ceil(row.length / size) }, (_, index) =>
      row.slice(index * size, (index + 1) * size),
    );
    if (rows.every(fits)) return rows;
  }
  return row.map((button) => [button]);
}

function fits(row: readonly Button[]): boolean {
  return row.length * Math.max(...row.map(({ label }) => label.length)) <= lettersInRow;
}

function renderButton({ id, label, look }: Button): InlineKeyboardButton {
  return { text: label, callback_data: id, ...styles[look] };
}
