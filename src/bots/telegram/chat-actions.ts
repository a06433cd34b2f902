import type { Generation } from '../../core/generation.ts';
import type { Log } from '../../core/log.ts';
import { makesTexts } from '../../core/verb.ts';
import type { Pause } from './pause.ts';
import { realPause } from './pause.ts';
import type { TelegramAddress } from './telegram-address.ts';
import type { TelegramApi } from './telegram-api.ts';
import { isClosed } from './telegram-call-failed.ts';

export interface ChatActionsOptions {
  readonly api: TelegramApi;
  readonly log: Log;
  readonly pause?: Pause;
}

interface Showing {
  readonly generationIds: Set<string>;
  readonly ending: AbortController;
  ended: Promise<void>;
}

/** An action shows for five seconds: https://core.telegram.org/bots/api#sendchataction */
const repeatMs = 4_000;

/** Keeps "sending a photo…", or "typing…" for words, above a chat while at least one generation runs for it; once per chat and topic. */
export class ChatActions {
  readonly #options: ChatActionsOptions;
  readonly #showing = new Map<string, Showing>();

  constructor(options: ChatActionsOptions) {
    this.#options = options;
  }

  show({ id: generationId, wish }: Pick<Generation, 'id' | 'wish'>, address: TelegramAddress): void {
    const key = `${address.chatId} ${address.threadId ?? ''}`;
    const known = this.#showing.get(key);
    if (known !== undefined) {
      known.generationIds.add(generationId);
      return;
    }
    const ending = new AbortController();
    const action = makesTexts(wish.verb) ? 'typing' : 'upload_photo';
    const showing: Showing = {
      generationIds: new Set([generationId]),
      ending,
      ended: this.#repeat(action, { address, signal: ending.signal }).finally(() => {
        if (this.#showing.get(key) === showing) this.#showing.delete(key);
      }),
    };
    this.#showing.set(key, showing);
  }

  /** Resolves when no action for this generation can reach the chat any more. */
  async end(generationId: string): Promise<void> {
    for (const [key, showing] of this.#showing) {
      showing.generationIds.delete(generationId);
      if (showing.generationIds.size > 0) continue;
      this.#showing.delete(key);
      showing.ending.abort();
      await showing.ended;
    }
  }

  stop(): void {
    for (const { ending } of this.#showing.values()) ending.abort();
    this.#showing.clear();
  }

  async #repeat(
    action: 'typing' | 'upload_photo',
    { address, signal }: { readonly address: TelegramAddress; readonly signal: AbortSignal },
  ): Promise<void> {
    const { chatId, threadId } = address;
    const { api, log, pause = realPause } = this.#options;
    const thread = threadId === undefined ? {} : { message_thread_id: threadId };
    while (!signal.aborted) {
      try {
        await api.sendChatAction({ chat_id: chatId, action, ...thread }, { timeoutMs: repeatMs });
      } catch (error) {
        log.debug({ error }, 'the chat action was not shown');
        if (isClosed(error)) return;
      }
      await pause(repeatMs, signal);
    }
  }
}
