import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { failureCodes } from '../core/failure.ts';
import type { Ending, GenerationEvent } from '../core/generation-events.ts';
import type { RateLimit } from '../core/limits/command-rates.ts';
import { rateLimits } from '../core/limits/command-rates.ts';
import { toDollars } from '../core/money.ts';
import type { ProviderChange } from '../core/provider-pause.ts';
import type { NoticeEnd } from '../core/rules/notice-delivery.ts';
import type { Standing } from './standing.ts';
import { StandingGauges } from './standing-gauges.ts';

/** Upper bounds in seconds. Discord waits three seconds for a first answer, people wait minutes for pictures. */
const buckets = {
  firstAnswer: [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30],
  wait: [0.1, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600],
  provider: [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 300, 600],
  delivery: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300],
} as const;

/** What a platform gives no way to recognise when it comes again. */
const uncertainSteps = {
  discord: ['answer', 'follow-up'],
  telegram: ['answer', 'album', 'status'],
} as const;

/** Whose limits on calls can be met. */
export type LimitedService = 'discord' | 'telegram' | 'runware';

const limitedServices: readonly LimitedService[] = ['discord', 'telegram', 'runware'];
const pauseReasons = ['provider-out-of-funds', 'provider-key-rejected'] as const;

export interface MetricsOptions {
  /** Called at every scrape. */
  readonly readStanding: () => Promise<Standing>;
  readonly now: () => number;
}

