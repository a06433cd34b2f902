/** @import { WireMessage } from '../wire-message.ts' */

const retryMs = 1_000;

/**
 * Follows the chat as one person sees it, and comes back whenever the connection is lost.
 * @param {string} person
 * @param {object} listener
 * @param {(messages: readonly WireMessage[]) => void} listener.onConversation
 * @param {(message: WireMessage) => void} listener.onMessage
 * @param {(keys: readonly string[]) => void} listener.onGone Messages that are not there any more.
 * @param {(isConnected: boolean) => void} listener.onConnection
 * @returns {() => void} what ends it
 */
export function followChat(person, { onConnection, onConversation, onGone, onMessage }) {
  /** @type {EventSource} */
  let source;
  let hasEnded = false;

  function open() {
    source = new EventSource(`/playground/events?person=${person}`);
    source.addEventListener('conversation', ({ data }) => {
      onConversation(JSON.parse(data));
      onConnection(true);
    });
    source.addEventListener('message', ({ data }) => onMessage(JSON.parse(data)));
    source.addEventListener('gone', ({ data }) => onGone(JSON.parse(data)));
    source.addEventListener('error', () => {
      onConnection(false);
      // A browser comes back by itself only to what it has reached before.
      if (source.readyState === EventSource.CLOSED && !hasEnded) setTimeout(open, retryMs);
    });
  }

  open();
  return () => {
    hasEnded = true;
    source.close();
  };
}
