import { render } from 'lit-html';
import { Actions } from './actions.js';
import { followChat } from './chat-stream.js';
import { followDrops } from './drops.js';
import { pageView } from './page-view.js';
import { reachWords } from './reach-words.js';
import { stickToEnd } from './stick-to-end.js';
import { emptyDraft, Store } from './store.js';

/** @import { Menu } from '../menu.ts' */

const language = chosen('language', ['en', 'ru'], navigator.language.startsWith('ru') ? 'ru' : 'en');
const look = chosen('look', ['system', 'light', 'dark'], 'system');
const menu = await readMenu(language);
const store = new Store({
  language: language === 'ru' ? 'ru' : 'en',
  look: look === 'light' || look === 'dark' ? look : 'system',
  person: chosen(
    'person',
    menu.people.map(({ id }) => id),
    menu.people[0]?.id ?? '',
  ),
  menu,
  messages: new Map(),
  isConnected: false,
  hasBeenRead: false,
  pending: [],
  draft: emptyDraft,
  form: undefined,
  notice: undefined,
  suggesting: undefined,
});
const actions = new Actions(store, {
  // Whoever says something wants to see what comes of it.
  said: () => goToEnd(),
  person: (person) => {
    localStorage.setItem('person', person);
    follow();
  },
  language: async (next) => {
    const spoken = next === 'ru' ? 'ru' : 'en';
    localStorage.setItem('language', spoken);
    store.change({ language: spoken, menu: await readMenu(spoken), suggesting: undefined });
  },
  look: (next) => {
    localStorage.setItem('look', next);
    store.change({ look: next === 'light' || next === 'dark' ? next : 'system' });
  },
});

let unfollow = () => {};
let isDrawing = false;

store.whenChanged(() => {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    draw();
  });
});
followDrops((files) => actions.addFiles(files));
addEventListener('beforeunload', (event) => {
  if (store.state.pending.length > 0) event.preventDefault();
});
draw();
const goToEnd = stickToEnd(document.querySelector('main'));
reachWords(() => actions.type('/'));
follow();

function draw() {
  const { form, language: spoken, look: worn } = store.state;
  document.documentElement.lang = spoken;
  document.documentElement.dataset.look = worn;
  render(pageView(store.state, actions), document.body);
  const dialog = document.querySelector('dialog');
  if (form !== undefined && dialog?.open === false) dialog.showModal();
  for (const picked of document.querySelectorAll('.menu [aria-selected=true]')) {
    picked.scrollIntoView({ block: 'nearest' });
  }
}

function follow() {
  unfollow();
  unfollow = followChat(store.state.person, {
    onConversation: (messages) => store.begin(messages),
    onMessage: (message) => store.hear(message),
    onGone: (keys) => store.forget(keys),
    onConnection: (isConnected) => store.change({ isConnected }),
  });
}

/**
 * @param {string} spoken
 * @returns {Promise<Menu>}
 */
async function readMenu(spoken) {
  return (await fetch(`/playground/menu?language=${spoken}`)).json();
}

/**
 * @param {string} name
 * @param {readonly string[]} possible
 * @param {string} otherwise
 */
function chosen(name, possible, otherwise) {
  const kept = localStorage.getItem(name);
  return kept !== null && possible.includes(kept) ? kept : otherwise;
}
