import type { TelegramUpdate } from '@gramio/types';
import type { Changes } from './changes.ts';
import type { Violation } from './recorded-call.ts';
import type { UpdateQueue } from './update-queue.ts';

/** What the bot asked for by setWebhook. */
export type WebhookSettings = {
  readonly url: string;
  readonly secretToken: string | undefined;
  readonly maxConnections: number;
};

/** Where a public address leads: a proxy with TLS that hands on to these, in turn. */
export type WebProxy = (publicUrl: URL) => readonly string[];

type WebhookOptions = {
  readonly updates: UpdateQueue;
  readonly changes: Changes;
  readonly violations: Violation[];
  readonly nowSeconds: () => number;
  readonly retryMs: number;
};

/** Telegram gives up on an answer after about a minute. */
const answerTimeoutMs = 60_000;
const mostRetryMs = 2_000;

/**
 * Brings updates to the bot: one at a time for each chat and in its order, so many at once as the bot wants, and again
 * until the answer is a good one (https://core.telegram.org/bots/api#setwebhook). Set anew, it goes on with what waits.
 */
export class Webhook {
  readonly #options: WebhookOptions;
  readonly #underway = new Map<number, string>();
  readonly #failures = new Map<number, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #settings: WebhookSettings | undefined;
  #proxy: WebProxy = () => [];
  #turn = 0;
  #isClosed = false;
  /** As in getWebhookInfo. */
  lastError: { readonly last_error_date: number; readonly last_error_message: string } | undefined;

  constructor(options: WebhookOptions) {
    this.#options = options;
    options.updates.onNew(() => this.#deliver());
  }

  get settings(): WebhookSettings | undefined {
    return this.#settings;
  }

  set(settings: WebhookSettings | undefined): void {
    this.#settings = settings;
    this.lastError = undefined;
    this.#deliver();
  }

  leadTo(proxy: WebProxy): void {
    this.#proxy = proxy;
    this.#deliver();
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #deliver(): void {
    if (this.#settings === undefined || this.#isClosed) return;
    const begun = new Set<string>();
    for (const update of this.#options.updates.waiting) {
      const lane = laneOf(update);
      const isFirst = !begun.has(lane);
      begun.add(lane);
      const isBusy = this.#underway.has(update.update_id) || [...this.#underway.values()].includes(lane);
      if (!isFirst || isBusy || this.#underway.size >= this.#settings.maxConnections) continue;
      this.#underway.set(update.update_id, lane);
      void this.#bring(update, this.#settings);
    }
  }

  async #bring(update: TelegramUpdate, settings: WebhookSettings): Promise<void> {
    const { changes, nowSeconds, retryMs, updates } = this.#options;
    const problem = await this.#post(update, settings);
    const free = () => {
      this.#underway.delete(update.update_id);
      this.#deliver();
    };
    if (problem === undefined) {
      this.#failures.delete(update.update_id);
      updates.delivered(update);
      free();
      return;
    }
    this.lastError = { last_error_date: nowSeconds(), last_error_message: problem };
    changes.announce();
    const failures = this.#failures.get(update.update_id) ?? 0;
    this.#failures.set(update.update_id, failures + 1);
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        free();
      },
      Math.min(retryMs * 2 ** failures, mostRetryMs),
    );
    this.#timers.add(timer);
  }

  /** What was wrong with the answer; undefined when it was a good one. */
  async #post(update: TelegramUpdate, { secretToken, url }: WebhookSettings): Promise<string | undefined> {
    const address = new URL(url);
    const behind = this.#proxy(address);
    const [backend] = [behind[this.#turn++ % behind.length]];
    if (backend === undefined) return 'Connection refused';
    try {
      const response = await fetch(new URL(address.pathname, backend), {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.timeout(answerTimeoutMs),
        headers: {
          'Content-Type': 'application/json',
          ...(secretToken === undefined ? {} : { 'X-Telegram-Bot-Api-Secret-Token': secretToken }),
        },
        body: JSON.stringify(update),
      });
      const body = await response.text();
      if (!response.ok) return `Wrong response from the webhook: ${response.status} ${response.statusText}`;
      if (body.includes('"method"')) {
        const description = 'a call in the answer to a webhook, which this fake does not carry out';
        this.#options.violations.push({ method: 'webhook', description });
      }
      return undefined;
    } catch {
      return 'Connection failed';
    }
  }
}

/** What Telegram brings one after the other. */
function laneOf(update: TelegramUpdate): string {
  const message = update.message ?? update.callback_query?.message ?? update.my_chat_member;
  const person = update.callback_query?.from ?? update.inline_query?.from;
  return message === undefined ? `person ${person?.id ?? update.update_id}` : `chat ${message.chat.id}`;
}
