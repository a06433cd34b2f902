import { send, Unanswered } from './outbox.js';
import { saveDocument } from './save-document.js';
import { emptyDraft } from './store.js';
import { Suggestions } from './suggestions.js';
import { readTyped } from './typed-command.js';

/** @import { AtOnce } from '../show-reply.ts' */
/** @import { Draft, Store } from './store.js' */

/** As large as a picture to work from may be; the server says the same. */
const mostBytes = 20_000_000;
const noticeMs = 8_000;

/** What people do on the page. */
export class Actions {
  #store;
  #keep;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #noticeTimer;
  /** What may be meant by what is typed into an option. */
  suggestions;

  /**
   * @param {Store} store
   * @param {object} keep What to do about a choice that lasts, and when something was said.
   * @param {() => void} keep.said
   * @param {(person: string) => void} keep.person
   * @param {(language: string) => Promise<void>} keep.language
   * @param {(look: string) => void} keep.look
   */
  constructor(store, keep) {
    this.#store = store;
    this.#keep = keep;
    this.suggestions = new Suggestions(store);
  }

  /** @param {string} name */
  command(name) {
    const { commands } = this.#store.state.menu;
    const found = commands.find((one) => one.name === name) ?? commands[0];
    if (found === undefined) throw new Error('Expected at least one command');
    return found;
  }

  /** Those that may be meant by what is typed; all of them while the menu is open. */
  shownCommands() {
    const { draft, menu } = this.#store.state;
    const [, typed] = /^\/([a-z]*)$/i.exec(draft.words) ?? [];
    if (typed === undefined) return draft.isMenuOpen ? menu.commands : [];
    return menu.commands.filter(({ name }) => name.startsWith(typed.toLowerCase()));
  }

  /** @param {Partial<Draft>} change */
  write = (change) => this.#store.write(change);

  /** @param {string} words */
  type = (words) => this.#store.write({ words, picked: 0, isMenuOpen: false });

