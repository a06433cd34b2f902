import type { RecordedCall, Violation } from './recorded-call.ts';

/** A limit per chat: at most `calls` calls within `perSeconds`. */
export type FloodRule = {
  readonly calls: number;
  readonly perSeconds: number;
  /** Which calls count; default: all that send or edit a message. */
  readonly counts?: (call: RecordedCall) => boolean;
};

type Pause = { readonly untilMs: number; readonly toldAtMs: number; readonly refused: RecordedCall };

// A call that was already on its way when the refusal went out has ignored nothing.
const inFlightMs = 250;

/**
 * Limits per chat, off until a rule is added (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this),
 * and the memory of every pause that the bot was asked for.
 */
export class FloodControl {
  readonly #rules: FloodRule[] = [];
  readonly #counted = new Map<string, number[]>();
  readonly #pauses = new Map<string, Pause>();

  limit(rule: FloodRule): void {
    this.#rules.push(rule);
  }

  /** Seconds that this call has to wait, or `undefined` when it may pass; passing calls are counted. */
  admit(call: RecordedCall): number | undefined {
    const waits = this.#rules.flatMap((rule, index) => {
      const isCounted = (rule.counts ?? writesMessage)(call);
      if (!isCounted) return [];
      const key = `${index} ${call.parameters.chat_id}`;
      const since = call.atMs - rule.perSeconds * 1000;
      const recent = (this.#counted.get(key) ?? []).filter((atMs) => atMs > since);
      this.#counted.set(key, recent);
      const oldest = recent[recent.length - rule.calls];
      if (oldest !== undefined) return [Math.max(1, Math.ceil((oldest - since) / 1000))];
      recent.push(call.atMs);
      return [];
    });
    return waits.length === 0 ? undefined : Math.max(...waits);
  }

  /** Remembers that the bot was told to wait with calls to this chat. */
  pause(call: RecordedCall, retryAfterSeconds: number): void {
    this.#pauses.set(pauseKey(call), {
      untilMs: call.atMs + retryAfterSeconds * 1000,
      toldAtMs: call.atMs,
      refused: call,
    });
  }

  /** The violation that this call is when it comes before the pause of its chat is over. */
  findBreach(call: RecordedCall): Violation | undefined {
    const pause = this.#pauses.get(pauseKey(call));
    if (pause === undefined || call.atMs >= pause.untilMs) return undefined;
    const isSameAgain =
      call.method === pause.refused.method &&
      JSON.stringify(call.parameters) === JSON.stringify(pause.refused.parameters);
    if (!isSameAgain && call.atMs - pause.toldAtMs < inFlightMs) return undefined;
    const early = pause.untilMs - call.atMs;
    return { method: call.method, description: `ignored retry_after: came ${early} ms too early` };
  }

  /** Seconds that are left of the pause this call falls into. */
  remainingSeconds(call: RecordedCall): number | undefined {
    const pause = this.#pauses.get(pauseKey(call));
    if (pause === undefined || call.atMs >= pause.untilMs) return undefined;
    return Math.ceil((pause.untilMs - call.atMs) / 1000);
  }
}

function writesMessage({ method }: RecordedCall): boolean {
  return /^(send(?!ChatAction|MessageDraft)|editMessage|forwardMessage|copyMessage)/.test(method);
}

function pauseKey(call: RecordedCall): string {
  // Telegram slows one kind of call down: writing into a chat, or one method that has no chat.
  return writesMessage(call)
    ? `chat ${call.parameters.chat_id}`
    : `${call.method} ${call.parameters.chat_id}`;
}
