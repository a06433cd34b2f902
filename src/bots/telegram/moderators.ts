import type { ChatMemberAdministrator } from 'grammy/types';
import type { Log } from '../../core/log.ts';
import { placeIdOf } from './picture-memory.ts';
import type { Place } from './read-message.ts';
import type { TelegramApi } from './telegram-api.ts';
import { TelegramCallFailed } from './telegram-call-failed.ts';

/** The next updates of the chat wait for it. */
const checkTimeoutMs = 1_500;

interface ModeratorTools {
  readonly api: TelegramApi;
  readonly log: Log;
}

type Right = Extract<keyof ChatMemberAdministrator, 'can_delete_messages' | 'can_change_info'>;

/** Whether a person may delete what others write in a group, by default in the one that they are in. */
export function mayModerate(
  place: Pick<Place, 'address' | 'asker'>,
  tools: ModeratorTools & { readonly placeId?: string | undefined },
): Promise<boolean> {
  return hasRight('can_delete_messages', place, tools);
}

/** Whether a person may change how a group is set up. */
export function mayManage(place: Pick<Place, 'address' | 'asker'>, tools: ModeratorTools): Promise<boolean> {
  return hasRight('can_change_info', place, tools);
}

/**
 * When Telegram does not tell in time, nobody has a right: the administrators are known to every member, so the bot has
 * to be no administrator itself. https://core.telegram.org/bots/api#getchatadministrators
 */
async function hasRight(
  right: Right,
  { address, asker }: Pick<Place, 'address' | 'asker'>,
  { api, log, placeId }: ModeratorTools & { readonly placeId?: string | undefined },
): Promise<boolean> {
  const here = placeIdOf(address.chatId);
  if ((placeId ?? here) === here && address.chatKind === 'private') return false;
  const chatId = placeId === undefined ? address.chatId : chatIdOf(placeId);
  if (chatId === undefined) return false;
  // Only its administrators write in the name of a group: https://telegram.org/blog/filters-anonymous-admins-comments
  if (asker.id === chatId) return true;
  try {
    const known = await api.getChatAdministrators({ chat_id: chatId }, { timeoutMs: checkTimeoutMs });
    const member = known.find(({ user }) => user.id === asker.id);
    return member?.status === 'creator' || (member?.status === 'administrator' && member[right]);
  } catch (error) {
    if (!(error instanceof TelegramCallFailed)) throw error;
    log.info({ error }, 'Telegram did not tell who keeps order in a group');
    return false;
  }
}

/** Undefined for a place of another platform. */
function chatIdOf(placeId: string): number | undefined {
  const id = /^telegram:(?<id>-?\d+)$/.exec(placeId)?.groups?.id;
  return id === undefined ? undefined : Number(id);
}
