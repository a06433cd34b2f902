import type { TelegramChat, TelegramMessage, TelegramUser } from '@gramio/types';
import { changeBotStatus } from './bot-membership-change.ts';
import { type BotStatus, type ContentKind, FakeChat } from './chat.ts';
import { ChatView } from './chat-view.ts';
import type { Person } from './person.ts';
import {
  type AlbumOptions,
  groupAnonymousBot,
  type MediaOptions,
  PersonInChat,
  type Posted,
  type SendOptions,
  type Tap,
  type TapOptions,
} from './person-in-chat.ts';
import type { World } from './world.ts';

/** What kind of group there is and who is in it. */
export type GroupOptions = {
  readonly title?: string;
  /** `forum` is a supergroup with topics. Default: `supergroup`. */
  readonly kind?: 'group' | 'supergroup' | 'forum' | 'channel';
  readonly username?: string;
  readonly members?: readonly Person[];
  /** How the bot stands in it; `member`, in a channel `administrator`. */
  readonly bot?: BotStatus;
};

/** A group, supergroup, forum or channel. */
export class Group extends ChatView {
  /** Makes a group that the bot can find. */
  static create(world: World, options: GroupOptions): Group {
    const { kind = 'supergroup', members = [] } = options;
    const chat = new FakeChat({
      chat: describeGroup(world.nextNumber(), options),
      botStatus: options.bot ?? (kind === 'channel' ? 'administrator' : 'member'),
      nextMessageId: kind === 'group' ? world.nextSharedMessageId : ownMessageIds(),
    });
    for (const { user } of members) chat.members.set(user.id, user);
    world.chats.set(chat.id, chat);
    return new Group(world, chat);
  }

  /** Lets a member act here. */
  as(person: Person): PersonInChat {
    if (this.chat.description.type === 'channel') throw new Error('People do not write into channels here');
    if (!this.chat.members.has(person.id)) throw new Error(`${person.user.first_name} is not in this chat`);
    return new PersonInChat({ world: this.world, chat: this.chat, user: person.user });
  }

  send(person: Person, text: string, options?: SendOptions): Posted {
    return this.as(person).sendText(text, options);
  }

  /** As an administrator who remains anonymous: https://telegram.org/blog/filters-anonymous-admins-comments */
  sendAnonymously(text: string, options?: SendOptions): Posted {
    return new PersonInChat({ world: this.world, chat: this.chat, user: groupAnonymousBot }).sendText(
      text,
      options,
    );
  }

  sendPhoto(person: Person, bytes: Buffer, options?: MediaOptions): Posted {
    return this.as(person).sendPhoto(bytes, options);
  }

  sendAlbum(person: Person, photos: readonly Buffer[], options?: AlbumOptions): Promise<Posted[]> {
    return this.as(person).sendAlbum(photos, options);
  }

  tap(person: Person, target: TelegramMessage | Posted, labelOrData: string, options?: TapOptions): Tap {
    return this.as(person).tap(target, labelOrData, options);
  }

  /** Something another bot writes; plain commands go to the bot that wrote last. */
  otherBotWrites(text: string): void {
    const otherBot: TelegramUser = { id: 99, is_bot: true, first_name: 'Other', username: 'other_bot' };
    this.world.post(this.chat, this.#serviceFields({ from: otherBot, text }));
  }

  /** Makes a member an administrator who may delete messages, and change what the chat is called if that is said. */
  promote(person: Person, { mayChangeInfo = false }: { readonly mayChangeInfo?: boolean } = {}): void {
    if (!this.chat.members.has(person.id)) throw new Error(`${person.user.first_name} is not in this chat`);
    this.chat.administrators.add(person.id);
    if (mayChangeInfo) this.chat.infoChangers.add(person.id);
  }

  join(person: Person): void {
    this.chat.members.set(person.id, person.user);
    this.#announce({ from: person.user, new_chat_members: [person.user] });
  }

  leave(person: Person): void {
    this.chat.members.delete(person.id);
    this.#announce({ from: person.user, left_chat_member: person.user });
  }

  /** Takes a right to send away from all members, the bot included. */
  forbid(kind: ContentKind): void {
    this.chat.forbidden.add(kind);
  }

  /** Changes how the bot stands here, as `by` could: promote, remove (`kicked`), let it leave, add it again. */
  setBotStatus(by: Person, status: BotStatus): void {
    changeBotStatus({ world: this.world, chat: this.chat, by: by.user, status });
  }

  /** Makes a topic in a forum and returns its `message_thread_id`. */
  createTopic(person: Person, name: string): number {
    if (this.chat.description.is_forum !== true) throw new Error('Only a forum has topics');
    const created = this.#serviceFields({
      from: person.user,
      is_topic_message: true,
      forum_topic_created: { name, icon_color: 7322096 },
    });
    const message = { ...created, message_thread_id: created.message_id };
    this.chat.topics.set(message.message_id, { name, isClosed: false });
    this.world.post(this.chat, message);
    this.world.updates.push({ message });
    return message.message_id;
  }

  /** Closes a topic: only administrators may write there. */
  closeTopic(threadId: number): void {
    const topic = this.chat.topics.get(threadId);
    if (topic === undefined) throw new Error(`There is no topic ${threadId}`);
    topic.isClosed = true;
  }

  /** Removes a topic with all its messages. */
  deleteTopic(threadId: number): void {
    this.chat.topics.delete(threadId);
    for (const message of this.messages()) {
      if (message.message_thread_id === threadId) this.chat.delete(message.message_id);
    }
  }

  /**
   * Turns a basic group into a supergroup with a new id; the old id is refused from now on. Whoever was away for a day
   * is not told.
   */
  migrate({ isTold = true }: { readonly isTold?: boolean } = {}): Group {
    const { title, type } = this.chat.description;
    if (type !== 'group') throw new Error('Only a basic group can become a supergroup');
    const supergroup = Group.create(this.world, {
      kind: 'supergroup',
      title: title ?? '',
      bot: this.chat.botStatus,
    });
    for (const [id, user] of this.chat.members) supergroup.chat.members.set(id, user);
    if (isTold) {
      this.#announce({ migrate_to_chat_id: supergroup.id });
      supergroup.#announce({ migrate_from_chat_id: this.id });
    }
    this.chat.migratedTo = supergroup.id;
    return supergroup;
  }

  #announce(fields: Partial<TelegramMessage>): void {
    const message = this.#serviceFields(fields);
    this.world.post(this.chat, message);
    if (this.chat.botStatus === 'member' || this.chat.botStatus === 'administrator') {
      this.world.updates.push({ message });
    }
  }

  #serviceFields(fields: Partial<TelegramMessage>): TelegramMessage {
    return {
      message_id: this.chat.nextMessageId(),
      date: this.world.nowSeconds(),
      chat: this.chat.description,
      ...fields,
    };
  }
}

function describeGroup(number: number, options: GroupOptions): TelegramChat {
  const { kind = 'supergroup', title = 'A group', username } = options;
  const name = username === undefined ? {} : { username };
  if (kind === 'group') return { id: -(4_000_000_000 + number), type: 'group', title };
  const id = -(1_002_000_000_000 + number);
  if (kind === 'channel') return { id, type: 'channel', title, ...name };
  return { id, type: 'supergroup', title, ...name, ...(kind === 'forum' ? { is_forum: true } : {}) };
}

function ownMessageIds(): () => number {
  let last = 1;
  return () => {
    last += 1;
    return last;
  };
}
