import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhenResult } from 'cockatiel';
import { unlessAborted } from './pacing.ts';
import type { Exchange } from './runware-transport.ts';

/** The service has been failing and is left alone for a moment: nothing was sent. */
export class ServiceLeftAlone extends Error {
  override readonly name = 'ServiceLeftAlone';

  constructor() {
    super('the image API has been failing, so nothing was sent');
  }
}

export interface ServiceBreakerOptions {
  /** Consecutive failures that open it. */
  readonly threshold: number;
  readonly halfOpenAfterMs: number;
}

/**
 * Spares a service that does not answer: after a number of failures in a row nothing is sent for a while, then one
 * call tries whether it is back and the others wait for its result.
 */
export class ServiceBreaker {
  readonly #breaker;
  readonly #halfOpenAfterMs: number;
  #leftAloneUntilMs = 0;

  constructor({ threshold, halfOpenAfterMs }: ServiceBreakerOptions) {
    this.#halfOpenAfterMs = halfOpenAfterMs;
    this.#breaker = circuitBreaker(
      handleWhenResult((exchange) => isServiceFailure(exchange as Exchange)),
      { halfOpenAfter: halfOpenAfterMs, breaker: new ConsecutiveBreaker(threshold) },
    );
    this.#breaker.onBreak(() => {
      this.#leftAloneUntilMs = Date.now() + this.#halfOpenAfterMs;
    });
  }

  /** While true nothing is sent; after that one call finds out whether the service is back. */
  get isOpen(): boolean {
    return Date.now() < this.#leftAloneUntilMs;
  }

  /** @throws ServiceLeftAlone, or the signal's reason when it is aborted; whatever `send` throws. */
  async run(send: () => Promise<Exchange>, signal: AbortSignal): Promise<Exchange> {
    try {
      const sent = this.#breaker.execute(async () => {
        // The turn may come long after the caller has gone.
        signal.throwIfAborted();
        return send();
      });
      return await unlessAborted(sent, signal);
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw new ServiceLeftAlone();
      throw error;
    }
  }
}

/** Errors that the API itself worded are about a task or a model, not about the service being down. */
function isServiceFailure(exchange: Exchange): boolean {
  if (exchange.kind !== 'answer') return true;
  return exchange.status >= 500 && (exchange.body === undefined || exchange.body.errors.length === 0);
}
