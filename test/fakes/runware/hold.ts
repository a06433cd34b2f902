import type { TaskFilter } from './faults.ts';
import type { ReceivedTask } from './received-task.ts';

/** Keeps tasks from finishing until a test lets them. */
export class Hold {
  readonly #when: TaskFilter;
  readonly #released = Promise.withResolvers<void>();
  readonly #tasks: ReceivedTask[] = [];
  #watchers: { readonly count: number; readonly resolve: () => void }[] = [];
  #isOpen = false;

  constructor(when: TaskFilter) {
    this.#when = when;
  }

  /** The first task that was held. */
  get arrived(): Promise<ReceivedTask> {
    return this.arrivals(1).then(() => {
      const [first] = this.#tasks;
      if (first === undefined) throw new Error('a hold was reached without a task');
      return first;
    });
  }

  /** Every task that has been held so far. */
  get tasks(): readonly ReceivedTask[] {
    return this.#tasks;
  }

  /** Settles once so many tasks are held. */
  arrivals(count: number): Promise<void> {
    if (this.#tasks.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.#watchers.push({ count, resolve }));
  }

  /** Lets the held tasks finish; later ones are no longer held. */
  release(): void {
    this.#isOpen = true;
    this.#released.resolve();
  }

  /** For the server: waits when the task is one of those that are held. */
  async pass(task: ReceivedTask): Promise<void> {
    if (this.#isOpen || !this.#when(task)) return;
    this.#tasks.push(task);
    const reached = this.#watchers.filter(({ count }) => count <= this.#tasks.length);
    this.#watchers = this.#watchers.filter((watcher) => !reached.includes(watcher));
    for (const { resolve } of reached) resolve();
    await this.#released.promise;
  }
}
