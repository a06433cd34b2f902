import { MessageFlags } from 'discord.js';
import { z } from 'zod';

/** What Discord says of a message that it took. */
export interface SentMessage {
  readonly messageId: string | undefined;
  readonly isEphemeral: boolean;
}

const message = z.object({ id: z.string(), flags: z.number().nullish() });
const callbackAnswer = z.object({
  interaction: z.object({ response_message_id: z.string().nullish() }).nullish(),
  resource: z.object({ message: message.nullish() }).nullish(),
});

/** Reads a message. @throws ZodError */
export function parseSentMessage(reply: unknown): SentMessage {
  const { id, flags } = message.parse(reply);
  return { messageId: id, isEphemeral: isEphemeral(flags) };
}

/** Reads what Discord says of a first answer. @throws ZodError */
export function parseCallbackAnswer(reply: unknown): SentMessage {
  const { interaction, resource } = callbackAnswer.parse(reply);
  return {
    messageId: resource?.message?.id ?? interaction?.response_message_id ?? undefined,
    isEphemeral: isEphemeral(resource?.message?.flags),
  };
}

function isEphemeral(flags: number | null | undefined): boolean {
  return ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}
