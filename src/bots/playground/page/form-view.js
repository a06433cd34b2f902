import { html, nothing } from 'lit-html';
import { pictureIcon } from './picture-icon.js';
import { richText } from './rich-text.js';

/** @import { State } from './store.js' */
/** @import { Actions } from './actions.js' */

/**
 * The form that a button opens to ask for words.
 * @param {State} state
 * @param {Actions} actions
 */
export function formView({ form: open, menu }, actions) {
  const { texts } = menu;
  if (open === undefined) return html`<dialog></dialog>`;
  const { length, note, placeholder, prefilled, roomForPictures, title } = open.form;
  return html`<dialog aria-labelledby="form-title" @close=${actions.closeForm}>
    <form
      method="dialog"
      @submit=${(/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        if (event.target instanceof HTMLFormElement) actions.sendForm(new FormData(event.target));
      }}
    >
      <h2 id="form-title">${richText(title)}</h2>
      <label>
        <span>${texts.formWords}</span>
        <textarea
          name="words"
          rows="4"
          required
          autofocus
          minlength=${length.min}
          maxlength=${length.max}
          placeholder=${placeholder.map(({ text }) => text).join('')}
          .value=${prefilled}
        ></textarea>
      </label>
      ${note.length === 0 ? nothing : html`<p class="note">${richText(note)}</p>`}
      ${
        roomForPictures > 0
          ? html`<label class="attach">
              ${pictureIcon} <span>${texts.formPictures}</span> <output></output>
              <input type="file" name="picture" accept="image/*" multiple @change=${nameFiles}>
            </label>`
          : nothing
      }
      <div class="buttons">
        <button type="button" @click=${actions.closeForm}>${texts.close}</button>
        <button type="submit" class="main">${texts.send}</button>
      </div>
    </form>
  </dialog>`;
}

/** @param {Event} event */
function nameFiles({ target }) {
  if (!(target instanceof HTMLInputElement)) return;
  const names = [...(target.files ?? [])].map(({ name }) => name).join(', ');
  const output = target.closest('label')?.querySelector('output');
  if (output instanceof HTMLOutputElement) output.value = names;
}
