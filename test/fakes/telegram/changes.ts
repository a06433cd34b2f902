type WaitOptions<T> = {
  /** Returns the awaited thing as soon as it is there. */
  readonly check: () => T | undefined;
  /** Completes the sentence "Waited for …". */
  readonly description: string;
  readonly timeoutMs: number;
  /** What happened so far, printed when the wait ends in vain. */
  readonly transcript: () => string;
};

/** Tells those who wait that something in the fake has changed; nothing is polled. */
export class Changes {
  readonly #listeners = new Set<() => void>();

  /** To be called after every change of state. */
  announce(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Resolves when `check` returns something; rejects after `timeoutMs` with what was awaited and the transcript. */
  waitFor<T>({ check, description, timeoutMs, transcript }: WaitOptions<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const listener = () => {
      try {
        const found = check();
        if (found === undefined) return;
        finish();
        resolve(found);
      } catch (error) {
        finish();
        reject(error);
      }
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`Waited ${timeoutMs} ms for ${description}. What happened:\n${transcript()}`));
    }, timeoutMs);
    const finish = () => {
      clearTimeout(timer);
      this.#listeners.delete(listener);
    };
    this.#listeners.add(listener);
    listener();
    return promise;
  }
}
