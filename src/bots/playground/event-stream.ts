import type { Context } from 'hono';
import { type SSEMessage, streamSSE } from 'hono/streaming';
import type { PlaygroundChat, StandingMessage } from './playground-chat.ts';
import { isVisible } from './playground-desk.ts';
import { toWireMessage } from './wire-message.ts';

/** Proxies close what is silent; this is below what they wait. */
const pingMs = 15_000;
/** How soon a browser comes back after the connection was lost. */
const retryMs = 1_000;

/**
 * Streams the chat as one person sees it: all of it first, then every message that comes, changes or goes. Whoever was
 * away gets all of it again, so that nothing can be missed.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamChat(context: Context, chat: PlaygroundChat, person: string): Response {
  return streamSSE(context, async (stream) => {
    const closed = Promise.withResolvers<void>();
    stream.onAbort(() => closed.resolve());
    let shown: readonly StandingMessage[] | undefined;
    const stopFollowing = chat.follow((messages) => {
      const visible = messages.filter((message) => isVisible(message, person));
      const events = shown === undefined ? [wholeChat(visible, person)] : changesOf(shown, visible, person);
      for (const event of events) void stream.writeSSE(event);
      shown = visible;
    });
    const pinging = setInterval(() => void stream.write(':\n\n'), pingMs);
    try {
      await closed.promise;
    } finally {
      clearInterval(pinging);
      stopFollowing();
    }
  });
}

function wholeChat(messages: readonly StandingMessage[], person: string): SSEMessage {
  const all = messages.map((message) => toWireMessage(message, person));
  return { event: 'conversation', data: JSON.stringify(all), retry: retryMs };
}

function changesOf(
  before: readonly StandingMessage[],
  now: readonly StandingMessage[],
  person: string,
): readonly SSEMessage[] {
  const revisions = new Map(before.map(({ key, revision }) => [key, revision]));
  const changed = now.filter(({ key, revision }) => revisions.get(key) !== revision);
  const standing = new Set(now.map(({ key }) => key));
  const gone = before.map(({ key }) => key).filter((key) => !standing.has(key));
  return [
    ...(gone.length === 0 ? [] : [{ event: 'gone', data: JSON.stringify(gone) }]),
    ...changed.map((message) => ({
      event: 'message',
      data: JSON.stringify(toWireMessage(message, person)),
    })),
  ];
}
