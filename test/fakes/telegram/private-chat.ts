import type { TelegramMessage, TelegramUser } from '@gramio/types';
import { changeBotStatus } from './bot-membership-change.ts';
import type { FakeChat } from './chat.ts';
import { ChatView } from './chat-view.ts';
import type { FoundPhoto } from './inline-query.ts';
import {
  type AlbumOptions,
  type MediaOptions,
  PersonInChat,
  type Posted,
  type SendOptions,
  type Tap,
  type TapOptions,
} from './person-in-chat.ts';
import type { World } from './world.ts';

/** A person's chat with the bot. Writing into it starts it. */
export class PrivateChat extends ChatView {
  readonly #person: PersonInChat;

  constructor(options: { world: World; chat: FakeChat; user: TelegramUser }) {
    super(options.world, options.chat);
    this.#person = new PersonInChat(options);
  }

  /** Taps "Start", with the payload of a deep link if there was one. */
  start(payload?: string): Posted {
    return this.sendText(payload === undefined ? '/start' : `/start ${payload}`);
  }

  sendText(text: string, options?: SendOptions): Posted {
    return this.#person.sendText(text, options);
  }

  forward(target: Posted, options?: { readonly isHidden?: boolean }): Posted {
    return this.#person.forward(target, options);
  }

  sendPhoto(bytes: Buffer, options?: MediaOptions): Posted {
    return this.#person.sendPhoto(bytes, options);
  }

  sendInlineResult(photo: FoundPhoto): Posted {
    return this.#person.sendInlineResult(photo);
  }

  sendImageDocument(bytes: Buffer, options?: MediaOptions & { name?: string; mimeType?: string }): Posted {
    return this.#person.sendImageDocument(bytes, options);
  }

  sendAlbum(photos: readonly Buffer[], options?: AlbumOptions): Promise<Posted[]> {
    return this.#person.sendAlbum(photos, options);
  }

  sendDocumentAlbum(pictures: readonly Buffer[], options?: AlbumOptions): Promise<Posted[]> {
    return this.#person.sendDocumentAlbum(pictures, options);
  }

  edit(target: TelegramMessage | Posted, text: string): Posted {
    return this.#person.edit(target, text);
  }

  delete(target: TelegramMessage | Posted): void {
    this.#person.delete(target);
  }

  tap(target: TelegramMessage | Posted, labelOrData: string, options?: TapOptions): Tap {
    return this.#person.tap(target, labelOrData, options);
  }

  forgeTap(target: TelegramMessage | Posted, data: string, options?: TapOptions): Tap {
    return this.#person.forgeTap(target, data, options);
  }

  /** Blocks the bot: from now on it gets 403 here. */
  block(): void {
    changeBotStatus({ world: this.world, chat: this.chat, by: this.#person.user, status: 'kicked' });
  }

  unblock(): void {
    changeBotStatus({ world: this.world, chat: this.chat, by: this.#person.user, status: 'member' });
  }

  /** Deletes the person's account. */
  deactivateAccount(): void {
    this.chat.isDeactivated = true;
  }

  /** Taps "Stop" on a draft that the bot shows (`sendMessageDraft` with `can_stop`). */
  stopDraft(draftId: number): void {
    this.world.updates.push({
      stopped_message_generation: { chat: this.chat.description, draft_id: draftId },
    });
  }
}
