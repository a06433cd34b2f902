import type { AddressLookup } from '../../commands/command.ts';
import type { Asker } from './read-message.ts';
import type { TelegramAddress } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { isFailure } from './telegram-call-failed.ts';

const checkTimeoutMs = 5_000;

/**
 * Finds a person's private chat with the bot, which only the person can open:
 * https://core.telegram.org/bots/features#deep-linking
 *
 * @throws TelegramCallFailed when Telegram does not tell whether it is open.
 */
export async function findPrivateAddress(
  { id }: Asker,
  { api, botUsername }: { api: TelegramApi; botUsername: string },
): Promise<AddressLookup> {
  try {
    // The lightest call that is refused where the bot may not write.
    await api.sendChatAction({ chat_id: id, action: 'upload_photo' }, { timeoutMs: checkTimeoutMs });
  } catch (error) {
    if (!isFailure(error, 'place-closed') && !isFailure(error, 'rejected')) throw error;
    return { kind: 'private-chat-closed', link: `https://t.me/${botUsername}?start=private` };
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
