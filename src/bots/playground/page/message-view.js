import { html, nothing } from 'lit-html';
import { richText } from './rich-text.js';

/** @import { WireMessage } from '../wire-message.ts' */
/** @import { State } from './store.js' */

const retryMs = 1_000;

/**
 * One message of the chat.
 * @param {WireMessage} message
 * @param {State} state
 * @param {(button: string) => void} press
 */
export function messageView(message, state, press) {
  const { author, isPrivate, kind, person, text } = message;
  const { language, menu } = state;
  const name = menu.people.find(({ id }) => id === person)?.name ?? person;
  const from = author === 'easel' ? `Easel → ${name}` : name;
  return html`<article class="message ${author} ${kind} ${person === state.person ? 'own' : ''}">
    <header>
      <span class="from">${from}</span>
      ${isPrivate && kind !== 'asked' ? html`<span class="private">🔒 ${menu.texts.onlyYou}</span>` : nothing}
      <time datetime=${new Date(message.atMs).toISOString()}>${timeOfDay(message.atMs, language)}</time>
    </header>
    <div class="text" aria-live=${kind === 'status' ? 'off' : nothing}>${richText(text)}</div>
    ${message.pictures.length === 0 ? nothing : coveredView(message, state)}
    ${message.buttons.map(
      (row) =>
        html`<div class="buttons">
          ${row.map(
            ({ id, label, look }) =>
              html`<button type="button" class=${look} data-button=${id} @click=${() => press(id)}>${label}</button>`,
          )}
        </div>`,
    )}
  </article>`;
}

/**
 * What was sent and is not in the chat yet.
 * @param {string} words
 * @param {State} state
 */
export function pendingView(words, { menu, person }) {
  const name = menu.people.find(({ id }) => id === person)?.name ?? person;
  return html`<article class="message person own pending">
    <header><span class="from">${name}</span> <span class="private">${menu.texts.sending}</span></header>
    <div class="text">${words}</div>
  </article>`;
}

/**
 * @param {WireMessage} message
 * @param {State} state
 */
function coveredView(message, state) {
  const pictures = picturesView(message, state);
  return message.isCovered === true
    ? html`<details class="covered"><summary>🙈 ${state.menu.texts.covered}</summary>${pictures}</details>`
    : pictures;
}

/**
 * @param {WireMessage} message
 * @param {State} state
 */
function picturesView({ author, kind, pictures }, { menu }) {
  return html`<div class="pictures count-${Math.min(pictures.length, 4)}">
    ${pictures.map(({ altText, fileName, size, url }) => {
      if (url === undefined) return html`<span class="file">📎 ${altText}</span>`;
      const picture = html`<img
        src=${url}
        alt=${altText}
        width=${size?.width ?? nothing}
        height=${size?.height ?? nothing}
        @error=${showGone}
      >`;
      return html`<figure class=${author}>
        <a href=${url} target="_blank" rel="noreferrer">${picture}</a>
        <p class="gone">${menu.texts.pictureGone}</p>
        ${
          kind === 'files'
            ? html`<figcaption><a href=${url} download=${fileName}>⬇ ${menu.texts.save}</a></figcaption>`
            : nothing
        }
      </figure>`;
    })}
  </div>`;
}

/**
 * Says that the file is not there any more, when that is so; a server that is away may still have it.
 * @param {Event} event
 */
async function showGone({ currentTarget: picture }) {
  if (!(picture instanceof HTMLImageElement)) return;
  const answer = await fetch(picture.src, { method: 'HEAD' }).catch(() => undefined);
  if (answer !== undefined && answer.status < 500) picture.closest('figure')?.classList.add('is-gone');
  else setTimeout(() => picture.setAttribute('src', picture.src), retryMs);
}

/**
 * @param {number} atMs
 * @param {string} language
 */
function timeOfDay(atMs, language) {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(atMs);
}
