import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { PlaygroundChat, StandingMessage } from './playground-chat.ts';
import { isVisible } from './playground-desk.ts';
import { toWireMessage } from './wire-message.ts';

/** Proxies close what is silent; this is below what they wait. */
const pingMs = 15_000;
/** How soon a browser comes back after the connection was lost. */
const retryMs = 1_000;

/**
 * Streams the chat as one person sees it: all of it first, then every message that comes or changes. Whoever was away
 * gets all of it again, so that nothing can be missed; revisions tell which of two is newer.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamChat(context: Context, chat: PlaygroundChat, person: string): Response {
  return streamSSE(context, async (stream) => {
    const closed = Promise.withResolvers<void>();
    stream.onAbort(() => closed.resolve());
    const show = (message: StandingMessage) => JSON.stringify(toWireMessage(message, person));
    const stopListening = chat.listen((message) => {
      if (isVisible(message, person)) void stream.writeSSE({ event: 'message', data: show(message) });
    });
    const pinging = setInterval(() => void stream.write(':\n\n'), pingMs);
    try {
      const all = (await chat.read()).filter((message) => isVisible(message, person));
      const data = `[${all.map(show).join(',')}]`;
      await stream.writeSSE({ event: 'conversation', data, retry: retryMs });
      await closed.promise;
    } finally {
      clearInterval(pinging);
      stopListening();
    }
  });
}
