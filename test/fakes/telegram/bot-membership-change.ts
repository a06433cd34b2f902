import type { TelegramUser } from '@gramio/types';
import type { BotStatus, FakeChat } from './chat.ts';
import { botMembership } from './chat-membership.ts';
import type { World } from './world.ts';

/** Changes how the bot stands in a chat and tells it so with a `my_chat_member` update. */
export function changeBotStatus(options: {
  world: World;
  chat: FakeChat;
  by: TelegramUser;
  status: BotStatus;
}): void {
  const { world, chat, by, status } = options;
  const before = chat.botStatus;
  if (before === status) return;
  chat.botStatus = status;
  world.updates.push({
    my_chat_member: {
      chat: chat.description,
      from: by,
      date: world.nowSeconds(),
      old_chat_member: botMembership(world.bot, before),
      new_chat_member: botMembership(world.bot, status),
    },
  });
  world.changes.announce();
}
