import type { GenerationEvent } from '../../../src/core/generation-events.ts';
import type { CoreUnderTest } from './core-under-test.ts';

/**
 * Watches turns from outside: while a person has a waiting request and is below the running limit, nobody else may
 * start twice.
 */
export class FairnessWatch {
  readonly violations: string[] = [];
  readonly #maxRunningPerUser: number;
  /** For each person who could be served: how often each other person was served since. */
  readonly #servedSince = new Map<string, Map<string, number>>();
  #seenEvents = 0;

  constructor(maxRunningPerUser: number) {
    this.#maxRunningPerUser = maxRunningPerUser;
  }

  /** Takes in what has started since the last look, then who could be served now. */
  async look(underTest: CoreUnderTest): Promise<void> {
    // Whoever waits no more is one who could not be served, whatever became of what they asked for.
    const all = await underTest.storage.transaction(({ generations }) => generations.list({ limit: 10_000 }));
    const owners = new Map(all.map(({ id, accountId }) => [id, accountId]));
    const news = underTest.events.slice(this.#seenEvents);
    this.#seenEvents = underTest.events.length;
    for (const event of news) this.#takeIn(event, owners);

    const running = count(all.filter(({ holdsSlot }) => holdsSlot).map(({ accountId }) => accountId));
    const waiting = new Set(all.filter(({ state }) => state === 'waiting').map(({ accountId }) => accountId));
    for (const person of new Set(owners.values())) {
      const isEligible = waiting.has(person) && (running.get(person) ?? 0) < this.#maxRunningPerUser;
      if (!isEligible) this.#servedSince.delete(person);
      else if (!this.#servedSince.has(person)) this.#servedSince.set(person, new Map());
    }
  }

  #takeIn(event: GenerationEvent, owners: ReadonlyMap<string, string>): void {
    if (event.name !== 'generation-started') return;
    const served = owners.get(event.generationId) ?? 'unknown';
    this.#servedSince.delete(served);
    for (const [person, others] of this.#servedSince) {
      const times = (others.get(served) ?? 0) + 1;
      others.set(served, times);
      if (times > 1) this.violations.push(`${served} started ${times} times while ${person} could have`);
    }
  }
}

function count(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
