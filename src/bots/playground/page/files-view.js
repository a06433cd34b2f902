import { html } from 'lit-html';

/** Each file has one address for as long as the page is open. @type {WeakMap<File, string>} */
const addresses = new WeakMap();

/**
 * Pictures that are about to be sent.
 * @param {readonly File[]} files
 * @param {Readonly<Record<string, string>>} texts
 * @param {(files: readonly File[]) => void} change
 */
export function filesView(files, texts, change) {
  return html`<ul class="files" aria-label=${texts.attached ?? ''}>
    ${files.map(
      (file) => html`<li>
        <img src=${addressOf(file)} alt=${file.name}>
        <button
          type="button"
          title=${texts.detach ?? ''}
          aria-label=${`${texts.detach}: ${file.name}`}
          @click=${() => change(files.filter((other) => other !== file))}
        >
          ✕
        </button>
      </li>`,
    )}
  </ul>`;
}

/** @param {File} file */
function addressOf(file) {
  const address = addresses.get(file) ?? URL.createObjectURL(file);
  addresses.set(file, address);
  return address;
}
