import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { filesView } from './files-view.js';
import { optionsView } from './options-view.js';
import { pictureIcon } from './picture-icon.js';

/** @import { State, Suggesting } from './store.js' */
/** @import { Actions } from './actions.js' */

/**
 * Where people write: a command, its words, its options and the pictures that go with it.
 * @param {State} state
 * @param {Actions} actions
 */
export function composerView(state, actions) {
  const { draft, menu } = state;
  const { texts } = menu;
  const command = actions.command(draft.command);
  const words = command.options.find((option) => option.kind === 'words' && option.isRest);
  const shown = actions.shownCommands();
  return html`<form
    class="composer"
    @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      actions.sendDraft();
    }}
  >
    ${shown.length === 0 ? nothing : menuView(shown, state, actions)}
    ${state.suggesting === undefined ? nothing : suggestionsView(state.suggesting, actions)}
    ${draft.files.length === 0 ? nothing : filesView(draft.files, texts, (files) => actions.write({ files }))}
    <div class="line">
      <button
        type="button"
        class="command"
        title=${command.description}
        aria-haspopup="listbox"
        aria-expanded=${shown.length > 0}
        @click=${() => actions.write({ isMenuOpen: !draft.isMenuOpen, picked: 0 })}
      >
        <span class="hidden">${texts.command}</span> /${draft.command}
      </button>
      <textarea
        rows="1"
        aria-label=${words?.description ?? texts.words ?? ''}
        aria-controls=${shown.length > 0 ? 'commands' : nothing}
        aria-activedescendant=${shown.length > 0 ? `command-${draft.picked}` : nothing}
        placeholder=${words === undefined ? command.description : texts.wordsHint}
        enterkeyhint="send"
        .value=${live(draft.words)}
        @input=${(/** @type {Event} */ { target }) => {
          if (target instanceof HTMLTextAreaElement) actions.type(target.value);
        }}
        @keydown=${(/** @type {KeyboardEvent} */ event) => actions.key(event)}
        @paste=${(/** @type {ClipboardEvent} */ event) => actions.addFiles(event.clipboardData?.files)}
      ></textarea>
      ${
        command.takesPictures
          ? html`<label class="attach" title=${texts.attach}>
              ${pictureIcon}<span class="hidden">${texts.attach}</span>
              <input type="file" accept="image/*" multiple @change=${actions.pickFiles}>
            </label>`
          : nothing
      }
      <button type="submit" class="main send">${texts.send}</button>
    </div>
    ${optionsOf(command, state, actions)}
  </form>`;
}

/**
 * @param {ReturnType<Actions['command']>} command
 * @param {State} state
 * @param {Actions} actions
 */
function optionsOf({ options }, state, actions) {
  const others = options.filter((option) => !(option.kind === 'words' && option.isRest));
  return others.length === 0
    ? nothing
    : optionsView(others, state, { set: actions.setOption, suggestions: actions.suggestions });
}

/**
 * @param {ReturnType<Actions['shownCommands']>} shown
 * @param {State} state
 * @param {Actions} actions
 */
function menuView(shown, { draft, menu }, actions) {
  return html`<ul class="menu" id="commands" role="listbox" tabindex="0" aria-label=${menu.texts.commands ?? ''}>
    ${shown.map(
      ({ description, name, options }, index) => html`<li
        role="option"
        id=${`command-${index}`}
        aria-selected=${index === draft.picked}
        @click=${() => actions.pick(name)}
      >
        <b>/${name}</b> <span>${description}</span>
        <small>${options.map((option) => option.name).join(' · ')}</small>
      </li>`,
    )}
  </ul>`;
}

/**
 * @param {Suggesting} suggesting
 * @param {Actions} actions
 */
function suggestionsView({ found, option, picked }, { suggestions }) {
  if (found.length === 0) return nothing;
  return html`<ul
    class="menu"
    id="suggestions"
    role="listbox"
    tabindex="0"
    aria-label=${option}
    @mousedown=${(/** @type {Event} */ event) => event.preventDefault()}
  >
    ${found.map(
      ({ label, value }, index) => html`<li
        role="option"
        id=${`suggestion-${index}`}
        aria-selected=${index === picked}
        @click=${() => suggestions.pick(value)}
      >
        <b>${value}</b> <span>${label}</span>
      </li>`,
    )}
  </ul>`;
}
