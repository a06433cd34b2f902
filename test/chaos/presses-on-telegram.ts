import type { TelegramMessage } from '@gramio/types';
import type { ChatView } from '../fakes/telegram/chat-view.ts';
import type { Person } from '../fakes/telegram/person.ts';
import type { PersonInChat } from '../fakes/telegram/person-in-chat.ts';
import { buttonRows } from '../fakes/telegram/reply-markup.ts';
import type { AskedOnTelegram } from './asked.ts';
import { markersIn, tellsProgress, tellsQuestion } from './asked.ts';
import { type ButtonKey, buttonKeysIn } from './button-key.ts';
import { chooseButton, deletedBy, type Press } from './press.ts';
import type { PlatformPresses, PressesOptions } from './presses.ts';
import { insistEveryMs } from './presses.ts';

/** A chat with the people in it, and their hands. */
export interface PeopledChat {
  readonly view: ChatView;
  readonly people: readonly Person[];
  readonly hands: (person: Person) => Pick<PersonInChat, 'sendText' | 'tap'>;
}

type Pressable = ButtonKey & { readonly data: string };

interface Shown {
  readonly chat: PeopledChat;
  readonly message: TelegramMessage;
}

/** Words that a person means to write as soon as the bot asks for them. */
interface Intention {
  readonly chat: PeopledChat;
  readonly person: Person;
  readonly of: AskedOnTelegram;
  readonly afterMessageId: number;
}

const looksBack = 30;
const otherShare = 0.15;
const twiceShare = 0.25;
const unfinishedShare = 0.35;

/** Buttons on Telegram, and the replies that they ask for. */
export class PressesOnTelegram implements PlatformPresses {
  readonly #options: PressesOptions & { readonly chats: readonly PeopledChat[] };
  readonly #lastInsistedMs = new Map<string, number>();
  readonly #answered = new Set<TelegramMessage>();
  #intentions: Intention[] = [];
  readonly made: Press[] = [];

  constructor(options: PressesOptions & { readonly chats: readonly PeopledChat[] }) {
    this.#options = options;
  }

  press(): void {
    const { random } = this.#options;
    const all = this.#shown().slice(-looksBack);
    const unfinished = all.filter(({ message }) => tellsProgress(wordsOf(message)));
    const looked = unfinished.length > 0 && random.happens(unfinishedShare) ? unfinished : all;
    if (looked.length === 0) return;
    const shown = random.pick(looked);
    const of = this.#askedIn(shown.message);
    const owner = shown.chat.people.find(({ id }) => id === of?.message.from?.id);
    if (of === undefined || owner === undefined) return;
    const others = shown.chat.people.filter((person) => person !== owner);
    const isByOther = others.length > 0 && random.happens(otherShare);
    const button = chooseButton(buttonsOf(shown.message), { isByOther, random });
    if (button === undefined) return;
    const person = isByOther ? random.pick(others) : owner;
    const times = random.happens(twiceShare) ? 2 : 1;
    for (let time = 0; time < times; time += 1) this.#press(button, { ...shown, person, of, isByOther });
  }

  fillIn(): void {
    this.#intentions = this.#intentions.filter((intention) => !this.#answer(intention));
  }

  insistOnDeleting(): void {
    const deleted = deletedBy(this.made);
    for (const shown of this.#shown()) {
      const button = buttonsOf(shown.message).find(({ action }) => action === 'remove');
      const of = this.#askedIn(shown.message);
      const person = shown.chat.people.find(({ id }) => id === of?.message.from?.id);
      if (button === undefined || of === undefined || person === undefined) continue;
      if (!deleted.has(button.generationId)) continue;
      const place = `${shown.chat.view.id} ${shown.message.message_id}`;
      if (Date.now() - (this.#lastInsistedMs.get(place) ?? 0) < insistEveryMs) continue;
      this.#lastInsistedMs.set(place, Date.now());
      this.#press(button, { ...shown, person, of, isByOther: false });
    }
  }

  #press(
    { action, data, generationId }: Pressable,
    { chat, isByOther, message, of, person }: Shown & PressedBy,
  ): void {
    const { telegram } = this.#options.world;
    const { update } = chat.hands(person).tap(message, data);
    const isHeard = () => update !== undefined && telegram.isConfirmed(update.update_id);
    const { number } = of;
    this.made.push({ platform: 'telegram', action, generationId, number, isByOther, isHeard });
    const afterMessageId = chat.view.messages().at(-1)?.message_id ?? 0;
    if (action === 'change') this.#intentions.push({ chat, person, of, afterMessageId });
  }

  /** Whether the question was there to be answered. */
  #answer({ afterMessageId, chat, of, person }: Intention): boolean {
    const { asked, newWords } = this.#options;
    const question = chat.view
      .botMessages()
      .find(
        (message) =>
          message.message_id > afterMessageId &&
          tellsQuestion(wordsOf(message)) &&
          !this.#answered.has(message) &&
          isFor(message, person),
      );
    if (question === undefined) return false;
    this.#answered.add(question);
    const words = newWords(person.user.first_name, of);
    const { message, update } = chat.hands(person).sendText(words.prompt, { replyTo: question });
    if (update === undefined) throw new Error('Expected a reply to reach the bot');
    const { count, isPrivate } = of;
    const wish = { ...words, count, isPrivate, isImpossible: false };
    asked.push({ platform: 'telegram', ...wish, message, update, chat: chat.view });
    return true;
  }

  /** What can be pressed, oldest first. */
  #shown(): readonly Shown[] {
    return this.#options.chats
      .flatMap((chat) => chat.view.botMessages().map((message) => ({ chat, message })))
      .filter(({ message }) => buttonRows(message).length > 0)
      .toSorted((one, other) => one.message.date - other.message.date);
  }

  #askedIn(message: TelegramMessage): AskedOnTelegram | undefined {
    const [number = 0] = markersIn(wordsOf(message));
    const one = this.#options.asked.find((each) => each.number === number);
    return one?.platform === 'telegram' ? one : undefined;
  }
}

interface PressedBy {
  readonly person: Person;
  readonly of: AskedOnTelegram;
  readonly isByOther: boolean;
}

function wordsOf({ caption, text }: TelegramMessage): string {
  return text ?? caption ?? '';
}

/** In groups a question names whom it asks. */
function isFor({ chat, entities = [] }: TelegramMessage, person: Person): boolean {
  if (chat.type === 'private') return true;
  return entities.some((entity) => entity.type === 'text_mention' && entity.user?.id === person.id);
}

function buttonsOf(message: TelegramMessage): readonly Pressable[] {
  return buttonRows(message)
    .flat()
    .flatMap(({ callback_data: data = '' }) => {
      const [key] = buttonKeysIn(data);
      return key === undefined ? [] : [{ ...key, data }];
    });
}
