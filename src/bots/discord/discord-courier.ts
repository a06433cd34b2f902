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
import type { DeliveryWay } from './delivery-ways.ts';
import { closedWays, deliveryWays } from './delivery-ways.ts';
import type { DiscordAddress } from './discord-address.ts';
import { interactionOf, parseDiscordAddress, statusMessageOf } from './discord-address.ts';
import type { DiscordApi } from './discord-api.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import { sendFirstAnswer } from './first-answer.ts';
import { renderWithin } from './fit-text.ts';
import { messageBody, withAttachments } from './message-body.ts';
import { outcomeMessage } from './outcome-message.ts';
import { postStatus } from './post-status.ts';
import type { ProgressMessage } from './progress-message.ts';
import { progressMessage } from './progress-message.ts';
import { retractMessage } from './retract-message.ts';
import { sendOutcome } from './send-outcome.ts';
import { showReport } from './show-report.ts';
import { ShownDrafts } from './shown-drafts.ts';
import { toDeliveryError } from './to-delivery-error.ts';
import { halvedLimits, shrinkAttempts, uploadLimits } from './upload-limits.ts';

export interface DiscordCourierOptions {
  readonly api: DiscordApi;
  readonly wording: Wording;
  readonly log: Log;
  readonly now: () => number;
  readonly onUncertain?: OnUncertain;
  /** Least time between two progress edits of one message. */
  readonly progressIntervalMs?: number;
  /** Most bytes of one file, whatever a server's plan would allow. */
  readonly maxFileBytes?: number;
  /** Most bytes of all files of one message. */
  readonly maxRequestBytes?: number;
}

/** Far more than can be about to show progress. */
const mostFinished = 1_000;
const progressTimeoutMs = 3_000;
/** Another process may begin to paint meanwhile, and hardly ends sooner. */
const sharedTimeoutMs = 1_000;
const draftTimeoutMs = 15_000;

/** Brings answers to Discord, through plain calls that need nothing but the address. */
export class DiscordCourier implements Courier {
  readonly platform = 'discord';
  readonly #options: DiscordCourierOptions;
  readonly #pacer: ProgressPacer;
  readonly #finished = new RecentIds(mostFinished);
  readonly #drafts = new ShownDrafts();

  constructor(options: DiscordCourierOptions) {
    this.#options = options;
    this.#pacer = new ProgressPacer(options.progressIntervalMs ?? 1_500);
  }

  async acknowledge(status: GenerationStatus): Promise<Address> {
    const address = parseDiscordAddress(status.generation.address);
    try {
      const { content } = await this.#progressMessage(status, address);
      const body = messageBody({ ...content, isEphemeral: address.isEphemeral });
      const { api } = this.#options;
      const { id: generationId } = status.generation;
      const sent = await (address.isDurable
        ? postStatus(api, { address, body, generationId })
        : sendFirstAnswer(api, address, body));
      this.#pacer.wrote(generationId);
      const { messageId = address.messageId } = sent;
      return {
        ...address,
        isEphemeral: address.isEphemeral || sent.isEphemeral,
        ...(messageId === undefined ? {} : { messageId }),
      };
    } catch (error) {
      throw toDeliveryError(error);
    }
  }

