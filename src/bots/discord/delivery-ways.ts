import type { DiscordAddress, MessageAddress } from './discord-address.ts';
import type { CallFailure } from './discord-call-failed.ts';

/**
 * How a final answer can reach its person, in the order in which it is tried:
 * - `original`: the first answer, through the interaction's token;
 * - `status-message`: the same message, through the bot's own token;
 * - `channel`: a new message in the channel that names the person;
 * - `follow-up`: a new message through the interaction's token;
 * - `direct`: a message to the person alone.
 */
export type DeliveryWay = 'original' | 'status-message' | 'channel' | 'follow-up' | 'direct';

/** Clocks differ, and a token that died in between only costs one more call. */
const clockToleranceMs = 2 * 60_000;

/** The ways that are open for an address. A private answer is never offered a way that others could read. */
export function deliveryWays(
  address: DiscordAddress,
  { isPrivate, nowMs }: { isPrivate: boolean; nowMs: number },
): readonly DeliveryWay[] {
  if (address.isDurable) return waysOfMessage(address, isPrivate);
  const tokenLives = nowMs < address.tokenExpiresAtMs + clockToleranceMs;
  if (isPrivate) return tokenLives && address.isEphemeral ? ['original', 'follow-up', 'direct'] : ['direct'];
  const ways: DeliveryWay[] = [];
  if (tokenLives) ways.push('original');
  if (address.botIsMember && address.messageId !== undefined) ways.push('status-message');
  if (address.botIsMember) ways.push('channel');
  if (tokenLives) ways.push('follow-up');
  return [...ways, 'direct'];
}

function waysOfMessage({ isDirect, messageId }: MessageAddress, isPrivate: boolean): readonly DeliveryWay[] {
  if (isPrivate && !isDirect) return ['direct'];
  const edit = messageId === undefined ? [] : (['status-message'] as const);
  return isDirect ? [...edit, 'direct'] : [...edit, 'channel', 'direct'];
}

/** The ways that a refusal closes; undefined when it says nothing about ways, so that trying another would be wrong. */
export function closedWays(failure: CallFailure): readonly DeliveryWay[] | undefined {
  switch (failure) {
    case 'interaction-over':
      return ['original', 'follow-up'];
    case 'message-gone':
      return ['original', 'status-message'];
    case 'thread-archived':
      // A new message opens an archived thread again; an edit does not.
      return ['status-message'];
    case 'place-closed':
      return ['status-message', 'channel'];
    case 'person-unreachable':
      return ['direct'];
    case 'already-answered':
    case 'too-large':
    case 'bot-token-refused':
    case 'rate-limited':
    case 'unanswered':
    case 'rejected':
      return undefined;
    default:
      return failure satisfies never;
  }
}
