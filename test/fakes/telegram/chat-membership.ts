import type { TelegramChatMember, TelegramChatMemberAdministrator, TelegramUser } from '@gramio/types';
import type { BotStatus } from './chat.ts';

/** An administrator who may delete and invite, and perhaps change what the chat is called. */
export function administrator(
  user: TelegramUser,
  { mayChangeInfo = false }: { readonly mayChangeInfo?: boolean } = {},
): TelegramChatMemberAdministrator {
  return {
    status: 'administrator',
    user,
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: false,
    can_restrict_members: false,
    can_promote_members: false,
    can_change_info: mayChangeInfo,
    can_invite_users: true,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    can_send_welcome_messages: false,
  };
}

/** The bot's membership as updates and getChatMember tell it. */
export function botMembership(bot: TelegramUser, status: BotStatus): TelegramChatMember {
  switch (status) {
    case 'administrator':
      return administrator(bot);
    case 'member':
      return { status: 'member', user: bot };
    case 'left':
      return { status: 'left', user: bot };
    case 'kicked':
    case 'not-started':
      return { status: 'kicked', user: bot, until_date: 0 };
  }
}
