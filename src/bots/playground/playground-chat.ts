import type { KeptChatMessage } from '../../core/chat-message.ts';
import type { Log } from '../../core/log.ts';
import type { Storage, StorageTransaction } from '../../core/storage/storage.ts';
import { ChatWatch } from './chat-watch.ts';
import type { PlaygroundMessage } from './playground-message.ts';
import { personIdOf } from './playground-person.ts';

/** A message as it stands in the chat. */
export interface StandingMessage extends PlaygroundMessage {
  readonly key: string;
  readonly sequence: number;
  readonly revision: number;
  readonly atMs: number;
}

export interface PlaygroundChatOptions {
  readonly storage: Storage;
  readonly log: Log;
  readonly now: () => number;
}

export interface KeyedMessage {
  /** Saying something under the key of a message changes that message. */
  readonly key: string;
  readonly message: PlaygroundMessage;
  /** Keys of picture files that are there for this message alone. */
  readonly files?: readonly string[];
}

/** What scrolls by is gone after that: the results themselves stay in `/history`. */
const mostMessages = 300;

/** The conversation, which outlives the process and is the same in all of them. */
export class PlaygroundChat {
  readonly #options: PlaygroundChatOptions;
  readonly #watch: ChatWatch;

  constructor(options: PlaygroundChatOptions) {
    this.#options = options;
    this.#watch = new ChatWatch({ ...options, mostMessages });
  }

  /** Says something new, or something else in the place of a message. Doing it again changes nothing that people see. */
  async say({ files = [], key, message }: KeyedMessage): Promise<void> {
    await this.#change((transaction) => this.#put(transaction, { key, message, files }));
  }

  /**
   * Says it unless `isOver` says that what stands there is final. The two are one step, so that progress which comes late
   * takes nobody's answer away.
   */
  async sayUnless(
    isOver: (standing: StandingMessage) => boolean,
    { files = [], key, message }: KeyedMessage,
  ): Promise<void> {
    await this.#change(async (transaction) => {
      const standing = await transaction.chatMessages.find(key);
      if (standing !== undefined && isOver(toStanding(standing))) return;
      await this.#put(transaction, { key, message, files });
    });
  }

  find(key: string): Promise<StandingMessage | undefined> {
    return this.#options.storage.transaction(async ({ chatMessages }) => {
      const found = await chatMessages.find(key);
      return found && toStanding(found);
    });
  }

  /** Everything that is still there, in its order. */
  read(): Promise<readonly StandingMessage[]> {
    return this.#options.storage.transaction(async ({ chatMessages }) =>
      (await chatMessages.newest(mostMessages)).map(toStanding),
    );
  }

  /** Shows everything that is still there, now and after every change, until the function that comes back is called. */
  follow(show: (messages: readonly StandingMessage[]) => void): () => void {
    return this.#watch.follow((messages) => show(messages.map(toStanding)));
  }

  async #change(change: (transaction: StorageTransaction) => Promise<void>): Promise<void> {
    await this.#options.storage.transaction(change);
    this.#watch.look();
  }

  async #put(
    { chatMessages, retention }: StorageTransaction,
    { files, key, message }: Required<KeyedMessage>,
  ): Promise<void> {
    const content = JSON.stringify(message);
    await chatMessages.put({
      key,
      personId: personIdOf(message.person),
      content,
      files,
      atMs: this.#options.now(),
    });
    const forgotten = await chatMessages.keepNewest(mostMessages);
    await retention.noteUnneeded(forgotten.flatMap((old) => old.files));
  }
}

function toStanding({ atMs, content, key, revision, sequence }: KeptChatMessage): StandingMessage {
  // Written by this chat alone.
  const message: PlaygroundMessage = JSON.parse(content);
  return { ...message, key, sequence, revision, atMs };
}
