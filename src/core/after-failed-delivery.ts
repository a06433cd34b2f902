import { DeliveryError } from './courier.ts';
import type { Generation } from './generation.ts';
import { giveUpDelivery, postponeDelivery } from './generation.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 5 * 60_000;
/** However long a platform asks to be left alone each time. */
const longestOwedMs = 24 * 60 * 60_000;
const mostRejections = 3;

/**
 * What becomes of a generation whose final answer did not arrive. What may still get through is tried for about a day,
 * what the platform rejects three times; while the bot itself is refused nothing counts and nothing is given up.
 */
export function afterFailedDelivery(generation: Generation, error: unknown, nowMs: number): Generation {
  const { deliveryAttempts, deliveryRejections, endedAtMs = nowMs } = generation;
  // Anything else than a DeliveryError is a bug: a few tries, not a day.
  const { problem, retryAfterMs } =
    error instanceof DeliveryError ? error : new DeliveryError({ problem: 'rejected' });
  const after = (tries: number) => nowMs + Math.ceil(retryAfterMs ?? delayMs(tries));
  switch (problem) {
    case 'gone':
      return giveUpDelivery(generation);
    case 'unauthorised':
      return postponeDelivery(generation, { nextDeliveryAtMs: nowMs + (retryAfterMs ?? longestDelayMs) });
    case 'temporary':
      if (nowMs - endedAtMs > longestOwedMs) return giveUpDelivery(generation);
      return postponeDelivery(generation, {
        deliveryAttempts: deliveryAttempts + 1,
        nextDeliveryAtMs: after(deliveryAttempts),
      });
    case 'rejected':
      if (deliveryRejections + 1 >= mostRejections) return giveUpDelivery(generation);
      return postponeDelivery(generation, {
        deliveryRejections: deliveryRejections + 1,
        nextDeliveryAtMs: after(deliveryRejections),
      });
    default:
      return problem satisfies never;
  }
}

/** Doubles from attempt to attempt, spread by half so that many do not come back at once. */
function delayMs(tries: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** tries) * (0.5 + Math.random() / 2);
}
