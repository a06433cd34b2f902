import { draftingModel } from '../e2e/support/offer-tools.ts';
import type { LedgerEntry } from '../fakes/runware/ledger.ts';
import { markersIn, tellsQuestion } from './asked.ts';
import { buttonKeysIn } from './button-key.ts';
import { type Exchange, hasArrived } from './exchange.ts';

/**
 * The generations behind each marker, from what people could see: every message about one carries its id in its buttons.
 * What was asked for in words is one; each press of `Again` and the like may make one more with the same words.
 */
export class Promises {
  readonly #byNumber = new Map<number, Set<string>>();
  readonly #byToken = new Map<string, string>();

  constructor(exchanges: readonly Exchange[], paintings: readonly LedgerEntry[]) {
    for (const exchange of exchanges) if (hasArrived(exchange)) this.#read(exchange);
    // A draft is no answer of its own.
    for (const { model, prompt, taskUUID } of paintings)
      if (model !== draftingModel) for (const number of markersIn(prompt)) this.#add(number, taskUUID);
  }

  /** In the order in which they came up; none where nothing about the request was ever seen. */
  of(number: number): readonly string[] {
    return [...(this.#byNumber.get(number) ?? [])];
  }

  /** The generation whose progress the answer to this interaction on Discord showed. */
  ofToken(token: string): string | undefined {
    return this.#byToken.get(token);
  }

  #read({ body, path, service }: Exchange): void {
    if (service === 'runware' || tellsQuestion(body)) return;
    const [number] = markersIn(body);
    const [key] = buttonKeysIn(body);
    if (number === undefined || key === undefined) return;
    this.#add(number, key.generationId);
    const token = /^\/(?:interactions|webhooks)\/[^/]+\/([^/]+)/.exec(path)?.[1];
    if (token !== undefined && key.action === 'cancel') this.#byToken.set(token, key.generationId);
  }

  #add(number: number, generationId: string): void {
    const known = this.#byNumber.get(number) ?? new Set();
    this.#byNumber.set(number, known.add(generationId));
  }
}
