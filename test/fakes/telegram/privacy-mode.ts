import type { TelegramMessage } from '@gramio/types';
import type { FakeChat } from './chat.ts';
import type { World } from './world.ts';

/**
 * Whether the bot gets to see a message of a person. In groups with privacy mode on it sees commands that name it,
 * plain commands when it was the last bot to write, replies to it, and what was sent by its inline mode
 * (https://core.telegram.org/bots/features#privacy-mode).
 */
export function reachesBot(world: World, chat: FakeChat, message: TelegramMessage): boolean {
  if (chat.botStatus !== 'member' && chat.botStatus !== 'administrator') return false;
  const isGroup = chat.description.type === 'group' || chat.description.type === 'supergroup';
  if (!isGroup || chat.botStatus === 'administrator' || !world.settings.privacyMode) return true;
  if (isServiceMessage(message)) return true;
  if (message.via_bot?.id === world.bot.id) return true;
  if (message.reply_to_message?.from?.id === world.bot.id) return true;
  return commandsOf(world, message).some((command) => {
    const [, addressee] = command.split('@');
    if (addressee !== undefined) return addressee.toLowerCase() === world.bot.username?.toLowerCase();
    return chat.lastBotToWrite === world.bot.id;
  });
}

function isServiceMessage(message: TelegramMessage): boolean {
  return ['text', 'photo', 'document', 'caption'].every((field) => !(field in message));
}

function commandsOf(world: World, message: TelegramMessage): string[] {
  const isCaption = message.text === undefined;
  if (isCaption && !world.settings.deliverCaptionCommands) return [];
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  return entities
    .filter((entity) => entity.type === 'bot_command')
    .map(({ offset, length }) => text.slice(offset, offset + length));
}
