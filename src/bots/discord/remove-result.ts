import type { Reply } from '../../commands/reply.ts';
import type { Generation } from '../../core/generation.ts';
import { parseDiscordAddress } from './discord-address.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import { renderWithin } from './fit-text.ts';
import type { ReplyPlace } from './reply-place.ts';
import { unlessGone } from './unless-gone.ts';

/**
 * Takes away the message with the button. It first becomes words, without pictures and buttons: where it cannot be
 * deleted, those stay. @throws DiscordCallFailed
 */
export async function removeResult(
  { generation, text }: Extract<Reply, { readonly kind: 'removal' }>,
  place: ReplyPlace,
): Promise<void> {
  const { answer, source } = place;
  const words = { text: renderWithin(text) };
  const isThere = source !== undefined && (await unlessGone(() => answer.replace(words)));
  if (isThere) await attempt(() => answer.takeAway(), generation, place);
  else await answer.say(text, { isEphemeral: true });
  await removeFirstAnswer(generation, place);
}

/** Pressed somewhere else, in a gallery for instance, the button is about a message that stands where it was asked for. */
async function removeFirstAnswer(generation: Generation, place: ReplyPlace): Promise<void> {
  if (generation.address.platform !== 'discord') return;
  const { botIsMember, channelId, isEphemeral, messageId } = parseDiscordAddress(generation.address);
  if (!botIsMember || isEphemeral || messageId === undefined || messageId === place.source?.id) return;
  await attempt(() => place.api.deleteMessage({ channelId, messageId }), generation, place);
}

/** The pictures are gone from the message or from the bot already; what stays is only words. */
async function attempt(
  deletion: () => Promise<void>,
  { id }: Generation,
  { log }: ReplyPlace,
): Promise<void> {
  try {
    await deletion();
  } catch (error) {
    if (!(error instanceof DiscordCallFailed)) throw error;
    log.info({ generationId: id, error }, 'a message could not be deleted');
  }
}
