import type { PaintOrder } from './received-task.ts';

export interface LedgerEntry {
  readonly taskUUID: string;
  readonly model: string;
  readonly prompt: string;
  /** How often this task was carried out: more than once is money lost. */
  painted: number;
  /** How many pictures were charged in all. */
  pictures: number;
  /** What was charged in all, in dollars. */
  dollars: number;
}

/** What the operator's account has been charged for, by task id. */
export class Ledger {
  readonly #entries = new Map<string, LedgerEntry>();

  get entries(): readonly LedgerEntry[] {
    return [...this.#entries.values()];
  }

  of(taskUUID: string): LedgerEntry | undefined {
    return this.#entries.get(taskUUID.toLowerCase());
  }

  /** Tasks that were carried out and charged more than once. */
  get paidTwice(): readonly LedgerEntry[] {
    return this.entries.filter(({ painted }) => painted > 1);
  }

  get totalDollars(): number {
    return this.entries.reduce((sum, { dollars }) => sum + dollars, 0);
  }

  charge(order: PaintOrder, { pictures, dollars }: { pictures: number; dollars: number }): void {
    const key = order.taskUUID.toLowerCase();
    const entry = this.#entries.get(key) ?? {
      taskUUID: order.taskUUID,
      model: order.model,
      prompt: order.prompt,
      painted: 0,
      pictures: 0,
      dollars: 0,
    };
    entry.painted += 1;
    entry.pictures += pictures;
    entry.dollars += dollars;
    this.#entries.set(key, entry);
  }

  clear(): void {
    this.#entries.clear();
  }
}
