import type { RichText } from '../../commands/rich-text.ts';
import type { Pause } from './pause.ts';
import { realPause } from './pause.ts';

/** A 'no' that was said to somebody, with how often it was said. */
export interface CountedRefusal {
  readonly text: RichText;
  readonly count: number;
}

export interface RefusalToTell {
  /** Whom it is said to, and where. */
  readonly to: string;
  readonly text: RichText;
  /** Sends one message; called at once for the first refusal, later for those that came in the meantime. */
  readonly tell: (refusals: readonly CountedRefusal[]) => Promise<boolean>;
}

interface Window {
  /** By what they say, oldest first. */
  readonly held: Map<string, CountedRefusal>;
  tell: RefusalToTell['tell'];
  told: PromiseWithResolvers<boolean>;
}

export interface RefusalDeskOptions {
  readonly pause?: Pause;
  readonly windowMs?: number;
}

/** Different reasons that fit into one message; a person who runs into more of them wants the newest. */
const mostReasons = 3;

/** Says the first 'no' to a person at once, and then one message per ten seconds with how many more there were. */
export class RefusalDesk {
  readonly #pause: Pause;
  readonly #windowMs: number;
  readonly #windows = new Map<string, Window>();
  readonly #stopping = new AbortController();

  constructor({ pause = realPause, windowMs = 10_000 }: RefusalDeskOptions = {}) {
    this.#pause = pause;
    this.#windowMs = windowMs;
  }

  /** Resolves, with what `tell` says of it, when the message with the refusal is over. */
  refuse({ to, text, tell }: RefusalToTell): Promise<boolean> {
    const open = this.#windows.get(to);
    if (open === undefined || this.#stopping.signal.aborted) {
      const told = tell([{ text, count: 1 }]);
      if (open === undefined) {
        void this.#keepWindow(to, { held: new Map(), tell, told: Promise.withResolvers() });
      }
      return told;
    }
    open.tell = tell;
    hold(open.held, text);
    return open.told.promise;
  }

  /** Tells now what would have been told later. */
  stop(): void {
    this.#stopping.abort();
    for (const window of this.#windows.values()) tellHeld(window);
    this.#windows.clear();
  }

  async #keepWindow(to: string, window: Window): Promise<void> {
    this.#windows.set(to, window);
    do await this.#pause(this.#windowMs, this.#stopping.signal);
    while (tellHeld(window));
    if (this.#windows.get(to) === window) this.#windows.delete(to);
  }
}

function hold(held: Map<string, CountedRefusal>, text: RichText): void {
  const key = JSON.stringify(text);
  const count = (held.get(key)?.count ?? 0) + 1;
  // Put in anew, so that the one that was said last stands last.
  held.delete(key);
  held.set(key, { text, count });
  const oldest = [...held][0];
  if (held.size <= mostReasons || oldest === undefined) return;
  held.delete(oldest[0]);
  held.set(key, { text, count: count + oldest[1].count });
}

/** Whether there was anything to tell. */
function tellHeld(window: Window): boolean {
  const { held, tell, told } = window;
  if (held.size === 0) return false;
  told.resolve(tell([...held.values()]));
  window.told = Promise.withResolvers();
  held.clear();
  return true;
}
