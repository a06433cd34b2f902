/** Below that distance from its end, people read the newest messages. */
const nearEndPixels = 160;

/**
 * Keeps the newest message in sight while it grows, unless somebody reads further up.
 * @param {Element | null} view What scrolls; its first child is what grows.
 * @returns {() => void} what goes back to the end, wherever somebody reads
 */
export function stickToEnd(view) {
  const content = view?.firstElementChild;
  if (view === null || content === null || content === undefined) return () => {};
  let isAtEnd = true;
  let lastTop = 0;
  view.addEventListener('scroll', () => {
    const isNearEnd = view.scrollHeight - view.clientHeight - view.scrollTop < nearEndPixels;
    // Only people go up: what merely grew below, before it was followed, is still to be followed.
    if (isNearEnd) isAtEnd = true;
    else if (view.scrollTop < lastTop) isAtEnd = false;
    lastTop = view.scrollTop;
  });
  const follow = () => {
    if (isAtEnd) view.scrollTo({ top: view.scrollHeight });
  };
  const sizes = new ResizeObserver(follow);
  sizes.observe(content);
  sizes.observe(view);
  return () => {
    isAtEnd = true;
    follow();
  };
}
