import type { TelegramMessage } from '@gramio/types';
import type { Random } from '../chaos/random.ts';
import type { FakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { ChatView } from '../fakes/telegram/chat-view.ts';
import type { Posted, Tap } from '../fakes/telegram/person-in-chat.ts';
import { buttonRows } from '../fakes/telegram/reply-markup.ts';
import type { FakeTelegram } from '../fakes/telegram/start-fake-telegram.ts';
import type { Bystander } from './bystanders.ts';
import type { Deed } from './deed.ts';
import { detailOf, patienceMs } from './deed.ts';
import { misappropriated } from './odd-buttons.ts';
import { OddCommandLines } from './odd-command-lines.ts';
import type { OddFiles } from './odd-files.ts';
import type { OddWords } from './odd-words.ts';
import type { TelegramSeat } from './telegram-seat.ts';

export interface TelegramDeedsTools {
  readonly telegram: FakeTelegram;
  /** Where the commands and their options are registered in full. */
  readonly discord: Pick<FakeDiscord, 'commandDefinitions'>;
  readonly random: Random;
  readonly words: OddWords;
  readonly files: OddFiles;
  readonly bystanders: readonly Bystander[];
}

const longestMessage = 4_096;
const longestCaption = 1_024;
const longestData = 64;
const mostRecent = 30;

/** What people do on Telegram, with its own clients and with clients of their own. */
export class DeedsOnTelegram {
  readonly #tools: TelegramDeedsTools;
  readonly #lines: OddCommandLines;
  readonly #seenData: string[] = [];

  constructor(tools: TelegramDeedsTools) {
    this.#tools = tools;
    this.#lines = new OddCommandLines({ ...tools, botName: `${tools.telegram.bot.username}` });
  }

  /** Undefined when there is nothing to be done that way just now. */
  act(seat: TelegramSeat): Deed | undefined | Promise<Deed> {
    const kinds: ((seat: TelegramSeat) => Deed | undefined | Promise<Deed>)[] = [
      ...Array.from({ length: 6 }, () => this.#command),
      ...Array.from({ length: 5 }, () => this.#tap),
      ...Array.from({ length: 4 }, () => this.#forgeTap),
      ...Array.from({ length: 2 }, () => this.#say),
      ...Array.from({ length: 2 }, () => this.#reply),
      ...Array.from({ length: 2 }, () => this.#type),
      this.#photo,
      this.#album,
      this.#strange,
    ];
    return this.#tools.random.pick(kinds).call(this, seat);
  }

  #command(seat: TelegramSeat): Deed {
    return this.#posted('command', seat, seat.hands.sendText(this.#lines.within(longestMessage, seat)));
  }

  #say(seat: TelegramSeat): Deed {
    const { words } = this.#tools;
    const said = words.within(1, longestMessage).trim() || 'a fox';
    return this.#posted('words', seat, seat.hands.sendText(said));
  }

  #reply(seat: TelegramSeat): Deed | undefined {
    const { files, random, words } = this.#tools;
    const replyTo = this.#recent(seat.view)[0];
    if (replyTo === undefined) return undefined;
    const said = words.within(1, 500).trim() || 'a fox';
    const posted = random.happens(0.8)
      ? seat.hands.sendText(said, { replyTo })
      : seat.hands.sendPhoto(files.picture, { replyTo, caption: said });
    return this.#posted('reply', seat, posted);
  }

  #photo(seat: TelegramSeat): Deed {
    const { files, random } = this.#tools;
    const caption = random.happens(0.3) ? {} : { caption: this.#lines.within(longestCaption, seat) };
    const { bytes, contentType, filename } = files.any();
    const posted = random.happens(0.5)
      ? seat.hands.sendPhoto(files.picture, caption)
      : seat.hands.sendImageDocument(bytes, { ...caption, name: filename, mimeType: contentType });
    return this.#posted('picture', seat, posted);
  }

  async #album(seat: TelegramSeat): Promise<Deed> {
    const { files, random } = this.#tools;
    const count = random.between(2, 10);
    const pictures = Array.from({ length: count }, () => files.picture);
    const caption = random.happens(0.3) ? {} : { caption: this.#lines.within(longestCaption, seat) };
    const order = random.shuffled(pictures.map((_picture, index) => index));
    const mark = seat.mark();
    const posted = await seat.hands.sendAlbum(pictures, { ...caption, order });
    return this.#posted('album', seat, posted[0], mark);
  }

  #tap(seat: TelegramSeat): Deed | undefined {
    const { random } = this.#tools;
    const message = this.#messageWithButtons(seat);
    if (message === undefined) return undefined;
    const usable = dataOf(message);
    if (usable.length === 0) return undefined;
    const data = random.pick(usable);
    this.#seenData.push(data);
    const isInaccessible = random.happens(0.1);
    return this.#tapped('tap', seat, seat.hands.tap(message, data, { isInaccessible }), data);
  }

  #forgeTap(seat: TelegramSeat): Deed | undefined {
    const { random } = this.#tools;
    const message = this.#recent(seat.view)[0];
    if (message === undefined) return undefined;
    const data = this.#madeUpData();
    const isInaccessible = random.happens(0.2);
    return this.#tapped('forged tap', seat, seat.hands.forgeTap(message, data, { isInaccessible }), data);
  }

  #madeUpData(): string {
    const { bystanders, random, words } = this.#tools;
    const seen = this.#seenData.length === 0 ? words.id(30) : random.pick(this.#seenData);
    const others = bystanders.flatMap(({ buttonIds }) => buttonIds());
    const data = random.pick([
      words.id(longestData),
      words.mutated(seen),
      seen,
      `paint:${words.id(20)}`,
      `album:${random.between(0, 10 ** 9)}`,
      words.within(0, 20),
      misappropriated(seen, random),
      ...others.map((other) => (random.happens(0.3) ? misappropriated(other, random) : other)),
    ]);
    return Buffer.byteLength(data) > longestData ? data.slice(0, 15) : data;
  }

  #type({ person }: TelegramSeat): Deed {
    const { random, words } = this.#tools;
    const offset = random.pick(['', '', words.id(60), 'favourite.1.0', 'other.99999999999999999.9']);
    const query = person.inlineQuery(words.within(0, 250), { offset });
    return {
      kind: 'inline query',
      detail: detailOf('Telegram', person.user.first_name, 'types inline', offset),
      isToBeAnswered: true,
      answered: () => query.answered(patienceMs),
    };
  }

  /** What Telegram sends besides words and pictures. */
  #strange(seat: TelegramSeat): Deed | undefined {
    const { random, telegram, words } = this.#tools;
    const id = random.between(1, 10 ** 6);
    const file = { file_id: words.id(20), file_unique_id: words.id(10) };
    const content = random.pick([
      { voice: { ...file, duration: 3 } },
      { location: { latitude: 0, longitude: 0 } },
      { contact: { phone_number: '1', first_name: words.within(1, 20) } },
      { dice: { emoji: '🎲', value: 6 } },
      { sticker: { ...file, type: 'regular', width: 1, height: 1, is_animated: false, is_video: false } },
      { video: { ...file, width: 1, height: 1, duration: 1 }, caption: words.within(0, 100) },
      { pinned_message: seat.view.messages()[0] },
      { new_chat_title: words.within(1, 100) },
    ] as const);
    const { user } = seat.person;
    const message = {
      message_id: 10 ** 8 + id,
      date: Math.floor(Date.now() / 1_000),
      chat: seat.chat,
      from: user,
    };
    telegram.pushUpdate({ message: { ...message, ...content } as TelegramMessage });
    return {
      kind: 'something else',
      detail: detailOf('Telegram', user.first_name, content),
      isToBeAnswered: false,
      answered: async () => undefined,
    };
  }

  /** In a private chat everything is answered, in a group what a command says to the bot by name. */
  #posted(kind: string, seat: TelegramSeat, posted: Posted | undefined, mark = seat.mark()): Deed {
    const { message, update } = posted ?? {};
    const words = message?.text ?? message?.caption ?? '';
    return {
      kind,
      detail: detailOf(
        'Telegram',
        seat.person.user.first_name,
        seat.isPrivate ? 'in private' : 'in a group',
        kind,
        words,
      ),
      isToBeAnswered: update !== undefined && (seat.isPrivate || this.#namesBot(words)),
      answered: () => seat.spokenTo(mark, patienceMs),
    };
  }

  #tapped(kind: string, { person }: TelegramSeat, tap: Tap, data: string): Deed {
    return {
      kind,
      detail: detailOf('Telegram', person.user.first_name, kind, data, tap.update?.update_id, tap.id),
      isToBeAnswered: true,
      answered: () => tap.answered(patienceMs),
    };
  }

  #namesBot(words: string): boolean {
    return new RegExp(`^/\\w{1,32}@${this.#tools.telegram.bot.username}(?=\\s|$)`, 'i').test(words);
  }

  #messageWithButtons({ view }: TelegramSeat): TelegramMessage | undefined {
    return this.#recent(view).find((message) => dataOf(message).length > 0);
  }

  /** The bot's last messages in the chat, in any order. */
  #recent(view: ChatView): TelegramMessage[] {
    return this.#tools.random.shuffled(view.botMessages().slice(-mostRecent));
  }
}

function dataOf(message: TelegramMessage): readonly string[] {
  return buttonRows(message)
    .flat()
    .flatMap(({ callback_data: data }) => data ?? []);
}
