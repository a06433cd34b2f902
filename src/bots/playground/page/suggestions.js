/** @import { Store } from './store.js' */

const pauseBeforeAskingMs = 150;

/** What may be meant by what is typed into an option, to be picked by keyboard or by hand. */
export class Suggestions {
  #store;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Answers come in any order; only the one to the last question counts. */
  #asked = 0;

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
  }

  /**
   * @param {string} option
   * @param {string} typed
   */
  ask = (option, typed) => {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const asked = this.#asked;
    this.#timer = setTimeout(async () => {
      const { draft, language, person } = this.#store.state;
      const query = new URLSearchParams({ command: draft.command, option, typed, person, language });
      // Whatever goes wrong, people can type on, and the next key asks again.
      const answer = await fetch(`/playground/suggestions?${query}`).catch(() => undefined);
      const found = answer?.ok ? await answer.json() : [];
      if (asked === this.#asked) this.#store.change({ suggesting: { option, found, picked: -1 } });
    }, pauseBeforeAskingMs);
  };

  /** @param {KeyboardEvent} event */
  key = (event) => {
    const { suggesting } = this.#store.state;
    if (suggesting === undefined || suggesting.found.length === 0 || event.isComposing) return;
    const { found, picked } = suggesting;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const one = found[picked];
    if (step !== undefined) {
      const from = picked === -1 && step === -1 ? 0 : picked;
      const next = (from + step + found.length) % found.length;
      this.#store.change({ suggesting: { ...suggesting, picked: next } });
    } else if (event.key === 'Enter' && one !== undefined) this.pick(one.value);
    else if (event.key === 'Escape') this.end();
    else return;
    event.preventDefault();
  };

  /** @param {string} value */
  pick = (value) => {
    const { draft, suggesting } = this.#store.state;
    if (suggesting === undefined) return;
    this.#store.write({ options: { ...draft.options, [suggesting.option]: value } });
    this.end();
  };

  end = () => {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#store.change({ suggesting: undefined });
  };
}
