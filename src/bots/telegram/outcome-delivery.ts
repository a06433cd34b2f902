import type { InlineKeyboardMarkup, Message } from 'grammy/types';
import type { Wording } from '../../commands/wording.ts';
import type { GenerationOutcome, OwedOutcome } from '../../core/courier.ts';
import type { Log } from '../../core/log.ts';
import type { OnUncertain } from '../uncertain-step.ts';
import { renderKeyboard } from './keyboard.ts';
import { noticing } from './noticing.ts';
import type { OutcomeFiles, UploadedPicture } from './outcome-files.ts';
import { readOutcomeFiles } from './outcome-files.ts';
import { covered, toDocument, toInputFile, toMedia, toPhoto, unseen } from './outcome-media.ts';
import type { Pause } from './pause.ts';
import { persist } from './persist.ts';
import { photoIdOf } from './photo-id.ts';
import type { PictureMemory, ShownResult } from './picture-memory.ts';
import type { RenderedText } from './render-entities.ts';
import { maxCaptionLength, maxTextLength, renderWithin } from './render-entities.ts';
import type { MessagePlace, TelegramAddress } from './telegram-address.ts';
import { addressOfSent, placeOf } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { cannotBeEdited, isFailure } from './telegram-call-failed.ts';

export interface OutcomeDeliveryOptions {
  readonly api: TelegramApi;
  readonly wording: Wording;
  readonly log: Log;
  readonly pause: Pause;
  readonly onUncertain?: OnUncertain | undefined;
  /** Learns which message shows which picture. */
  readonly memory: Pick<PictureMemory, 'rememberResults'>;
}

/** A stopping process waits for deliveries, so the details of an album may not take long. */
const longestDetailsWaitMs = 20_000;

interface Step {
  readonly outcome: OwedOutcome;
  readonly address: TelegramAddress;
}

/**
 * Puts a final answer into its chat. Where there is a status message, it becomes the answer: doing that again changes
 * nothing. Two steps cannot be undone or recognised, so a crash or a lost confirmation right after them lets the
 * pictures come a second time: a new message where no status message can be edited, and an album.
 *
 * Every step throws TelegramCallFailed.
 */
export class OutcomeDelivery {
  readonly #options: OutcomeDeliveryOptions;

  constructor(options: OutcomeDeliveryOptions) {
    this.#options = options;
  }

  /** Resolves with the address of the message that bears the answer's words and buttons. */
  async deliver(step: Step): Promise<TelegramAddress> {
    const files = await readOutcomeFiles(step.outcome);
    const [only, second] = files.files;
    if (only === undefined) return this.#deliverWords(step);
    try {
      return await (second === undefined
        ? this.#deliverOne(step, { ...files, file: only })
        : this.#deliverAlbum(step, files));
    } catch (error) {
      if (!isFailure(error, 'photo-refused') || files.kind === 'document') throw error;
      if (!(await step.outcome.isOwed())) return step.address;
      return await (second === undefined
        ? this.#deliverOne(step, { ...files, kind: 'document', file: only })
        : this.#deliverAlbum(step, { ...files, kind: 'document' }));
    }
  }

  async #deliverWords({ outcome, address }: Step): Promise<TelegramAddress> {
    const { api, onUncertain, wording } = this.#options;
    const rendered = renderWithin(wording.outcomeWithin(outcome, maxTextLength), maxTextLength);
    const words = {
      ...rendered,
      link_preview_options: { is_disabled: true },
      reply_markup: this.#keyboard(outcome),
    };
    const edited = await this.#edit(address, (message) => api.editMessageText({ ...message, ...words }));
    if (edited !== 'impossible' || !(await outcome.isOwed())) return address;
    const message = { ...placeOf(address), ...words };
    const sent = await noticing('answer', onUncertain, () => api.sendMessage(message));
    if (mayShowDraft(outcome)) await this.#removeDraft(address);
    return addressOfSent(address, sent);
  }

  async #deliverOne(
    { outcome, address }: Step,
    { file, isSpoiler, kind }: Omit<OutcomeFiles, 'files'> & { readonly file: UploadedPicture },
  ): Promise<TelegramAddress> {
    const { api, onUncertain } = this.#options;
    const caption = this.#caption(outcome);
    const markup = { reply_markup: this.#keyboard(outcome) };
    const edited = await this.#edit(address, (message) =>
      api.editMessageMedia({
        ...message,
        ...markup,
        media: { ...toMedia({ file, isSpoiler, kind }), ...caption },
      }),
    );
    if (edited !== 'impossible') {
      const { chatId, statusMessageId: messageId = 0 } = address;
      const photoId = edited === 'unchanged' || edited === true ? undefined : photoIdOf(edited);
      await this.#remember(outcome, [{ chatId, messageId, albumId: undefined, photoId }]);
      return address;
    }
    if (!(await outcome.isOwed())) return address;
    const message = { ...placeOf(address), ...caption, ...markup };
    const sent = await noticing('answer', onUncertain, () =>
      kind === 'photo'
        ? api.sendPhoto({ ...message, photo: toInputFile(file), ...covered(isSpoiler) })
        : api.sendDocument({ ...message, document: toInputFile(file), ...unseen(isSpoiler) }),
    );
    await this.#remember(outcome, [toSent(sent)]);
    await this.#removeStatus(address);
    return addressOfSent(address, sent);
  }