/**
 * Counts what happens to generations and shows it in the Prometheus text format:
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export class Metrics {
  readonly #readStanding: () => Promise<Standing>;
  readonly #registry = new Registry();
  readonly #accepted: Counter;
  readonly #refusals: Counter<'reason'>;
  readonly #takeOvers: Counter;
  readonly #outcomes: Counter<'state' | 'code'>;
  readonly #cost: Counter;
  readonly #overruns: Counter;
  readonly #overrunCost: Counter;
  readonly #firstAnswer: Histogram;
  readonly #wait: Histogram;
  readonly #provider: Histogram;
  readonly #delivery: Histogram;
  readonly #uncertain: Counter<'platform' | 'step'>;
  readonly #expiredPictures: Counter;
  readonly #expiredBytes: Counter;
  readonly #rateLimited: Counter<'service'>;
  readonly #tooFast: Counter<'platform' | 'limit'>;
  readonly #notices: Counter<'outcome'>;
  readonly #paused: Gauge<'reason'>;
  readonly #standing: StandingGauges;

  constructor({ readStanding, now }: MetricsOptions) {
    this.#readStanding = readStanding;
    this.#standing = new StandingGauges({ registry: this.#registry, now });
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#accepted = new Counter({
      name: 'easel_generations_accepted_total',
      help: 'Requests that were accepted.',
      registers,
    });
    this.#refusals = new Counter({
      name: 'easel_generations_refused_total',
      help: 'Requests that were refused, by reason.',
      labelNames: ['reason'],
      registers,
    });
    this.#takeOvers = new Counter({
      name: 'easel_generations_taken_over_total',
      help: 'Generations whose run died or hung, so that another run took them over.',
      registers,
    });
    this.#outcomes = new Counter({
      name: 'easel_generation_outcomes_total',
      help: 'Generations by the state they reached; failed ones by their code, too. Drafts whose turn came are counted as such, however they ended.',
      labelNames: ['state', 'code'],
      registers,
    });
    this.#cost = new Counter({
      name: 'easel_cost_dollars_total',
      help: 'What the image service was paid, in US dollars.',
      registers,
    });
    this.#overruns = new Counter({
      name: 'easel_cost_overruns_total',
      help: 'Generations that cost more than was set aside for them.',
      registers,
    });
    this.#overrunCost = new Counter({
      name: 'easel_cost_overrun_dollars_total',
      help: 'How much more that was, in US dollars: by so much budgets may have been exceeded.',
      registers,
    });
    this.#uncertain = new Counter({
      name: 'easel_uncertain_messages_total',
      help: 'Messages whose confirmation was lost, so that people may see them twice.',
      labelNames: ['platform', 'step'],
      registers,
    });
    const histogram = (kind: keyof typeof buckets, name: string, help: string) =>
      new Histogram({ name, help, buckets: [...buckets[kind]], registers });
    this.#firstAnswer = histogram(
      'firstAnswer',
      'easel_first_answer_seconds',
      'From the acceptance to the first answer.',
    );
    this.#wait = histogram('wait', 'easel_queue_wait_seconds', 'From the acceptance to the start.');
    this.#provider = histogram('provider', 'easel_provider_seconds', 'How long the image service took.');
    this.#delivery = histogram('delivery', 'easel_delivery_seconds', 'From the end to the final answer.');
    this.#expiredPictures = new Counter({
      name: 'easel_pictures_expired_total',
      help: 'Pictures that were removed because their time was over, or for want of room.',
      registers,
    });
    this.#expiredBytes = new Counter({
      name: 'easel_pictures_expired_bytes_total',
      help: 'What those pictures took up.',
      registers,
    });
    this.#rateLimited = new Counter({
      name: 'easel_rate_limited_total',
      help: 'Calls that were too many for the service, which asked to wait (status 429).',
      labelNames: ['service'],
      registers,
    });
    this.#tooFast = new Counter({
      name: 'easel_too_fast_total',
      help: 'What people did too fast and was turned away: beyond what one of them, or a place, may ask or be suggested.',
      labelNames: ['platform', 'limit'],
      registers,
    });
    this.#notices = new Counter({
      name: 'easel_notices_total',
      help: 'Announcements to one place each, by whether they arrived or were given up.',
      labelNames: ['outcome'],
      registers,
    });
    this.#paused = new Gauge({
      name: 'easel_painting_paused',
      help: '1 while nothing is painted because the account has no funds or its key is refused.',
      labelNames: ['reason'],
      registers,
    });
    this.#expectEveryOutcome();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** @throws whatever `readStanding` rejects with. */
  async render(): Promise<string> {
    this.#standing.show(await this.#readStanding());
    return this.#registry.metrics();
  }

  /** Takes one event into account; to be registered as a listener. */
  readonly record = (event: GenerationEvent): void => {
    switch (event.name) {
      case 'generation-accepted':
        this.#accepted.inc();
        break;
      case 'generation-refused':
        this.#refusals.inc({ reason: event.reason });
        break;
      case 'generation-acknowledged':
        this.#firstAnswer.observe(event.afterMs / 1000);
        break;
      case 'generation-started':
        this.#wait.observe(event.waitedMs / 1000);
        break;
      case 'generation-taken-over':
        this.#takeOvers.inc();
        break;
      case 'generation-made':
        this.#recordEnding('made', event);
        break;
      case 'generation-overran':
        this.#overruns.inc();
        this.#overrunCost.inc(toDollars(event.byMicros));
        break;
      case 'generation-failed':
        this.#recordEnding('failed', event, event.code);
        break;
      case 'generation-cancelled':
        this.#recordEnding('cancelled', event);
        break;
      case 'generation-expired':
        this.#recordEnding('expired', event);
        break;
      case 'generation-delivered':
        this.#outcomes.inc({ state: 'delivered', code: '' });
        this.#delivery.observe(event.afterMs / 1000);
        break;
      case 'generation-undeliverable':
        this.#outcomes.inc({ state: 'undeliverable', code: '' });
        break;
      case 'pictures-expired':
        this.#expiredPictures.inc(event.pictures);
        this.#expiredBytes.inc(event.bytes);
        break;
      default:
        event satisfies never;
    }
  };

  /** Counts a message whose confirmation was lost. */
  recordUncertain(platform: string, step: string): void {
    this.#uncertain.inc({ platform, step });
  }

  /** Counts a call that the service put off. */
  recordRateLimited(service: LimitedService): void {
    this.#rateLimited.inc({ service });
  }

  /** Counts something that was turned away because it came too fast. */
  recordTooFast(platform: string, limit: RateLimit): void {
    this.#tooFast.inc({ platform, limit });
  }

  /** An announcement arrived in a place, or never will. */
  recordNotice(outcome: NoticeEnd): void {
    this.#notices.inc({ outcome });
  }

  /** Takes note of whether the account at the image service lets anything be painted. */
  recordProviderChange(change: ProviderChange): void {
    for (const reason of pauseReasons)
      this.#paused.set({ reason }, Number(change.kind === 'paused' && change.reason === reason));
  }

  #recordEnding(state: string, { providerMs, costMicros, isDraft = false }: Ending, code = ''): void {
    this.#outcomes.inc(isDraft ? { state: 'draft', code: '' } : { state, code });
    this.#cost.inc(toDollars(costMicros));
    if (providerMs !== undefined) this.#provider.observe(providerMs / 1000);
  }

  // A series that begins at zero makes its first increase visible to `rate()`.
  #expectEveryOutcome(): void {
    for (const state of ['made', 'cancelled', 'expired', 'delivered', 'undeliverable', 'draft']) {
      this.#outcomes.inc({ state, code: '' }, 0);
    }
    for (const [platform, steps] of Object.entries(uncertainSteps)) {
      for (const step of steps) this.#uncertain.inc({ platform, step }, 0);
      for (const limit of rateLimits) this.#tooFast.inc({ platform, limit }, 0);
    }
    for (const outcome of ['arrived', 'given-up'] as const) this.#notices.inc({ outcome }, 0);
    for (const service of limitedServices) this.#rateLimited.inc({ service }, 0);
    this.recordProviderChange({ kind: 'resumed', by: 'this process' });
    for (const code of failureCodes) this.#outcomes.inc({ state: 'failed', code }, 0);
  }
}
