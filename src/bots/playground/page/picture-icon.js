import { html } from 'lit-html';

/** Stands for adding pictures. */
export const pictureIcon = html`<svg class="icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
  <rect x="3" y="4.5" width="18" height="15" rx="2.5" />
  <circle cx="8.5" cy="9.5" r="1.6" />
  <path d="m3.8 17.5 5-5 3.6 3.6 3-3 4.8 4.6" />
</svg>`;