  async #deliverAlbum(
    { outcome, address }: Step,
    { files, isSpoiler, kind }: OutcomeFiles,
  ): Promise<TelegramAddress> {
    const { api, log, onUncertain, pause } = this.#options;
    const place = mayShowDraft(outcome) ? placeOf(address) : placeBelowDetails(address);
    const media =
      kind === 'photo'
        ? files.map((file) => toPhoto({ file, isSpoiler }))
        : files.map((file) => toDocument({ file, isSpoiler }));
    const sent = await noticing('album', onUncertain, () => api.sendMediaGroup({ ...place, media }));
    await this.#remember(outcome, sent.map(toSent));
    try {
      return await persist(() => this.#deliverWords({ outcome, address }), {
        pause,
        longestWaitMs: longestDetailsWaitMs,
      });
    } catch (error) {
      // Failing now would bring the whole album again.
      log.warn({ generationId: outcome.generation.id, error }, 'the details of an album did not arrive');
      return address;
    }
  }

  /** Without it a reply to the pictures means Telegram's own copies of them. */
  async #remember({ generation, pictures }: GenerationOutcome, sent: readonly SentMessage[]): Promise<void> {
    const { log, memory } = this.#options;
    const { personId } = generation;
    const results = sent.flatMap((message, index) => {
      const key = pictures[index]?.key;
      return key === undefined ? [] : [{ ...message, personId, key }];
    });
    try {
      await memory.rememberResults(results);
    } catch (error) {
      // Failing now would bring the pictures again.
      log.warn({ generationId: generation.id, error }, 'the messages of a result were not remembered');
    }
  }

  #caption(outcome: GenerationOutcome): Caption {
    const words = this.#options.wording.outcomeWithin(outcome, maxCaptionLength);
    return toCaption(renderWithin(words, maxCaptionLength));
  }

  #keyboard({ generation, pictures }: GenerationOutcome): InlineKeyboardMarkup {
    return renderKeyboard(this.#options.wording.buttons(generation, pictures.length));
  }

  /** What came of making the status message the answer, which may be there already. */
  async #edit<Edited>(
    { chatId, statusMessageId }: TelegramAddress,
    edit: (message: { chat_id: number; message_id: number }) => Promise<Edited>,
  ): Promise<Edited | 'unchanged' | 'impossible'> {
    if (statusMessageId === undefined) return 'impossible';
    try {
      return await edit({ chat_id: chatId, message_id: statusMessageId });
    } catch (error) {
      if (isFailure(error, 'not-modified')) return 'unchanged';
      if (cannotBeEdited(error)) return 'impossible';
      throw error;
    }
  }

  /**
   * A status message that shows a draft has no text that could be edited, and the draft should not outlive the answer;
   * failing now would bring the answer again, though.
   */
  async #removeDraft({ chatId, statusMessageId }: TelegramAddress): Promise<void> {
    const { api, log, pause } = this.#options;
    if (statusMessageId === undefined) return;
    try {
      await persist(() => api.deleteMessage({ chat_id: chatId, message_id: statusMessageId }), {
        pause,
        longestWaitMs: longestDetailsWaitMs,
      });
    } catch (error) {
      if (!cannotBeEdited(error)) log.warn({ error }, 'a draft stayed beside its answer');
    }
  }

  async #removeStatus({ chatId, statusMessageId }: TelegramAddress): Promise<void> {
    if (statusMessageId === undefined) return;
    try {
      await this.#options.api.deleteMessage({ chat_id: chatId, message_id: statusMessageId });
    } catch (error) {
      this.#options.log.debug({ error }, 'an old status message stayed');
    }
  }
}

/** A draft that did not work out, or ended with the request, was never in the status message. */
function mayShowDraft({ draft }: GenerationOutcome): boolean {
  return draft?.generation.state === 'delivered';
}

/**
 * An album has no buttons: they stand on its details, which the status message becomes. Where the album answers nothing
 * else, it replies to them, so that each album shows which details are its own. What shows a draft cannot become them.
 */
function placeBelowDetails(address: TelegramAddress): MessagePlace {
  const { replyToMessageId = address.statusMessageId } = address;
  return placeOf({ ...address, ...(replyToMessageId === undefined ? {} : { replyToMessageId }) });
}

type SentMessage = Omit<ShownResult, 'key' | 'personId'>;

function toSent(message: Message): SentMessage {
  const { chat, media_group_id: albumId, message_id: messageId } = message;
  return { chatId: chat.id, messageId, albumId, photoId: photoIdOf(message) };
}

interface Caption {
  readonly caption: string;
  readonly caption_entities: RenderedText['entities'];
}

function toCaption({ text, entities }: RenderedText): Caption {
  return { caption: text, caption_entities: entities };
}