  progress(status: GenerationStatus): void {
    const { id } = status.generation;
    // Progress that was looked up before the answer comes after it.
    if (hasEnded(status.generation) || this.#finished.has(id)) return;
    // Each message has a rate limit of its own.
    this.#pacer.show({ key: id, lane: id }, () => this.#showProgress(status));
  }

  async deliver(outcome: OwedOutcome): Promise<Address> {
    const address = parseDiscordAddress(outcome.generation.address);
    const { id } = outcome.generation;
    this.#finished.add(id);
    await this.#pacer.finish(id);
    this.#drafts.forget(id);
    try {
      return await this.#deliverSomehow(outcome, address);
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
    const { botIsMember, channelId } = parseDiscordAddress(address);
    if (!botIsMember) throw new DeliveryError({ problem: 'gone' });
    const text = renderWithin(wordNotice(words, { language, wording }));
    try {
      await api.postMessage(channelId, { body: messageBody({ text }) });
    } catch (error) {
      throw toDeliveryError(error);
    }
  }

  async retract({ address, id }: Generation): Promise<void> {
    const { log, now } = this.#options;
    try {
      const isGone = await retractMessage(parseDiscordAddress(address), { ...this.#options, nowMs: now() });
      if (!isGone) log.warn({ generationId: id }, 'an answer that was deleted on its way still stands');
    } catch (error) {
      log.error({ generationId: id, error }, 'an answer could not be taken away');
    }
  }

  /** Drops progress that still waits; answers are not held here. */
  stop(): void {
    this.#pacer.stop();
  }

  #progressMessage(
    status: GenerationStatus,
    { fileSizeLimitBytes }: DiscordAddress,
  ): Promise<ProgressMessage> {
    return progressMessage(this.#drafts.showable(status), {
      wording: this.#options.wording,
      limits: uploadLimits({ ...this.#options, fileSizeLimitBytes }),
      attached: this.#drafts.attachedTo(status.generation.id),
    });
  }

  async #showProgress(status: GenerationStatus): Promise<void> {
    const { api, log, now } = this.#options;
    const { generation } = status;
    try {
      const address = parseDiscordAddress(generation.address);
      const ways = deliveryWays(address, { isPrivate: isPrivate(generation, address), nowMs: now() });
      const { content, draft, files } = await this.#progressMessage(status, address);
      if ((await status.isCurrent?.()) === false) return;
      const isUpload = files.length > 0;
      const upload = {
        body: isUpload ? withAttachments(content) : messageBody(content),
        files,
        signal: AbortSignal.timeout(isUpload ? draftTimeoutMs : progressTimeoutOf(status)),
      };
      if (ways[0] === 'original') await api.editOriginal(interactionOf(address), upload);
      else if (ways[0] === 'status-message') await api.editMessage(statusMessageOf(address), upload);
      this.#drafts.shown(generation.id, draft);
    } catch (error) {
      if (this.#drafts.failed(status, error)) return this.#showProgress(status);
      log.debug({ generationId: generation.id, error }, 'progress was not shown');
    }
  }

  async #deliverSomehow(outcome: OwedOutcome, address: DiscordAddress): Promise<DiscordAddress> {
    const { generation } = outcome;
    const closed = new Set<DeliveryWay>();
    const ways = deliveryWays(address, {
      isPrivate: isPrivate(generation, address),
      nowMs: this.#options.now(),
    });
    let last: DiscordCallFailed | undefined;
    for (const way of ways) {
      if (closed.has(way)) continue;
      if (last !== undefined && !(await outcome.isOwed())) return address;
      try {
        return await this.#deliverBy(way, { outcome, address });
      } catch (error) {
        if (!(error instanceof DiscordCallFailed)) throw error;
        const nowClosed = closedWays(error.failure);
        if (nowClosed === undefined) {
          this.#warnOfTwin(error, { generationId: generation.id, way });
          throw error;
        }
        for (const closedWay of nowClosed) closed.add(closedWay);
        this.#options.log.info({ generationId: generation.id, way, error }, 'a way of delivery is closed');
        last = error;
      }
    }
    throw new DeliveryError({ problem: 'gone', cause: last });
  }

  /** Edits can be repeated freely; a new message whose confirmation was lost may have arrived. */
  #warnOfTwin({ failure }: DiscordCallFailed, about: { generationId: string; way: DeliveryWay }): void {
    const isEdit = about.way === 'original' || about.way === 'status-message';
    if (failure !== 'unanswered' || isEdit) return;
    this.#options.log.warn(about, 'this answer may come to appear twice');
    this.#options.onUncertain?.(about.way === 'follow-up' ? 'follow-up' : 'answer');
  }

  /** Sends the answer one way, with smaller and smaller files when Discord takes less than it announced. */
  async #deliverBy(
    way: DeliveryWay,
    { address, outcome }: { outcome: OwedOutcome; address: DiscordAddress },
  ): Promise<DiscordAddress> {
    const { fileSizeLimitBytes } = address;
    const { id: generationId } = outcome.generation;
    let limits = uploadLimits({ ...this.#options, fileSizeLimitBytes });
    for (let attempt = 1; ; attempt += 1) {
      const message = await outcomeMessage(outcome, { wording: this.#options.wording, limits });
      try {
        return await sendOutcome(this.#options.api, way, { address, generationId, message });
      } catch (error) {
        const isTooLarge = error instanceof DiscordCallFailed && error.failure === 'too-large';
        if (!isTooLarge || message.files.length === 0 || attempt > shrinkAttempts) throw error;
        limits = halvedLimits(message.files, limits);
        this.#options.log.warn({ generationId, limits }, 'Discord takes smaller files');
      }
    }
  }
}

/** Discord makes some answers of user-installed apps ephemeral on its own; those are as private as asked-for ones. */
function isPrivate(generation: Generation, address: DiscordAddress): boolean {
  return generation.isPrivate || address.isEphemeral;
}

function progressTimeoutOf({ isCurrent }: GenerationStatus): number {
  return isCurrent === undefined ? progressTimeoutMs : sharedTimeoutMs;
}

function hasEnded({ state }: Generation): boolean {
  return state !== 'accepted' && state !== 'preparing' && state !== 'waiting' && state !== 'running';
}
