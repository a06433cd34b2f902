import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DiscordApi, MessageUpload } from './discord-api.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import type { SentMessage } from './sent-message.ts';

/** Well within the few minutes for which Discord recognises a message that comes again. */
const repeatPausesMs = [300, 1_500] as const;

export interface OncePosted {
  readonly channelId: string;
  /** What the message is: the same one is posted once, another one besides. */
  readonly key: string;
  readonly upload: MessageUpload;
}

/**
 * Posts one message in a channel. Discord recognises it when it comes again within a few minutes
 * (https://docs.discord.com/developers/resources/message#create-message), so a lost answer is no reason to wait.
 *
 * @throws DiscordCallFailed
 */
export async function postOnce(
  api: DiscordApi,
  { channelId, key, upload }: OncePosted,
): Promise<SentMessage> {
  const nonce = createHash('sha256').update(`${key} ${channelId}`).digest('base64url').slice(0, 25);
  const recognisable = { ...upload, body: { ...upload.body, nonce, enforce_nonce: true as const } };
  for (const pauseMs of repeatPausesMs) {
    try {
      return await api.postMessage(channelId, recognisable);
    } catch (error) {
      if (!(error instanceof DiscordCallFailed) || error.failure !== 'unanswered') throw error;
      await wait(pauseMs);
    }
  }
  return api.postMessage(channelId, recognisable);
}
