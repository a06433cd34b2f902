import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Wording } from '../../commands/wording.ts';
import type { DeliverablePicture, GenerationStatus } from '../../core/courier.ts';
import type { Generation } from '../../core/generation.ts';
import { RecentIds } from '../recent-ids.ts';
import { renderKeyboard } from './keyboard.ts';
import { pictureFileName } from './outcome-files.ts';
import { toPhoto } from './outcome-media.ts';
import type { RenderedText } from './render-entities.ts';
import { renderWithin } from './render-entities.ts';
import type { TelegramAddress } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { TelegramCallFailed } from './telegram-call-failed.ts';

export interface StatusEditsOptions {
  readonly api: TelegramApi;
  readonly wording: Wording;
}

/** What a status message says while nothing is to be seen. */
export interface StatusContent extends RenderedText {
  readonly link_preview_options: { readonly is_disabled: true };
  readonly reply_markup: InlineKeyboardMarkup;
}

const editTimeoutMs = 5_000;
const uploadTimeoutMs = 15_000;
/** Far more than can be under way. */
const mostDrafts = 1_000;

/** Says in its status message how far a generation is, and shows its draft there. */
export class StatusEdits {
  readonly #options: StatusEditsOptions;
  /** What each unfinished status message says. */
  readonly #said = new Map<string, string>();
  /** Whose message shows the draft already, as far as this process knows. */
  readonly #drafts = new RecentIds(mostDrafts);
  /** Whose draft cannot be read, or is none that Telegram takes: it would hold up the words at every look. */
  readonly #unshowable = new RecentIds(mostDrafts);

  constructor(options: StatusEditsOptions) {
    this.#options = options;
  }

  content({ generation, ...status }: GenerationStatus): StatusContent {
    const { wording } = this.#options;
    return {
      ...renderWithin(wording.status({ generation, ...status })),
      // Prompts may hold addresses; their previews are nothing that was asked for.
      link_preview_options: { is_disabled: true },
      reply_markup: renderKeyboard(wording.buttons(generation, 0)),
    };
  }

  /** The message says this already. */
  said(id: string, content: StatusContent): void {
    this.#said.set(id, JSON.stringify(content));
  }

  /** Nothing more is to be said about this generation here. */
  forget(id: string): void {
    this.#said.delete(id);
  }

  /** @throws TelegramCallFailed */
  async show(given: GenerationStatus, address: TelegramAddress): Promise<void> {
    const { id } = given.generation;
    const { chatId: chat_id, statusMessageId: message_id } = address;
    const status = this.#unshowable.has(id) ? withoutPicture(given) : given;
    const content = this.content(status);
    if (message_id === undefined || this.#said.get(id) === JSON.stringify(content)) return;
    const saying = { content, picture: status.draft?.picture };
    try {
      await this.#edit({ chat_id, message_id }, status.generation, saying);
    } catch (error) {
      if (saying.picture === undefined || !isUnshowable(error)) throw error;
      this.#unshowable.add(id);
      return this.show(status, address);
    }
    this.said(id, content);
  }

  async #edit(
    message: { readonly chat_id: number; readonly message_id: number },
    { id, isSpoiler }: Generation,
    { content, picture }: Saying,
  ): Promise<void> {
    const { api } = this.#options;
    if (picture === undefined) {
      await api.editMessageText({ ...message, ...content }, { timeoutMs: editTimeoutMs });
      return;
    }
    const { entities: caption_entities, reply_markup, text: caption } = content;
    const words = { caption, caption_entities };
    if (this.#drafts.has(id)) {
      await api.editMessageCaption({ ...message, ...words, reply_markup }, { timeoutMs: editTimeoutMs });
      return;
    }
    const file = { name: pictureFileName(picture), bytes: await picture.read() };
    const media = { ...toPhoto({ file, isSpoiler }), ...words };
    await api.editMessageMedia({ ...message, media, reply_markup }, { timeoutMs: uploadTimeoutMs });
    this.#drafts.add(id);
  }
}

interface Saying {
  readonly content: StatusContent;
  readonly picture: DeliverablePicture | undefined;
}

function isUnshowable(error: unknown): boolean {
  return !(error instanceof TelegramCallFailed) || error.failure === 'photo-refused';
}

function withoutPicture({ draft, ...status }: GenerationStatus): GenerationStatus {
  return { ...status, draft: draft && { ...draft, picture: undefined } };
}
