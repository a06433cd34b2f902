import type { Log } from '../../core/log.ts';
import type { DiscordAddress } from './discord-address.ts';
import type { DiscordApi } from './discord-api.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';

export interface RetractionTools {
  readonly api: DiscordApi;
  readonly log: Log;
  readonly nowMs: number;
}

/**
 * Deletes the message that stands at an address. Resolves with whether it is there no more: what only its person sees can
 * be reached while the interaction's token lives, everything else for as long as the bot is in its channel.
 */
export async function retractMessage(
  address: DiscordAddress,
  { api, log, nowMs }: RetractionTools,
): Promise<boolean> {
  const { botIsMember, channelId, isEphemeral, messageId } = address;
  if (messageId === undefined) return false;
  const ways: (() => Promise<void>)[] = [];
  if (botIsMember && !isEphemeral) ways.push(() => api.deleteMessage({ channelId, messageId }));
  if (!address.isDurable && nowMs < address.tokenExpiresAtMs) {
    ways.push(() => api.deleteAnswer(address, messageId));
  }
  for (const retract of ways) {
    try {
      await retract();
      return true;
    } catch (error) {
      if (!(error instanceof DiscordCallFailed)) throw error;
      if (error.failure === 'message-gone') return true;
      log.info({ channelId, messageId, error }, 'a message could not be deleted');
    }
  }
  return false;
}
