import { DeliveryError } from '../../core/courier.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';

/** A refused bot token needs the operator; meanwhile nobody else's calls are spent on it. */
const tokenRefusedRetryMs = 60_000;

/** What a failed call means for the outbox. Anything that is not a failed call is a bug and stays what it is. */
export function toDeliveryError(error: unknown): unknown {
  if (!(error instanceof DiscordCallFailed)) return error;
  switch (error.failure) {
    case 'unanswered':
    case 'rate-limited':
      return new DeliveryError({ problem: 'temporary', retryAfterMs: error.retryAfterMs, cause: error });
    case 'bot-token-refused':
      return new DeliveryError({ problem: 'unauthorised', retryAfterMs: tokenRefusedRetryMs, cause: error });
    case 'interaction-over':
    case 'message-gone':
    case 'place-closed':
    case 'thread-archived':
    case 'person-unreachable':
      return new DeliveryError({ problem: 'gone', cause: error });
    case 'already-answered':
    case 'too-large':
    case 'rejected':
      return new DeliveryError({ problem: 'rejected', cause: error });
    default:
      return error.failure satisfies never;
  }
}
