import type { KeptChatMessage } from '../../core/chat-message.ts';
import type { Log } from '../../core/log.ts';
import type { Storage } from '../../core/storage/storage.ts';

export interface ChatWatchOptions {
  readonly storage: Storage;
  /** How many messages there are at most. */
  readonly mostMessages: number;
  readonly log: Log;
}

type Follower = (messages: readonly KeptChatMessage[]) => void;

/** How soon somebody sees what another process has written, or what was erased. */
const patrolMs = 500;

/**
 * Sees what stands in the chat for as long as anybody follows it, whoever changes it: other processes write into it, too,
 * and erasing takes out of it.
 */
export class ChatWatch {
  readonly #options: ChatWatchOptions;
  readonly #followers = new Set<Follower>();
  /** Undefined while nobody follows, and before the first look. */
  #standing: readonly KeptChatMessage[] | undefined;
  #patrol: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #mayHaveChanged = false;

  constructor(options: ChatWatchOptions) {
    this.#options = options;
  }

  /** Shows `follower` everything that stands there, now and after every change, until the function that comes back is called. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    this.#patrol ??= setInterval(() => this.look(), patrolMs);
    if (this.#standing !== undefined) follower(this.#standing);
    this.look();
    return () => this.#leave(follower);
  }

  /** Looks at once whether something has changed, instead of at the next turn. */
  look(): void {
    if (this.#followers.size === 0) return;
    this.#mayHaveChanged = true;
    this.#looking ??= this.#lookUntilSeen()
      .catch((error: unknown) =>
        this.#options.log.debug(
          { error },
          'the playground could not be looked at; the next turn tries again',
        ),
      )
      .finally(() => {
        this.#looking = undefined;
      });
  }

  #leave(follower: Follower): void {
    this.#followers.delete(follower);
    if (this.#followers.size > 0) return;
    clearInterval(this.#patrol);
    this.#patrol = undefined;
    this.#standing = undefined;
  }

  async #lookUntilSeen(): Promise<void> {
    while (this.#mayHaveChanged) {
      this.#mayHaveChanged = false;
      const changed = await this.#readChanged();
      if (changed === undefined || this.#followers.size === 0) continue;
      this.#standing = changed;
      for (const follower of this.#followers) follower(changed);
    }
  }

  /** Undefined when all is as it was. */
  #readChanged(): Promise<readonly KeptChatMessage[] | undefined> {
    const { mostMessages, storage } = this.#options;
    return storage.read(async ({ chatMessages }) => {
      const states = await chatMessages.states(mostMessages);
      const known = this.#standing;
      const isKnown =
        known?.length === states.length &&
        states.every(({ key, revision }, index) => {
          const message = known[index];
          return message?.key === key && message.revision === revision;
        });
      return isKnown ? undefined : chatMessages.newest(mostMessages);
    });
  }
}
