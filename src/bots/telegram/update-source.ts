import type { Update } from 'grammy/types';

/** Where updates come from. None of them is lost by a process that ends: whatever is not `handled` comes again. */
export interface UpdateSource {
  /**
   * Resolves with the next ones in their order; with none when it does not wait, or has waited for some time. Undefined:
   * they are another process's to take now.
   */
  next(options: {
    readonly waits: boolean;
    readonly signal: AbortSignal;
  }): Promise<readonly Update[] | undefined>;
  /** Those of the last `next` need not come again. */
  handled(updates: readonly Update[]): Promise<void>;
  /** Nothing more is taken by this process. */
  end(): Promise<void>;
}

/** Everything else is not even sent to us: https://core.telegram.org/bots/api#update */
export const updateKinds = ['message', 'callback_query', 'inline_query', 'my_chat_member'] as const;
