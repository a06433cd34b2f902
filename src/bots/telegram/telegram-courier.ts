import { wordNotice } from '../../commands/notice-wording.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Address } from '../../core/address.ts';
import type {
  Courier,
  GenerationStatus,
  OwedOutcome,
  ReportSheet,
  ReportTarget,
} from '../../core/courier.ts';
import { DeliveryError } from '../../core/courier.ts';
import type { Generation } from '../../core/generation.ts';
import type { Log } from '../../core/log.ts';
import type { Notice } from '../../core/rules/notice.ts';
import { ProgressPacer } from '../progress-pacer.ts';
import { RecentIds } from '../recent-ids.ts';
import type { OnUncertain } from '../uncertain-step.ts';
import { ChatActions } from './chat-actions.ts';
import { noticing } from './noticing.ts';
import { OutcomeDelivery } from './outcome-delivery.ts';
import type { Pause } from './pause.ts';
import { realPause } from './pause.ts';
import { persist } from './persist.ts';
import type { PictureMemory } from './picture-memory.ts';
import { renderWithin } from './render-entities.ts';
import { showReport } from './show-report.ts';
import { shownMessages } from './shown-messages.ts';
import type { StatusContent } from './status-edits.ts';
import { StatusEdits } from './status-edits.ts';
import { takeAway } from './take-away.ts';
import type { TelegramAddress } from './telegram-address.ts';
import { addressOfSent, parseTelegramAddress, placeOf } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { cannotBeEdited, isFailure, TelegramCallFailed } from './telegram-call-failed.ts';

export interface TelegramCourierOptions {
  readonly api: TelegramApi;
  readonly wording: Wording;
  readonly log: Log;
  /** Learns which message shows which picture. */
  readonly memory: Pick<PictureMemory, 'messagesOf' | 'rememberResults'>;
  readonly pause?: Pause;
  readonly onUncertain?: OnUncertain;
  /** Least time between two progress edits in one chat, by its kind. */
  readonly progressIntervalMs?: { readonly private: number; readonly group: number };
}

/**
 * About one message a second in a chat, twenty a minute in a group (https://core.telegram.org/bots/faq), of which the
 * answers need the larger part.
 */
const usualIntervalMs = { private: 4_000, group: 8_000 };
/** Far more than can be about to show progress. */
const mostFinished = 1_000;
const firstAnswerTimeoutMs = 10_000;
/** A refused bot token needs the operator; meanwhile nobody else's calls are spent on it. */
const tokenRefusedRetryMs = 60_000;

/** Brings answers to Telegram, through plain calls that need nothing but the address. */
export class TelegramCourier implements Courier {
  readonly platform = 'telegram';
  readonly #options: TelegramCourierOptions;
  readonly #pacers: Readonly<Record<TelegramAddress['chatKind'], ProgressPacer>>;
  readonly #actions: ChatActions;
  readonly #outcomes: OutcomeDelivery;
  readonly #edits: StatusEdits;
  readonly #finished = new RecentIds(mostFinished);

