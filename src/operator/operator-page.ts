import { html } from 'hono/html';
import { toPlainText } from '../commands/join-text.ts';
import { nowSection } from './now-section.ts';
import type { OperatorText } from './operator-texts.ts';
import type { OperatorView } from './operator-view.ts';
import { orderSections } from './order-sections.ts';
import type { Speech } from './speech.ts';
import { useSections } from './use-sections.ts';

/** The whole page, as it stands at one moment. */
export function renderOperatorPage(view: OperatorView, options: Omit<Speech, 'say'>) {
  const { language, nowMs, wording } = options;
  const say = (key: OperatorText) => toPlainText(wording.text(key, language));
  const speech: Speech = { ...options, say };
  const { nodeVersion, version } = view.condition;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${say('operator.title')}</title>
<link rel="stylesheet" href="/admin/operator.css">
</head>
<body>
<header>
<h1>${say('operator.title')}</h1>
<p>${wording.moment(nowMs, language)} · Easel ${version}, Node ${nodeVersion}</p>
<a class="again" href="/admin?language=${language}">${say('operator.again')}</a>
</header>
<main>
${nowSection(view, speech)}
${useSections(view, speech)}
${orderSections(view, speech)}
</main>
</body>
</html>`;
}
