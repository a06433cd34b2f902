import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { composerView } from './composer-view.js';
import { formView } from './form-view.js';
import { messageView, pendingView } from './message-view.js';
import { richText } from './rich-text.js';

/** @import { Actions } from './actions.js' */
/** @import { State } from './store.js' */

/**
 * The whole page.
 * @param {State} state
 * @param {Actions} actions
 */
export function pageView(state, actions) {
  const { texts } = state.menu;
  const messages = [...state.messages.values()].sort((one, other) => one.sequence - other.sequence);
  const pending = state.pending.filter(
    ({ id, person }) => person === state.person && !state.messages.has(`asked:${id}`),
  );
  const isEmpty = state.hasBeenRead && messages.length + pending.length === 0;
  return html`
    <header class="top">
      <div class="name">
        <img src="/playground/page/easel.svg" alt="" width="32" height="32">
        <div>
          <h1>${texts.title}</h1>
          <p>${texts.subtitle}</p>
        </div>
      </div>
      ${peopleView(state, actions)} ${choicesView(state, actions)}
    </header>
    <main tabindex="0" aria-label=${texts.conversation ?? ''}>
      <div class="chat" role="log">
        ${isEmpty ? emptyView(state, actions) : nothing}
        ${repeat(
          messages,
          ({ key }) => key,
          (message) => messageView(message, state, (button) => actions.press(message.key, button)),
        )}
        ${pending.map(({ words }) => pendingView(words, state))}
      </div>
    </main>
    <footer>
      <p class="connection" role="status" ?hidden=${state.isConnected || !state.hasBeenRead}>${texts.connecting}</p>
      <p class="notice" role="status" ?hidden=${state.notice === undefined}>${richText(state.notice ?? [])}</p>
      ${composerView(state, actions)}
    </footer>
    ${formView(state, actions)}
    <p class="drop" aria-hidden="true">${texts.drop}</p>
  `;
}

/**
 * @param {State} state
 * @param {Actions} actions
 */
function emptyView({ menu }, actions) {
  return html`<div class="empty">
    <h2>${menu.texts.empty}</h2>
    <p>${menu.texts.emptyHint}</p>
    <p class="examples">
      ${menu.examples.map(
        (words) => html`<button type="button" @click=${() => actions.sendWords(words)}>${words}</button>`,
      )}
    </p>
  </div>`;
}

/**
 * @param {State} state
 * @param {Actions} actions
 */
function peopleView({ menu, person }, actions) {
  return html`<fieldset class="people" title=${menu.texts.peopleHint ?? ''}>
    <legend>${menu.texts.people}</legend>
    ${menu.people.map(
      ({ id, name }) => html`<label>
        <input type="radio" name="person" value=${id} .checked=${id === person} @change=${() => actions.be(id)}>
        <span>${name}</span>
      </label>`,
    )}
  </fieldset>`;
}

/**
 * @param {State} state
 * @param {Actions} actions
 */
function choicesView({ language, look, menu }, actions) {
  const { texts } = menu;
  const looks = { system: texts.lookSystem, light: texts.lookLight, dark: texts.lookDark };
  return html`<div class="choices">
    <label>
      <span class="hidden">${texts.language}</span>
      <select @change=${(/** @type {Event} */ event) => actions.speak(chosenIn(event))}>
        <option value="en" ?selected=${language === 'en'}>English</option>
        <option value="ru" ?selected=${language === 'ru'}>Русский</option>
      </select>
    </label>
    <label>
      <span class="hidden">${texts.look}</span>
      <select @change=${(/** @type {Event} */ event) => actions.wear(chosenIn(event))}>
        ${Object.entries(looks).map(
          ([name, words]) => html`<option value=${name} ?selected=${look === name}>${words}</option>`,
        )}
      </select>
    </label>
  </div>`;
}

/** @param {Event} event */
function chosenIn({ target }) {
  return target instanceof HTMLSelectElement ? target.value : '';
}