  constructor(options: TelegramCourierOptions) {
    const { pause = realPause, progressIntervalMs = usualIntervalMs } = options;
    this.#options = options;
    this.#pacers = {
      private: new ProgressPacer(progressIntervalMs.private),
      group: new ProgressPacer(progressIntervalMs.group),
    };
    this.#actions = new ChatActions({ ...options, pause });
    this.#outcomes = new OutcomeDelivery({ ...options, pause });
    this.#edits = new StatusEdits(options);
  }

  /**
   * Sends the status message, or makes one of the message that offered to paint. A crash or a lost confirmation right
   * after sending leaves a status message behind that nothing will ever change; the answer comes as a new one.
   */
  async acknowledge(status: GenerationStatus): Promise<Address> {
    const { generation } = status;
    const address = parseTelegramAddress(generation.address);
    const content = this.#edits.content(status);
    try {
      const shown = await this.#show(address, content);
      this.#pacers[address.chatKind].wrote(String(address.chatId));
      this.#edits.said(generation.id, content);
      return shown;
    } catch (error) {
      throw toDeliveryError(error);
    }
  }

  progress(status: GenerationStatus): void {
    const { generation } = status;
    // Progress that was on its way when somebody cancelled comes after the answer.
    if (hasEnded(generation) || this.#finished.has(generation.id)) return;
    try {
      const address = parseTelegramAddress(generation.address);
      if (generation.state === 'running') this.#actions.show(generation, address);
      const message = { key: generation.id, lane: String(address.chatId) };
      this.#pacers[address.chatKind].show(message, () => this.#showProgress(status, address));
    } catch (error) {
      this.#options.log.error({ generationId: generation.id, error }, 'progress could not be shown');
    }
  }

  async deliver(outcome: OwedOutcome): Promise<Address> {
    const { id } = outcome.generation;
    const address = parseTelegramAddress(outcome.generation.address);
    this.#finished.add(id);
    await Promise.all([this.#actions.end(id), this.#pacers[address.chatKind].finish(id)]);
    this.#edits.forget(id);
    try {
      return await this.#outcomes.deliver({ outcome, address });
    } catch (error) {
      throw toDeliveryError(error);
    }
  }

  async report(sheet: ReportSheet, target: ReportTarget): Promise<Address> {
    try {
      return await showReport(sheet, target, this.#options);
    } catch (error) {
      throw toDeliveryError(error);
    }
  }

  async announce({
    address,
    language,
    words,
  }: Pick<Notice, 'address' | 'language' | 'words'>): Promise<void> {
    const { api, wording } = this.#options;
    const { replyToMessageId: _asked, ...place } = parseTelegramAddress(address);
    try {
      await api.sendMessage({ ...placeOf(place), ...renderWithin(wordNotice(words, { language, wording })) });
    } catch (error) {
      throw toDeliveryError(error);
    }
  }

  async retract(generation: Generation): Promise<void> {
    const { api, log, memory, pause = realPause, wording } = this.#options;
    const words = renderWithin(wording.text('button.removed', generation.language));
    try {
      for (const message of await shownMessages(generation, { memory, pressed: undefined })) {
        await persist(() => takeAway(message, { api, words }), { pause });
      }
    } catch (error) {
      log.error({ generationId: generation.id, error }, 'an answer could not be taken away');
    }
  }

  /** Drops progress that still waits; answers are not held here. */
  stop(): void {
    this.#actions.stop();
    for (const pacer of Object.values(this.#pacers)) pacer.stop();
  }

  async #show(address: TelegramAddress, content: StatusContent): Promise<TelegramAddress> {
    const { api } = this.#options;
    const options = { timeoutMs: firstAnswerTimeoutMs };
    const { chatId, statusMessageId } = address;
    if (statusMessageId !== undefined) {
      try {
        const message = { chat_id: chatId, message_id: statusMessageId };
        await api.editMessageText({ ...message, ...content }, options);
        return address;
      } catch (error) {
        if (isFailure(error, 'not-modified')) return address;
        if (!cannotBeEdited(error)) throw error;
      }
    }
    const sent = await noticing('status', this.#options.onUncertain, () =>
      api.sendMessage({ ...placeOf(address), ...content }, options),
    );
    return addressOfSent(address, sent);
  }

  async #showProgress(status: GenerationStatus, address: TelegramAddress): Promise<void> {
    try {
      if ((await status.isCurrent?.()) === false) return;
      await this.#edits.show(status, address);
    } catch (error) {
      const { id: generationId } = status.generation;
      this.#options.log.debug({ generationId, error }, 'progress was not shown');
    }
  }
}

function hasEnded({ state }: Generation): boolean {
  return state !== 'accepted' && state !== 'preparing' && state !== 'waiting' && state !== 'running';
}

/** What a failed call means for the outbox. Anything that is not a failed call is a bug and stays what it is. */
function toDeliveryError(error: unknown): unknown {
  if (!(error instanceof TelegramCallFailed)) return error;
  switch (error.failure) {
    case 'unanswered':
    case 'rate-limited':
      return new DeliveryError({ problem: 'temporary', retryAfterMs: error.retryAfterMs, cause: error });
    case 'token-refused':
      return new DeliveryError({ problem: 'unauthorised', retryAfterMs: tokenRefusedRetryMs, cause: error });
    case 'place-closed':
    case 'place-lost':
      return new DeliveryError({ problem: 'gone', cause: error });
    case 'not-modified':
    case 'message-gone':
    case 'migrated':
    case 'photo-refused':
    case 'too-large':
    case 'other-poller':
    case 'rejected':
      return new DeliveryError({ problem: 'rejected', cause: error });
    default:
      return error.failure satisfies never;
  }
}
