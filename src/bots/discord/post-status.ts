import type { MessageAddress } from './discord-address.ts';
import type { DiscordApi } from './discord-api.ts';
import type { MessageBody } from './message-body.ts';
import { inReplyTo } from './message-body.ts';
import { postOnce } from './post-once.ts';
import type { SentMessage } from './sent-message.ts';

/**
 * Gives the first answer to a message: as a reply to it, or in the place of a message that stands there already. Doing so
 * again within a few minutes changes nothing. @throws DiscordCallFailed
 */
export async function postStatus(
  api: DiscordApi,
  { address, body, generationId }: { address: MessageAddress; body: MessageBody; generationId: string },
): Promise<SentMessage> {
  const { channelId, messageId, replyToMessageId } = address;
  if (messageId === undefined) {
    const upload = { body: inReplyTo(replyToMessageId, body) };
    // The final answer may become a message of its own; it must not be taken for this one.
    return postOnce(api, { channelId, key: `${generationId} status`, upload });
  }
  await api.editMessage({ channelId, messageId }, { body });
  return { messageId, isEphemeral: false };
}
