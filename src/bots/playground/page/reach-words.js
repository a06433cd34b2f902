/**
 * Lets people get to their words without passing all messages: at once where a mouse says that no keyboard pops up for
 * it, and by the key `/` from wherever they are.
 * @param {() => void} begin Begins a command.
 */
export function reachWords(begin) {
  if (matchMedia('(pointer: fine)').matches) words()?.focus();
  addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
    if (event.key !== '/' || isTyping || document.querySelector('dialog')?.open) return;
    event.preventDefault();
    begin();
    words()?.focus();
  });
}

/** @returns {HTMLTextAreaElement | null} */
function words() {
  return document.querySelector('.composer textarea');
}
