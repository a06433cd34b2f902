/** @import { Menu } from '../menu.ts' */
/** @import { WireMessage } from '../wire-message.ts' */
/** @import { WordsForm } from '../../../commands/words-form.ts' */
/** @import { RichText } from '../../../commands/rich-text.ts' */

/**
 * What somebody has sent, until the chat shows it.
 * @typedef {{ readonly id: string, readonly person: string, readonly words: string }} Pending
 */

/**
 * What is being written.
 * @typedef {object} Draft
 * @property {string} command The name of the command that it is for.
 * @property {string} words
 * @property {Readonly<Record<string, string | number | boolean>>} options Beside the words.
 * @property {readonly File[]} files
 * @property {boolean} isMenuOpen Whether all commands are shown.
 * @property {number} picked Which of the shown commands is meant, from 0.
 */

/**
 * What may be meant by what is typed into an option.
 * @typedef {object} Suggesting
 * @property {string} option
 * @property {readonly { readonly value: string, readonly label: string }[]} found
 * @property {number} picked Which of them is meant, from 0; -1 for none.
 */

/**
 * Everything that the page shows.
 * @typedef {object} State
 * @property {'en' | 'ru'} language
 * @property {'light' | 'dark' | 'system'} look
 * @property {string} person
 * @property {Menu} menu
 * @property {ReadonlyMap<string, WireMessage>} messages By key.
 * @property {boolean} isConnected
 * @property {boolean} hasBeenRead Whether the conversation has come once.
 * @property {readonly Pending[]} pending
 * @property {Draft} draft
 * @property {{ readonly form: WordsForm, readonly message: string } | undefined} form
 * @property {RichText | undefined} notice
 * @property {Suggesting | undefined} suggesting
 */

/** What is written when nothing is: a picture in one's own words. */
export const emptyDraft = Object.freeze({
  command: 'imagine',
  words: '',
  options: {},
  files: [],
  isMenuOpen: false,
  picked: 0,
});

/** Keeps the state, and tells of its changes. */
export class Store {
  /** @type {State} */
  #state;
  /** @type {() => void} */
  #onChange = () => {};

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
  }

  get state() {
    return this.#state;
  }

  /** @param {() => void} onChange */
  whenChanged(onChange) {
    this.#onChange = onChange;
  }

  /** @param {Partial<State>} change */
  change(change) {
    this.#state = { ...this.#state, ...change };
    this.#onChange();
  }

  /** @param {Partial<Draft>} change */
  write(change) {
    this.change({ draft: { ...this.#state.draft, ...change } });
  }

  /**
   * Takes in everything that stands in the chat: what is not among it is not there any more.
   * @param {readonly WireMessage[]} messages
   */
  begin(messages) {
    this.change({ hasBeenRead: true });
    this.#show(new Map(messages.map((message) => [message.key, message])));
  }

  /**
   * Takes in a message that came or changed.
   * @param {WireMessage} message
   */
  hear(message) {
    this.#show(new Map(this.#state.messages).set(message.key, message));
  }

  /** @param {readonly string[]} keys Of messages that are not there any more. */
  forget(keys) {
    const gone = new Set(keys);
    this.#show(new Map([...this.#state.messages].filter(([key]) => !gone.has(key))));
  }

  /** @param {State['messages']} messages */
  #show(messages) {
    const pending = this.#state.pending.filter(({ id }) => !messages.has(`asked:${id}`));
    this.change({ messages, pending });
  }
}
