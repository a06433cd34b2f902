import { setTimeout as delay } from 'node:timers/promises';
import type {
  TelegramDocument,
  TelegramInlineKeyboardButton,
  TelegramMessage,
  TelegramPhotoSize,
  TelegramUpdate,
  TelegramUser,
} from '@gramio/types';
import type { FakeChat } from './chat.ts';
import type { FoundPhoto } from './inline-query.ts';
import { findEntities } from './message-text.ts';
import { withoutReply } from './methods/writable-chat.ts';
import { reachesBot } from './privacy-mode.ts';
import { buttonRows } from './reply-markup.ts';
import type { PendingTap, World } from './world.ts';

/** What a person did: the message, and the update it made unless the bot may not see it. */
export type Posted = { readonly message: TelegramMessage; readonly update: TelegramUpdate | undefined };

/** How a message is sent: as a reply, into a topic. */
export type SendOptions = {
  readonly replyTo?: TelegramMessage | Posted;
  /** What somebody wrote elsewhere and is answered here: https://core.telegram.org/bots/api#externalreplyinfo */
  readonly replyAcrossTo?: Posted;
  /** `message_thread_id` of a topic of a forum. */
  readonly topic?: number;
};

/** How a photo or file is sent. */
export type MediaOptions = SendOptions & { readonly caption?: string; readonly spoiler?: boolean };

/** How an album is sent: all items at once and in order, unless told otherwise. */
export type AlbumOptions = MediaOptions & {
  /** Pause between the updates. */
  readonly gapMs?: number;
  /** The order in which the updates come, as indexes; message ids and captions stay where they are. */
  readonly order?: readonly number[];
  /** Which item bears the caption; the first. */
  readonly captionAt?: number;
};

/** What the bot is told of the message with the button. */
export type TapOptions = {
  /** Only its number, as of a message that is old or was just deleted: https://core.telegram.org/bots/api#inaccessiblemessage */
  readonly isInaccessible?: boolean;
};

/** A tap on a button; `answered()` resolves with the bot's answerCallbackQuery. */
export type Tap = {
  readonly id: string;
  readonly update: TelegramUpdate | undefined;
  answered(timeoutMs?: number): Promise<NonNullable<PendingTap['answer']>>;
};

type PersonInChatOptions = { readonly world: World; readonly chat: FakeChat; readonly user: TelegramUser };
type Content = Omit<TelegramMessage, 'message_id' | 'date' | 'chat'>;

/** One person acting in one chat, as with an app in the hand. */
export class PersonInChat {
  readonly user: TelegramUser;
  readonly #world: World;
  readonly #chat: FakeChat;

  constructor({ world, chat, user }: PersonInChatOptions) {
    this.user = user;
    this.#world = world;
    this.#chat = chat;
  }

  sendText(text: string, options: SendOptions = {}): Posted {
    return this.#post({ text, ...entitiesOf('entities', text) }, options);
  }

  /** Forwards somebody's words; who hides their account from forwards is named only: https://core.telegram.org/bots/api#messageorigin */
  forward({ message }: Posted, { isHidden = false } = {}): Posted {
    const { text = '' } = message;
    const origin = originOf(message);
    const hidden = { type: 'hidden_user', date: origin.date, sender_user_name: 'Somebody' } as const;
    return this.#post({ text, forward_origin: isHidden ? hidden : origin }, {});
  }

  sendPhoto(bytes: Buffer, options: MediaOptions = {}): Posted {
    return this.#post({ photo: this.#photo(bytes), ...captionOf(options) }, options);
  }

  /** Picks a result of an inline query. */
  sendInlineResult({ caption, sizes }: FoundPhoto): Posted {
    return this.#post(
      { photo: sizes, via_bot: this.#world.bot, ...captionOf(caption === undefined ? {} : { caption }) },
      {},
    );
  }

  /** Sends a picture "as a file": full quality, with its own name and type. */
  sendImageDocument(
    bytes: Buffer,
    options: MediaOptions & { readonly name?: string; readonly mimeType?: string } = {},
  ): Posted {
    const { name = 'picture.png', mimeType = 'image/png' } = options;
    const document = this.#world.files.addDocument({ bytes, name, mimeType });
    return this.#post({ document, ...captionOf(options) }, options);
  }

