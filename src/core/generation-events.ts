import type { FailureCode } from './failure.ts';
import type { Log } from './log.ts';
import type { MicroDollars } from './money.ts';
import type { Refusal } from './refusal.ts';

/**
 * What happened to a generation, told after it was committed. Events are for looking on (metrics, tests): nothing is
 * decided from them, and one that is lost in a crash is never repeated.
 */
export type GenerationEvent =
  | { readonly name: 'generation-accepted'; readonly generationId: string }
  /** No generation came to be. */
  | { readonly name: 'generation-refused'; readonly reason: Refusal['reason'] }
  /** The first answer arrived, `afterMs` after the acceptance. */
  | { readonly name: 'generation-acknowledged'; readonly generationId: string; readonly afterMs: number }
  /** A worker took it, `waitedMs` after the acceptance. */
  | { readonly name: 'generation-started'; readonly generationId: string; readonly waitedMs: number }
  /** Its run gave no sign of life or outlived its time; another goes on with it. */
  | {
      readonly name: 'generation-taken-over';
      readonly generationId: string;
      readonly attempt: number;
    }
  | ({ readonly name: 'generation-made' } & Ending)
  /** It cost so much more than was set aside for it; told beside its ending. */
  | { readonly name: 'generation-overran'; readonly generationId: string; readonly byMicros: MicroDollars }
  | ({ readonly name: 'generation-failed'; readonly code: FailureCode } & Ending)
  /** Told once its paid call, if there was one, is known to be over. */
  | ({ readonly name: 'generation-cancelled' } & Ending)
  | ({ readonly name: 'generation-expired' } & Ending)
  /** The final answer arrived, `afterMs` after the generation ended. */
  | { readonly name: 'generation-delivered'; readonly generationId: string; readonly afterMs: number }
  /** Nobody can be reached at the address any more. */
  | { readonly name: 'generation-undeliverable'; readonly generationId: string }
  /** Pictures whose time was over were removed. */
  | { readonly name: 'pictures-expired'; readonly pictures: number; readonly bytes: number };

/** What every ending tells. */
export interface Ending {
  readonly generationId: string;
  /** How long the image backend was at work; undefined when it was never asked. */
  readonly providerMs: number | undefined;
  /** What the operator paid; 0 when nothing was. */
  readonly costMicros: MicroDollars;
  /** It was no request of its own, but the draft of one. */
  readonly isDraft?: boolean;
}

/** Synchronous and quick. What it throws is logged and reaches neither the emitter nor the other listeners. */
export type GenerationListener = (event: GenerationEvent) => void;

/** Carries generation events from where they happen to whoever looks on. */
export class GenerationEvents {
  readonly #listeners = new Set<GenerationListener>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Calls the listener for every later event, in order, until the returned function is called. */
  listen(listener: GenerationListener): () => void {
    const registered: GenerationListener = (event) => listener(event);
    this.#listeners.add(registered);
    return () => {
      this.#listeners.delete(registered);
    };
  }

  emit(event: GenerationEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#log.error({ error, event: event.name }, 'a listener to generation events failed');
      }
    }
  }
}
