/**
 * Remembers how long Telegram asked us to keep quiet in each chat, so that no call is made before: waiting is the only
 * thing that helps, and calls that ignore it make the pause longer (https://grammy.dev/advanced/flood).
 */
export class FloodPauses {
  readonly #untilMs = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  note({ method, chatId, pauseMs }: { method: string; chatId: number; pauseMs: number }): void {
    this.#untilMs.set(keyOf(method, chatId), this.#now() + pauseMs);
  }

  /** How long such a call has to wait, in milliseconds; 0 when it may go. */
  remainingMs(method: string, chatId: number): number {
    const key = keyOf(method, chatId);
    const remaining = (this.#untilMs.get(key) ?? 0) - this.#now();
    if (remaining > 0) return remaining;
    this.#untilMs.delete(key);
    return 0;
  }
}

/** Everything that writes into a chat shares one pause. */
function keyOf(method: string, chatId: number): string {
  const isWriting = method !== 'sendChatAction' && /^(send|edit)/.test(method);
  return `${isWriting ? 'write' : method} ${chatId}`;
}
