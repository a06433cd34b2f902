import type { DeliveryWay } from './delivery-ways.ts';
import type { DiscordAddress } from './discord-address.ts';
import { interactionOf, postedAddress, statusMessageOf } from './discord-address.ts';
import type { DiscordApi, MessageUpload } from './discord-api.ts';
import { withAttachments } from './message-body.ts';
import type { OutcomeMessage } from './outcome-message.ts';
import { postOnce } from './post-once.ts';

export interface OutcomeOnItsWay {
  readonly address: DiscordAddress;
  readonly generationId: string;
  readonly message: OutcomeMessage;
}

/** Sends a final answer one way, and resolves with the address of where it stands then. @throws DiscordCallFailed */
export async function sendOutcome(
  api: DiscordApi,
  way: DeliveryWay,
  { address, generationId, message: { content, files } }: OutcomeOnItsWay,
): Promise<DiscordAddress> {
  const upload: MessageUpload = { body: withAttachments(content), files };
  switch (way) {
    case 'original': {
      const { messageId } = await api.editOriginal(interactionOf(address), upload);
      return { ...address, messageId };
    }
    case 'status-message':
      await api.editMessage(statusMessageOf(address), upload);
      return address;
    case 'follow-up': {
      const body = withAttachments({ ...content, isEphemeral: address.isEphemeral });
      const { messageId } = await api.followUp(interactionOf(address), { body, files });
      return { ...address, messageId };
    }
    case 'channel': {
      const { channelId, guildId, userId } = address;
      const body = withAttachments({ ...content, mentionedUserId: userId });
      const { messageId } = await postOnce(api, { channelId, key: generationId, upload: { body, files } });
      return postedAddress(address, { channelId, guildId, messageId, isDirect: guildId === undefined });
    }
    case 'direct': {
      const channelId = await api.openDirectChannel(address.userId);
      const { messageId } = await postOnce(api, { channelId, key: generationId, upload });
      return postedAddress(address, { channelId, messageId, isDirect: true });
    }
    default:
      return way satisfies never;
  }
}
