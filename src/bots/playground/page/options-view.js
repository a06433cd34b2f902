import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';

/** @import { Menu } from '../menu.ts' */
/** @import { State } from './store.js' */
/** @import { Suggestions } from './suggestions.js' */
/** @typedef {Menu['commands'][number]['options'][number]} MenuOption */

/** Up to so many numbers are picked rather than typed. */
const mostPicked = 10;

/**
 * The options of a command beside its words, as fields.
 * @param {readonly MenuOption[]} options
 * @param {State} state
 * @param {object} actions
 * @param {(option: string, value: string | number | boolean | undefined) => void} actions.set
 * @param {Suggestions} actions.suggestions
 */
export function optionsView(options, state, actions) {
  const { menu } = state;
  const count = options.filter(({ name }) => state.draft.options[name] !== undefined).length;
  return html`<details class="options">
    <summary>${menu.texts.options}${count === 0 ? '' : ` (${count})`}</summary>
    <div class="fields">
      ${options.map(
        (option) => html`<label title=${option.description}>
          <span>${option.name}</span> ${field(option, state, actions)}
        </label>`,
      )}
    </div>
  </details>`;
}

/**
 * @param {MenuOption} option
 * @param {State} state
 * @param {Parameters<typeof optionsView>[2]} actions
 */
function field(option, { draft, menu, suggesting }, { set, suggestions }) {
  const { name } = option;
  const value = draft.options[name];
  /** @param {Event} event */
  const take = (event) => set(name, chosenIn(event) === '' ? undefined : chosenIn(event));
  switch (option.kind) {
    case 'flag':
      return html`<input
        type="checkbox"
        name=${name}
        .checked=${live(value === true)}
        @change=${() => set(name, value === true ? undefined : true)}
      >`;
    case 'choice':
      return picker({ name, choices: option.choices, value, notSet: menu.texts.notSet, take });
    case 'number': {
      const { max, min } = option;
      if (max - min < mostPicked) {
        const choices = Array.from({ length: max - min + 1 }, (_, index) => String(min + index));
        return picker({ name, choices, value, notSet: menu.texts.notSet, take });
      }
      return html`<input type="text" inputmode="numeric" name=${name} .value=${live(String(value ?? ''))} @input=${take}>`;
    }
    case 'link':
      return html`<input type="url" name=${name} placeholder="https://" .value=${live(String(value ?? ''))} @input=${take}>`;
    default: {
      if (!option.isSuggested) {
        return html`<input type="text" name=${name} .value=${live(String(value ?? ''))} @input=${take}>`;
      }
      /** @param {Event} event */
      const suggest = (event) => suggestions.ask(name, chosenIn(event));
      const isOpen = suggesting?.option === name && suggesting.found.length > 0;
      return html`<input
        type="text"
        role="combobox"
        name=${name}
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded=${isOpen}
        aria-controls=${isOpen ? 'suggestions' : nothing}
        aria-activedescendant=${isOpen && suggesting.picked >= 0 ? `suggestion-${suggesting.picked}` : nothing}
        placeholder=${menu.texts.notSet ?? ''}
        .value=${live(String(value ?? ''))}
        @focus=${suggest}
        @blur=${suggestions.end}
        @keydown=${suggestions.key}
        @input=${(/** @type {Event} */ event) => {
          take(event);
          suggest(event);
        }}
      >`;
    }
  }
}

/**
 * @param {object} picker
 * @param {string} picker.name
 * @param {readonly string[]} picker.choices
 * @param {unknown} picker.value
 * @param {string | undefined} picker.notSet
 * @param {(event: Event) => void} picker.take
 */
function picker({ choices, name, notSet, take, value }) {
  return html`<select name=${name} .value=${live(String(value ?? ''))} @change=${take}>
    <option value="" ?selected=${value === undefined}>${notSet}</option>
    ${choices.map((choice) => html`<option value=${choice} ?selected=${choice === value}>${choice}</option>`)}
  </select>`;
}

/** @param {Event} event */
function chosenIn({ target }) {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : '';
}
