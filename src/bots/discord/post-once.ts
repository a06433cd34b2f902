import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DiscordApi, MessageUpload } from './discord-api.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';

/** Well within the few minutes for which Discord recognises a message that comes again. */
const repeatPausesMs = [300, 1_500] as const;

/**
 * Posts one message for a generation in a channel. Discord recognises it when it comes again within a few minutes
 * (https://docs.discord.com/developers/resources/message#create-message), so a lost answer is no reason to wait.
 *
 * @throws DiscordCallFailed
 */
export async function postOnce(
  api: DiscordApi,
  { channelId, generationId, upload }: { channelId: string; generationId: string; upload: MessageUpload },
): Promise<void> {
  const nonce = createHash('sha256').update(`${generationId} ${channelId}`).digest('base64url').slice(0, 25);
  const recognisable = { ...upload, body: { ...upload.body, nonce, enforce_nonce: true as const } };
  for (const pauseMs of repeatPausesMs) {
    try {
      return await api.postMessage(channelId, recognisable);
    } catch (error) {
      if (!(error instanceof DiscordCallFailed) || error.failure !== 'unanswered') throw error;
      await wait(pauseMs);
    }
  }
  await api.postMessage(channelId, recognisable);
}
