import { randomUUID } from 'node:crypto';

/** A message as the playground's page gets it. */
export interface SeenMessage {
  readonly key: string;
  readonly author: string;
  readonly person: string;
  readonly isPrivate: boolean;
  readonly kind: string;
  readonly sequence: number;
  readonly revision: number;
  readonly text: readonly { readonly text: string; readonly style: string }[];
  readonly pictures: readonly { readonly url?: string; readonly altText: string }[];
  readonly buttons: readonly (readonly { readonly id: string; readonly label: string }[])[];
}

interface Sent {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly files?: readonly Uint8Array<ArrayBuffer>[];
  readonly id?: string;
}

type ChatEvent =
  | { readonly name: 'conversation'; readonly data: readonly SeenMessage[] }
  | { readonly name: 'message'; readonly data: SeenMessage }
  /** Keys of messages that are not there any more. */
  | { readonly name: 'gone'; readonly data: readonly string[] };

const patienceMs = 15_000;

/** Somebody who uses the playground as its page does, over the wire. */
export class PlaygroundVisitor {
  readonly person: string;
  readonly #language: string;
  readonly #url: () => string;

  constructor({ language = 'en', person, url }: { language?: string; person: string; url: () => string }) {
    this.person = person;
    this.#language = language;
    this.#url = url;
  }

  use(command: string, { files = [], id = randomUUID(), options = {} }: Sent = {}): Promise<Response> {
    return this.send('/playground/commands', { ...this.#who(id), command, options }, files);
  }

  press(message: string, button: string, words?: string): Promise<Response> {
    const request = { ...this.#who(randomUUID()), message, button };
    return this.send('/playground/presses', words === undefined ? request : { ...request, words });
  }

  /** Presses the button with such a label under a message. */
  pressLabel({ buttons, key }: SeenMessage, label: RegExp): Promise<Response> {
    const button = buttons.flat().find((one) => label.test(one.label));
    if (button === undefined) throw new Error(`Expected a button ${label}`);
    return this.press(key, button.id);
  }

  send(
    path: string,
    request: unknown,
    files: readonly Uint8Array<ArrayBuffer>[] = [],
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const body = new FormData();
    body.set('request', JSON.stringify(request));
    for (const [index, bytes] of files.entries()) body.append('picture', new Blob([bytes]), `${index}.png`);
    const url = this.#url();
    return fetch(`${url}${path}`, { method: 'POST', body, headers: { Origin: url, ...headers } });
  }

  /** What stands in the chat now, in its order. */
  async look(): Promise<readonly SeenMessage[]> {
    return this.waitFor((messages) => messages, 'the conversation');
  }

  /** Follows the chat until `find` finds something in it. */
  async waitFor<Found>(
    find: (messages: readonly SeenMessage[]) => Found | undefined,
    what: string,
    timeoutMs = patienceMs,
  ): Promise<Found> {
    const ending = new AbortController();
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]);
    const seen = new Map<string, SeenMessage>();
    try {
      for await (const event of this.#follow(signal)) {
        takeIn(seen, event);
        const found = find([...seen.values()].toSorted((one, other) => one.sequence - other.sequence));
        if (found !== undefined) return found;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      ending.abort();
    }
    throw new Error(`Waited for ${what}; saw ${JSON.stringify([...seen.values()].map(wordsOf))}`);
  }

  /** Resolves with the picture's bytes. */
  async picture(url: string | undefined): Promise<Uint8Array> {
    const answer = await fetch(`${this.#url()}${url}`);
    if (!answer.ok) throw new Error(`Expected a picture at ${url}, got ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  #who(id: string) {
    return { id, person: this.person, language: this.#language };
  }

  async *#follow(signal: AbortSignal): AsyncGenerator<ChatEvent> {
    const answer = await fetch(`${this.#url()}/playground/events?person=${this.person}`, { signal });
    if (!answer.ok || answer.body === null) throw new Error(`Expected a stream, got ${answer.status}`);
    let rest = '';
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + text).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const name = /^event: (.*)$/m.exec(event)?.[1];
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) yield { name, data: JSON.parse(data) } as ChatEvent;
      }
    }
  }
}

export function wordsOf({ text }: Pick<SeenMessage, 'text'>): string {
  return text.map((run) => run.text).join('');
}

function takeIn(seen: Map<string, SeenMessage>, { data, name }: ChatEvent): void {
  switch (name) {
    case 'conversation':
      seen.clear();
      for (const message of data) seen.set(message.key, message);
      break;
    case 'message':
      seen.set(data.key, data);
      break;
    case 'gone':
      for (const key of data) seen.delete(key);
      break;
    default:
      name satisfies never;
  }
}
