import { generationOfButtons } from '../../commands/generation-of-buttons.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { Tapped } from './read-tap.ts';
import { goesToChat, parseTelegramAddress } from './telegram-address.ts';

/**
 * A tap in the topic that it was made in. Of an old message Telegram tells only the number, but what the button is about
 * was asked for in a topic, and answered there: https://core.telegram.org/bots/api#inaccessiblemessage
 */
export async function inItsTopic(tapped: Tapped, gallery: Pick<Gallery, 'find'>): Promise<Tapped> {
  const { address, buttonId, isForum, shows } = tapped;
  const generationId = shows === undefined && isForum ? generationOfButtons([buttonId]) : undefined;
  const asked =
    generationId === undefined ? undefined : (await gallery.find(generationId))?.generation.address;
  if (asked === undefined || !goesToChat(asked, address.chatId)) return tapped;
  const { threadId } = parseTelegramAddress(asked);
  return threadId === undefined ? tapped : { ...tapped, address: { ...address, threadId } };
}
