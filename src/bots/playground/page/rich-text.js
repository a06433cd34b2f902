import { html } from 'lit-html';

/** @import { RichText, TextRun } from '../../../commands/rich-text.ts' */

/**
 * Text with its styles. Whatever people wrote stays text.
 * @param {RichText} text
 */
export function richText(text) {
  return text.map(styled);
}

/** @param {TextRun} run */
function styled({ link, style, text }) {
  // Everything else, `javascript:` above all, is no link.
  if (link !== undefined && /^https?:\/\//i.test(link)) {
    return html`<a href=${link} target="_blank" rel="noreferrer">${text}</a>`;
  }
  switch (style) {
    case 'bold':
      return html`<b>${text}</b>`;
    case 'italic':
      return html`<i>${text}</i>`;
    case 'code':
      return html`<code>${text}</code>`;
    case 'quote':
      return html`<span class="quote">${text}</span>`;
    default:
      return text;
  }
}
