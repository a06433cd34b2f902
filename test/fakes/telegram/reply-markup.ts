import type {
  TelegramForceReply,
  TelegramInlineKeyboardButton,
  TelegramInlineKeyboardMarkup,
  TelegramMessage,
  TelegramReplyKeyboardMarkup,
  TelegramReplyKeyboardRemove,
} from '@gramio/types';
import { violation } from './bot-api-error.ts';

/** Whatever a bot may send as `reply_markup`; the declarations also allow objects that become JSON later. */
export type ReplyMarkup =
  | TelegramInlineKeyboardMarkup
  | TelegramReplyKeyboardMarkup
  | TelegramReplyKeyboardRemove
  | TelegramForceReply
  | { toJSON(): unknown };

const decorations = ['text', 'icon_custom_emoji_id', 'style'];
const maxButtons = 100;

/** Checks a reply markup and returns what the message shows of it: its inline keyboard, if it has one. */
export function readInlineKeyboard(
  markup: ReplyMarkup | undefined,
): TelegramInlineKeyboardMarkup | undefined {
  if (markup === undefined || !('inline_keyboard' in markup)) return undefined;
  const rows = markup.inline_keyboard.filter((row) => row.length > 0);
  const buttons = rows.flat();
  if (buttons.length > maxButtons) throw violation('reply markup is too long');
  for (const button of buttons) checkButton(button);
  return buttons.length === 0 ? undefined : { ...markup, inline_keyboard: rows };
}

/** The buttons below a message, row by row. */
export function buttonRows(message: TelegramMessage): readonly TelegramInlineKeyboardButton[][] {
  const markup = message.reply_markup;
  return markup !== undefined && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
}

function checkButton(button: TelegramInlineKeyboardButton): void {
  if (button.text.trim() === '')
    throw violation("can't parse inline keyboard button: Text must be non-empty");
  const actions = Object.keys(button).filter((field) => !decorations.includes(field));
  if (actions.length === 0) {
    throw violation("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (actions.length > 1) {
    throw violation(`can't parse inline keyboard button: exactly one of ${actions.join(', ')} may be used`);
  }
  if (button.callback_data !== undefined) {
    const size = Buffer.byteLength(button.callback_data);
    if (size < 1 || size > 64) throw violation('BUTTON_DATA_INVALID');
  }
  if (button.url !== undefined && !isButtonUrl(button.url)) {
    throw violation(`inline keyboard button URL '${button.url}' is invalid`);
  }
  const copied = button.copy_text?.text;
  if (copied !== undefined && (copied.length < 1 || copied.length > 256)) {
    throw violation('BUTTON_COPY_TEXT_INVALID');
  }
}

function isButtonUrl(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:', 'tg:'].includes(new URL(url).protocol);
}
