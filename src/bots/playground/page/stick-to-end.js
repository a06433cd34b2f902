/** Below that distance from its end, people read the newest messages. */
const nearEndPixels = 160;

/**
 * Keeps the newest message in sight while it grows, unless somebody reads further up.
 * @param {Element | null} view What scrolls; its first child is what grows.
 */
export function stickToEnd(view) {
  const content = view?.firstElementChild;
  if (view === null || content === null || content === undefined) return;
  let isAtEnd = true;
  view.addEventListener('scroll', () => {
    isAtEnd = view.scrollHeight - view.clientHeight - view.scrollTop < nearEndPixels;
  });
  const sizes = new ResizeObserver(() => {
    if (isAtEnd) view.scrollTo({ top: view.scrollHeight });
  });
  sizes.observe(content);
  sizes.observe(view);
}
