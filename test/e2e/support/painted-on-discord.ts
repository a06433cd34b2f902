import type { InteractionHandle } from '../../fakes/discord/control/interaction-handle.ts';
import type { Person } from '../../fakes/discord/control/person.ts';
import type { Message } from '../../fakes/discord/message.ts';

/** The answer to what a person did, once it shows so many pictures. */
export function picturesOf(asked: InteractionHandle, count = 1): Promise<Message> {
  return asked.waitForMessage(
    ({ visibleAttachments }) => visibleAttachments.length === count,
    `${count} pictures`,
  );
}

/** The answer to what a person did, once it says this. */
export function wordsOf(asked: InteractionHandle, words: RegExp): Promise<Message> {
  return asked.waitForMessage(({ text }) => words.test(text), String(words));
}

/** A result that a person has asked for. */
export function painted(person: Person, prompt: string, count = 1): Promise<Message> {
  return picturesOf(person.slash({ command: 'imagine', options: { prompt, count } }), count);
}
