import type { AddressLookup } from '../../commands/command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Asker } from './read-message.ts';
import type { TelegramAddress } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { isClosed, isFailure, TelegramCallFailed } from './telegram-call-failed.ts';

/** Opens the private chat, where the person has to press Start the first time. */
export function privateChatLink(botUsername: string): string {
  return `https://t.me/${botUsername}?start=private`;
}

/** Everybody's updates wait for the slowest one of their batch, so this must be quick or not at all. */
const checkTimeoutMs = 1_500;

/**
 * Finds a person's private chat with the bot, which only the person can open:
 * https://core.telegram.org/bots/features#deep-linking
 * When Telegram does not tell in time, the request is refused: nothing private may end up with nobody.
 */
export async function findPrivateAddress(
  { id, language }: Asker,
  { api, botUsername, wording }: { api: TelegramApi; botUsername: string; wording: Wording },
): Promise<AddressLookup> {
  try {
    // The lightest call that is refused where the bot may not write.
    await api.sendChatAction({ chat_id: id, action: 'upload_photo' }, { timeoutMs: checkTimeoutMs });
  } catch (error) {
    if (!(error instanceof TelegramCallFailed)) throw error;
    if (!isClosed(error) && !isFailure(error, 'rejected')) {
      return { kind: 'cannot-post', text: wording.text('telegram.privateUnsure', language) };
    }
    return { kind: 'private-chat-closed', link: privateChatLink(botUsername) };
  }
  const address: TelegramAddress = {
    platform: 'telegram',
    isDurable: true,
    chatId: id,
    chatKind: 'private',
    personId: id,
  };
  return { kind: 'address', address };
}
