import type { TelegramUser } from '@gramio/types';
import { FakeChat } from './chat.ts';
import type { InlineQuery, PendingInlineQuery } from './inline-query.ts';
import { PrivateChat } from './private-chat.ts';
import type { World } from './world.ts';

/** Who a person is; all but the name may be left out. */
export type PersonOptions = {
  readonly name: string;
  readonly username?: string;
  /** IETF tag, like `ru`; clients need not send one. */
  readonly languageCode?: string;
  /** Whether the chat with the bot is open already (default: false, the bot cannot write first). */
  readonly startedBot?: boolean;
};

/** A person with a Telegram account. */
export class Person {
  readonly user: TelegramUser;
  readonly #world: World;
  readonly #privateChat: PrivateChat;

  constructor(world: World, { name, username, languageCode, startedBot = false }: PersonOptions) {
    this.#world = world;
    this.user = {
      // Beyond 32 bits, as ids have been for years.
      id: 5_500_000_000 + world.nextNumber(),
      is_bot: false,
      first_name: name,
      ...(username === undefined ? {} : { username }),
      ...(languageCode === undefined ? {} : { language_code: languageCode }),
    };
    const chat = new FakeChat({
      chat: {
        id: this.user.id,
        type: 'private',
        first_name: name,
        ...(username === undefined ? {} : { username }),
      },
      botStatus: startedBot ? 'member' : 'not-started',
      nextMessageId: world.nextSharedMessageId,
    });
    chat.members.set(this.user.id, this.user);
    world.people.set(this.user.id, this.user);
    world.chats.set(chat.id, chat);
    this.#privateChat = new PrivateChat({ world, chat, user: this.user });
  }

  get id(): number {
    return this.user.id;
  }

  /** Types the bot's name and then these words, in any chat; `offset` is what the answer before said. */
  inlineQuery(query = '', { offset = '' }: { readonly offset?: string } = {}): InlineQuery {
    const world = this.#world;
    if (!world.settings.inlineMode) throw new Error('Inline mode is off: BotFather switches it on');
    const pending: PendingInlineQuery = { askedAtMs: world.nowMs(), answer: undefined };
    const id = String(6_000_000_000_000_000 + world.nextNumber());
    world.inlineQueries.set(id, pending);
    const update = world.updates.push({
      inline_query: { id, from: this.user, query, offset, chat_type: 'supergroup' },
    });
    return {
      id,
      update,
      answered: (timeoutMs = 5000) =>
        world.changes.waitFor({
          check: () => pending.answer,
          description: `the answer to the inline query "${query}"`,
          timeoutMs,
          transcript: () => world.transcript(),
        }),
    };
  }

  privateChat(): PrivateChat {
    return this.#privateChat;
  }
}
