import { Gauge, type Registry } from 'prom-client';
import { toDollars } from '../core/money.ts';
import type { Standing } from './standing.ts';

export interface StandingGaugesOptions {
  readonly registry: Registry;
  /** The present moment in milliseconds. */
  readonly now: () => number;
}

/** What goes up and down, as opposed to what is counted. */
export class StandingGauges {
  readonly #now: () => number;
  readonly #running: Gauge;
  readonly #queueDepth: Gauge;
  readonly #outbox: Gauge;
  readonly #outboxAge: Gauge;
  readonly #connected: Gauge<'platform'>;
  readonly #leftAlone: Gauge;
  readonly #budgetUsed: Gauge;
  readonly #budgetLimit: Gauge;

  constructor({ registry, now }: StandingGaugesOptions) {
    this.#now = now;
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
    this.#running = gauge('easel_running', 'Generations that hold a slot.');
    this.#queueDepth = gauge('easel_queue_depth', 'Generations that wait.');
    this.#outbox = gauge('easel_outbox', 'Final answers that have not arrived yet.');
    this.#outboxAge = gauge(
      'easel_outbox_age_seconds',
      'How long the oldest of them has been owed; 0 when none is.',
    );
    this.#connected = new Gauge({
      name: 'easel_platform_connected',
      help: '1 while the platform is connected, 0 otherwise.',
      labelNames: ['platform'],
      registers: [registry],
    });
    this.#leftAlone = gauge(
      'easel_provider_left_alone',
      '1 while the image service has been failing and nothing is sent to it (an open circuit breaker).',
    );
    this.#budgetUsed = gauge('easel_day_budget_used_dollars', 'What was spent or set aside today.');
    this.#budgetLimit = gauge(
      'easel_day_budget_limit_dollars',
      'The cap of the day for all people together.',
    );
  }

  show({ load, outbox, platforms, isProviderLeftAlone, budget }: Standing): void {
    this.#running.set(load.running);
    this.#queueDepth.set(load.queued);
    this.#outbox.set(outbox.owed);
    const owedMs = outbox.oldestEndedAtMs === undefined ? 0 : this.#now() - outbox.oldestEndedAtMs;
    // A clock that was set back makes nothing younger than new.
    this.#outboxAge.set(Math.max(0, owedMs) / 1000);
    for (const { name, isReady } of platforms) this.#connected.set({ platform: name }, Number(isReady));
    this.#leftAlone.set(Number(isProviderLeftAlone));
    this.#budgetUsed.set(toDollars(budget.usedMicros));
    this.#budgetLimit.set(toDollars(budget.limitMicros));
  }
}