  /** Sends photos as one album; resolves when the last update is made, with the items in the album's order. */
  sendAlbum(photos: readonly Buffer[], options: AlbumOptions = {}): Promise<Posted[]> {
    return this.#postAlbum(
      photos.map((bytes) => ({ photo: this.#photo(bytes) })),
      options,
    );
  }

  /** Sends pictures as one album of files. */
  sendDocumentAlbum(pictures: readonly Buffer[], options: AlbumOptions = {}): Promise<Posted[]> {
    const documents = pictures.map((bytes, index) => {
      const document: TelegramDocument = this.#world.files.addDocument({
        bytes,
        name: `picture-${index + 1}.png`,
        mimeType: 'image/png',
      });
      return { document };
    });
    return this.#postAlbum(documents, options);
  }

  /** Changes the text, or the caption, of an own message. */
  edit(target: TelegramMessage | Posted, text: string): Posted {
    const message = this.#current(target);
    const field = message.text === undefined ? 'caption' : 'text';
    const { entities: _entities, caption_entities: _captionEntities, ...kept } = message;
    const edited: TelegramMessage = {
      ...kept,
      [field]: text,
      ...entitiesOf(field === 'text' ? 'entities' : 'caption_entities', text),
      edit_date: this.#world.nowSeconds(),
    };
    this.#chat.replace(edited);
    this.#world.changes.announce();
    const isSeen = reachesBot(this.#world, this.#chat, edited);
    return {
      message: edited,
      update: isSeen ? this.#world.updates.push({ edited_message: edited }) : undefined,
    };
  }

  /** Removes a message as its author can; Telegram does not tell bots. */
  delete(target: TelegramMessage | Posted): void {
    this.#chat.delete(this.#current(target).message_id);
    this.#world.changes.announce();
  }

  /** Taps the button with this label or this callback data. */
  tap(
    target: TelegramMessage | Posted,
    labelOrData: string,
    { isInaccessible = false }: TapOptions = {},
  ): Tap {
    const message = isInaccessible ? this.#last(target) : this.#current(target);
    const button = findButton(message, labelOrData);
    if (button.disabled !== undefined) throw new Error(`The button "${button.text}" is disabled`);
    const data = button.callback_data;
    if (data === undefined) throw new Error(`The button "${button.text}" sends nothing to the bot`);
    return this.#sendTap(message, { data, label: button.text, isInaccessible });
  }

  /** Sends data that no button bears: "a bad client can send arbitrary data in this field", says CallbackQuery. */
  forgeTap(target: TelegramMessage | Posted, data: string, { isInaccessible = false }: TapOptions = {}): Tap {
    return this.#sendTap(this.#last(target), { data, label: data, isInaccessible });
  }

  #sendTap(
    message: TelegramMessage,
    { data, isInaccessible, label }: { data: string; label: string; isInaccessible: boolean },
  ): Tap {
    const tap: PendingTap = {
      id: String(4_000_000_000_000_000 + this.#world.nextNumber()),
      tappedAtMs: this.#world.nowMs(),
      answer: undefined,
    };
    this.#world.taps.set(tap.id, tap);
    const update = this.#world.updates.push({
      callback_query: {
        id: tap.id,
        from: this.user,
        message: isInaccessible
          ? { chat: this.#chat.description, message_id: message.message_id, date: 0 }
          : message,
        chat_instance: String(this.#chat.id * 7),
        data,
      },
    });
    return {
      id: tap.id,
      update,
      answered: (timeoutMs = 15_000) =>
        this.#world.changes.waitFor({
          check: () => tap.answer,
          description: `the answer to the tap on "${label}"`,
          timeoutMs,
          transcript: () => this.#world.transcript(),
        }),
    };
  }

  #photo(bytes: Buffer): TelegramPhotoSize[] {
    return this.#world.files.addPhoto(bytes);
  }

  async #postAlbum(contents: readonly Content[], options: AlbumOptions): Promise<Posted[]> {
    const { gapMs = 0, captionAt = 0, order = contents.map((_content, index) => index) } = options;
    const albumId = String(13_000_000_000 + this.#world.nextNumber());
    const messages = contents.map((content, index) =>
      this.#compose(
        { ...content, media_group_id: albumId, ...(index === captionAt ? captionOf(options) : {}) },
        options,
      ),
    );
    const updates = new Map<TelegramMessage, TelegramUpdate | undefined>();
    for (const [position, index] of order.entries()) {
      const message = messages[index];
      if (message === undefined) throw new Error(`The album has no item ${index}`);
      if (position > 0 && gapMs > 0) await delay(gapMs);
      updates.set(message, this.#deliver(message));
    }
    return messages.map((message) => ({ message, update: updates.get(message) }));
  }

  #post(content: Content, options: SendOptions): Posted {
    const message = this.#compose(content, options);
    return { message, update: this.#deliver(message) };
  }

  #compose(content: Content, { replyAcrossTo: across, replyTo, topic }: SendOptions): TelegramMessage {
    const replied = replyTo === undefined ? undefined : this.#current(replyTo);
    return {
      message_id: this.#chat.nextMessageId(),
      from: this.user,
      date: this.#world.nowSeconds(),
      chat: this.#chat.description,
      ...(this.user.id === groupAnonymousBot.id ? { sender_chat: this.#chat.description } : {}),
      ...this.#place(topic, replied),
      ...(replied === undefined ? {} : { reply_to_message: withoutReply(replied) }),
      ...(across === undefined ? {} : { external_reply: { origin: originOf(across.message) } }),
      ...content,
    };
  }

  #place(topic: number | undefined, replied: TelegramMessage | undefined): Partial<TelegramMessage> {
    const threadId = topic ?? replied?.message_thread_id;
    if (threadId !== undefined) {
      return this.#chat.topics.has(threadId)
        ? { message_thread_id: threadId, is_topic_message: true }
        : { message_thread_id: threadId };
    }
    // In a supergroup every reply belongs to a thread, named after its first message, also without topics.
    const isPlainSupergroup =
      this.#chat.description.type === 'supergroup' && this.#chat.description.is_forum !== true;
    return replied !== undefined && isPlainSupergroup ? { message_thread_id: replied.message_id } : {};
  }

  #deliver(message: TelegramMessage): TelegramUpdate | undefined {
    const isPrivate = this.#chat.isPrivate;
    if (isPrivate && this.#chat.botStatus === 'kicked')
      throw new Error('Unblock the bot before you write to it');
    if (isPrivate && this.#chat.botStatus === 'not-started') this.#chat.botStatus = 'member';
    this.#world.post(this.#chat, message);
    return reachesBot(this.#world, this.#chat, message) ? this.#world.updates.push({ message }) : undefined;
  }

  /** Also of a deleted message: an app may still show it for a moment. */
  #last(target: TelegramMessage | Posted): TelegramMessage {
    const { message_id } = 'message' in target ? target.message : target;
    return this.#chat.versions(message_id).at(-1) ?? this.#current(target);
  }

  #current(target: TelegramMessage | Posted): TelegramMessage {
    const { message_id } = 'message' in target ? target.message : target;
    const message = this.#chat.find(message_id);
    if (message === undefined) throw new Error(`There is no message ${message_id} in this chat (any more)`);
    return message;
  }
}

/** In whose name Telegram shows what administrators write anonymously. */
export const groupAnonymousBot: TelegramUser = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};

function captionOf({ caption, spoiler }: MediaOptions): Content {
  return {
    ...(caption === undefined ? {} : { caption, ...entitiesOf('caption_entities', caption) }),
    ...(spoiler === true ? { has_media_spoiler: true } : {}),
  };
}

function entitiesOf(field: 'entities' | 'caption_entities', text: string): Content {
  const entities = findEntities(text);
  return entities.length === 0 ? {} : { [field]: entities };
}

function findButton(message: TelegramMessage, labelOrData: string): TelegramInlineKeyboardButton {
  const buttons = buttonRows(message).flat();
  const button = buttons.find((one) => one.text === labelOrData || one.callback_data === labelOrData);
  if (button !== undefined) return button;
  const offered = buttons.map((one) => `[${one.text}]`).join(' ');
  throw new Error(`Message ${message.message_id} has no button "${labelOrData}", only: ${offered || 'none'}`);
}

function originOf({ date, from }: TelegramMessage) {
  if (from === undefined) throw new Error('Nobody wrote this message');
  return { type: 'user', date, sender_user: from } as const;
}
