import type { Message } from 'discord.js';
import { ComponentType } from 'discord.js';
import { generationOfButtons } from '../../commands/generation-of-buttons.ts';
import { mayPress } from '../../commands/may-press.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';

/** The part of a message that tells whose it is, and what its buttons are about. */
export type ButtonMessage = Pick<Message, 'author' | 'components'>;

/**
 * The pictures of one of the bot's own results as they are kept, for somebody who may use them: what the message shows
 * may have been made smaller. Undefined when the message is none, or nothing of it is kept any more.
 */
export async function keptPicturesOf(
  message: ButtonMessage,
  who: {
    readonly botUserId: string;
    readonly personId: string;
    readonly placeId: string;
    readonly gallery: Pick<Gallery, 'find'>;
  },
): Promise<readonly ReferenceSource[] | undefined> {
  const generationId = resultOf(message, who.botUserId);
  if (generationId === undefined) return undefined;
  const painting = await who.gallery.find(generationId);
  if (painting === undefined || painting.generation.removedAtMs !== undefined) return undefined;
  const presser = { ...who, mayModerate: async () => false };
  if (!(await mayPress('use', painting, presser))) return undefined;
  if (painting.results.length === 0) return undefined;
  return painting.results.map(({ key }) => ({ kind: 'kept', key }));
}

/** The generation that a message of the bot is about; undefined for every other message. */
export function resultOf(message: ButtonMessage, botUserId: string): string | undefined {
  return message.author.id === botUserId ? generationOfButtons(buttonIdsOf(message)) : undefined;
}

function buttonIdsOf({ components }: ButtonMessage): readonly string[] {
  const controls = components.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []));
  return controls.map(({ customId }) => customId).filter((customId) => customId !== null);
}
