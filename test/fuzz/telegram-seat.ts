import type { TelegramChat } from '@gramio/types';
import type { ChatView } from '../fakes/telegram/chat-view.ts';
import type { Group } from '../fakes/telegram/group.ts';
import type { Person } from '../fakes/telegram/person.ts';
import type { PersonInChat } from '../fakes/telegram/person-in-chat.ts';

type Hands = Pick<
  PersonInChat,
  'sendText' | 'sendPhoto' | 'sendImageDocument' | 'sendAlbum' | 'tap' | 'forgeTap'
>;

const isOfBot = /^sent #\d+ \[bot\]/;

/** One person in one chat. The answer may come there, or to them in private. */
export class TelegramSeat {
  readonly person: Person;
  readonly view: ChatView;
  readonly hands: Hands;
  readonly isPrivate: boolean;
  readonly #watched: readonly ChatView[];

  constructor(person: Person, group?: Group) {
    const own = person.privateChat();
    this.person = person;
    this.view = group ?? own;
    this.hands = group === undefined ? own : group.as(person);
    this.isPrivate = group === undefined;
    this.#watched = group === undefined ? [own] : [group, own];
  }

  get chat(): TelegramChat {
    return this.isPrivate
      ? { id: this.view.id, type: 'private', first_name: this.person.user.first_name }
      : { id: this.view.id, type: 'supergroup', title: 'A group' };
  }

  /** Up to where everything was said before. */
  mark(): readonly number[] {
    return this.#watched.map((view) => view.events().length);
  }

  /** Resolves when the bot has said something new since. */
  async spokenTo(mark: readonly number[], timeoutMs: number): Promise<void> {
    const waiting = this.#watched.map((view, index) =>
      view.waitFor(
        () =>
          view
            .events()
            .slice(mark[index])
            .some(({ text }) => isOfBot.test(text)) || undefined,
        'an answer',
        timeoutMs,
      ),
    );
    await Promise.any(waiting);
  }
}