  /** @param {string} command */
  pick(command) {
    this.#store.write({ command, words: '', options: {}, isMenuOpen: false, picked: 0 });
    document.querySelector('textarea')?.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { draft } = this.#store.state;
    const shown = this.shownCommands();
    const picked = shown[draft.picked];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step !== undefined && shown.length > 0) {
      this.#store.write({ picked: (draft.picked + step + shown.length) % shown.length });
    } else if (event.key === 'Enter' && picked !== undefined && isComplete(draft.words, picked))
      this.sendDraft();
    else if (picked !== undefined && (event.key === 'Enter' || event.key === 'Tab')) this.pick(picked.name);
    else if (event.key === 'Escape' && shown.length > 0) this.type('');
    else if (event.key === 'Backspace' && draft.words === '' && draft.command !== emptyDraft.command) {
      this.pick(emptyDraft.command);
    } else if (event.key === 'Enter' && !event.shiftKey) this.sendDraft();
    else return;
    event.preventDefault();
  }

  /**
   * @param {string} name
   * @param {string | number | boolean | undefined} value
   */
  setOption = (name, value) => {
    const { [name]: _, ...options } = this.#store.state.draft.options;
    this.#store.write({ options: value === undefined ? options : { ...options, [name]: value } });
  };

  /** @param {Event} event */
  pickFiles = ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    this.addFiles(target.files);
    target.value = '';
  };

  /** @param {FileList | null | undefined} added */
  addFiles(added) {
    const { draft, menu } = this.#store.state;
    const fitting = [...(added ?? [])].filter(({ size }) => size <= mostBytes);
    const files = [...draft.files, ...fitting].slice(0, menu.mostPictures);
    if (fitting.length < (added?.length ?? 0)) this.#say(menu.texts.tooLarge);
    else if (files.length < draft.files.length + fitting.length) this.#say(menu.texts.tooManyPictures);
    const command = this.command(draft.command).takesPictures ? draft.command : emptyDraft.command;
    if (fitting.length > 0) this.#store.write({ files, command });
  }

  sendDraft() {
    const { draft, menu } = this.#store.state;
    const typed = readTyped(draft.words, menu.commands);
    const command = this.command(typed?.command ?? draft.command);
    const words = (typed?.words ?? draft.words).trim();
    const wordsOption = command.options.find((option) => option.kind === 'words' && option.isRest)?.name;
    const said = wordsOption === undefined || words === '' ? {} : { [wordsOption]: words };
    const options = { ...draft.options, ...typed?.options, ...said };
    const isNothing = Object.keys(options).length + draft.files.length === 0;
    if (isNothing && command.options.some(({ isRequired }) => isRequired)) return;
    const files = command.takesPictures ? draft.files : [];
    this.suggestions.end();
    this.#store.change({ draft: emptyDraft });
    document.querySelector('.options')?.removeAttribute('open');
    void this.#use({ command: command.name, options, files, words: `/${command.name} ${words}` });
  }

  /** @param {string} words */
  sendWords(words) {
    void this.#use({ command: 'imagine', options: { prompt: words }, files: [], words: `/imagine ${words}` });
  }

  /**
   * @param {string} message
   * @param {string} button
   */
  press(message, button) {
    void this.#ask('/playground/presses', { ...this.#who(), message, button }, []);
  }

  /** @param {FormData} filled */
  sendForm(filled) {
    const open = this.#store.state.form;
    if (open === undefined) return;
    const files = filled.getAll('picture').filter((part) => part instanceof File && part.size > 0);
    const words = String(filled.get('words')).trim();
    const who = this.#who();
    this.closeForm();
    this.#expect({ id: who.id, person: who.person, words });
    const request = { ...who, message: open.message, button: open.form.buttonId, words };
    void this.#ask('/playground/presses', request, /** @type {File[]} */ (files));
  }

  closeForm = () => this.#store.change({ form: undefined });

  /** @param {string} person */
  be(person) {
    this.#store.change({ person, messages: new Map(), hasBeenRead: false, form: undefined });
    this.#keep.person(person);
  }

  /** @param {string} language */
  speak(language) {
    void this.#keep.language(language);
  }

  /** @param {string} look */
  wear(look) {
    this.#keep.look(look);
  }

  #who() {
    const { language, person } = this.#store.state;
    return { id: crypto.randomUUID(), person, language };
  }

  /** @param {{ command: string, options: Draft['options'], files: readonly File[], words: string }} used */
  async #use({ command, files, options, words }) {
    const who = this.#who();
    this.#expect({ id: who.id, person: who.person, words });
    await this.#ask('/playground/commands', { ...who, command, options }, files);
  }

  /** @param {{ id: string, person: string, words: string }} pending */
  #expect(pending) {
    this.#store.change({ pending: [...this.#store.state.pending, pending] });
    this.#keep.said();
  }

  /**
   * @param {string} path
   * @param {{ readonly id: string, readonly message?: string } & Readonly<Record<string, unknown>>} request
   * @param {readonly File[]} files
   */
  async #ask(path, request, files) {
    try {
      const { documents = [], form, isRefused, notice } = await send(path, request, files);
      for (const document of documents) saveDocument(document);
      if (isRefused) this.#takeBack(request.id);
      if (form !== undefined && request.message !== undefined) {
        this.#store.change({ form: { form, message: request.message } });
      }
      if (notice !== undefined) this.#notice(notice);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      this.#takeBack(request.id);
      this.#say(this.#store.state.menu.texts.unanswered);
    }
  }

  /**
   * Gives somebody back what they wrote, unless they have gone on writing.
   * @param {string} id
   */
  #takeBack(id) {
    const { draft, pending } = this.#store.state;
    const words = pending.find((one) => one.id === id)?.words;
    this.#store.change({ pending: pending.filter((one) => one.id !== id) });
    if (words !== undefined && draft.words === '') this.#store.write({ words });
  }

  /** @param {string | undefined} text */
  #say(text) {
    this.#notice([{ text: text ?? '', style: 'plain' }]);
  }

  /** @param {NonNullable<AtOnce['notice']>} notice */
  #notice(notice) {
    clearTimeout(this.#noticeTimer);
    this.#store.change({ notice });
    this.#noticeTimer = setTimeout(() => this.#store.change({ notice: undefined }), noticeMs);
  }
}

/**
 * Whether nothing is missing of what somebody typed.
 * @param {string} typed
 * @param {ReturnType<Actions['command']>} command
 */
function isComplete(typed, { name, options }) {
  return typed.trim() === `/${name}` && !options.some(({ isRequired }) => isRequired);
}
