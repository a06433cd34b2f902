import type { TelegramMessage } from '@gramio/types';
import type { ChatEvent, FakeChat } from './chat.ts';
import type { World } from './world.ts';

type Check = (message: TelegramMessage) => boolean;

/** What somebody who looks at a chat can see, and how to wait for it. */
export class ChatView {
  protected readonly world: World;
  protected readonly chat: FakeChat;

  constructor(world: World, chat: FakeChat) {
    this.world = world;
    this.chat = chat;
  }

  get id(): number {
    return this.chat.id;
  }

  /** What the chat shows now, oldest first; edited messages in their last version, deleted ones not at all. */
  messages(): TelegramMessage[] {
    return this.chat.messages();
  }

  /** The messages of the bot among them. */
  botMessages(): TelegramMessage[] {
    const { bot } = this.world;
    return this.messages().filter(
      ({ from, sender_chat }) => from?.id === bot.id || sender_chat?.id === this.id,
    );
  }

  /** Every version of a message, first to last. */
  versions(message: TelegramMessage): readonly TelegramMessage[] {
    return this.chat.versions(message.message_id);
  }

  /** Everything that happened here, in order. */
  events(): readonly ChatEvent[] {
    return this.chat.events;
  }

  transcript(): string {
    return this.chat.transcript();
  }

  /** Resolves with the first message of the bot, present or to come, that fits; edited ones are looked at again. */
  waitForMessage(check: Check, description: string, timeoutMs?: number): Promise<TelegramMessage> {
    return this.waitFor(() => this.botMessages().find(check), description, timeoutMs);
  }

  /** Resolves when `check` returns something; it is asked again after every change. */
  waitFor<T>(check: () => T | undefined, description: string, timeoutMs = 15_000): Promise<T> {
    return this.world.changes.waitFor({
      check,
      description,
      timeoutMs,
      transcript: () => this.world.transcript(),
    });
  }

  /** The picture of a photo (its largest size) or of a file, as bytes. */
  picture(message: TelegramMessage): Buffer {
    const fileId = message.photo?.at(-1)?.file_id ?? message.document?.file_id;
    const file = fileId === undefined ? undefined : this.world.files.find(fileId);
    if (file === undefined) throw new Error(`Message ${message.message_id} shows no picture`);
    return file.bytes;
  }

  /** The pictures of a message, or of the whole album that it belongs to, in order. */
  pictures(message: TelegramMessage): Buffer[] {
    const album = message.media_group_id;
    const items =
      album === undefined ? [message] : this.messages().filter((one) => one.media_group_id === album);
    return items.map((item) => this.picture(item));
  }
}
