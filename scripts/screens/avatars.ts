import { dataUri, escapeHtml } from './html.ts';

/** The bot's picture: an easel with a canvas on it. */
export const botAvatar = svg(
  '#2f3b6f',
  '<g fill="none" stroke="#e8b66b" stroke-width="5" stroke-linecap="round"><path d="M34 78 48 22M66 78 52 22M50 66v14M30 62h40"/></g><rect x="29" y="30" width="42" height="29" rx="2" fill="#fdf6e7"/><path d="M33 55 44 42l8 8 6-6 9 11z" fill="#4f8f8b"/><circle cx="60" cy="38" r="4" fill="#ef8354"/>',
);

/** A person's picture: the first letter of the name. */
export function personAvatar(name: string): string {
  const letter = escapeHtml([...name][0] ?? '?');
  return svg(
    '#b8577a',
    `<text x="50" y="68" font-family="sans-serif" font-size="50" text-anchor="middle" fill="#fff">${letter}</text>`,
  );
}

function svg(background: string, content: string): string {
  return dataUri(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="${background}"/>${content}</svg>`,
    'image/svg+xml',
  );
}
