import { MessageFlags } from 'discord.js';
import type { Reply } from '../../commands/reply.ts';
import type { Generation } from '../../core/generation.ts';
import { parseDiscordAddress } from './discord-address.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import { renderWithin } from './fit-text.ts';
import type { ReplyPlace } from './reply-place.ts';
import { retractMessage } from './retract-message.ts';
import { unlessGone } from './unless-gone.ts';

/**
 * Takes away the message with the button and the one where the result stands. The first becomes words before, without
 * pictures and buttons: where it cannot be deleted, those stay. @throws DiscordCallFailed
 */
export async function removeResult(
  { generation, text }: Extract<Reply, { readonly kind: 'removal' }>,
  place: ReplyPlace,
): Promise<void> {
  const { answer, interaction, wording } = place;
  const words = { text: renderWithin(text) };
  const isThere = hasPressedButton(place) && (await unlessGone(() => answer.replace(words)));
  if (isThere) await takeAway(generation, place);
  else await answer.say(text, { isEphemeral: true });
  if (await isGone(generation, place)) return;
  await answer.say(wording.text('button.messageRemains', interaction.locale), { isEphemeral: true });
}

/** A client of somebody's own can press any button on any message: one that has no such button may be somebody else's. */
function hasPressedButton({ interaction, source }: ReplyPlace): boolean {
  if (source === undefined || !interaction.isMessageComponent()) return false;
  // Wherever it stands in it.
  return JSON.stringify(source.components).includes(JSON.stringify(interaction.customId));
}

/** What stays is only words. */
async function takeAway({ id }: Generation, { answer, log }: ReplyPlace): Promise<void> {
  try {
    await answer.takeAway();
  } catch (error) {
    if (!(error instanceof DiscordCallFailed)) throw error;
    log.info({ generationId: id, error }, 'a message could not be deleted');
  }
}

/** Pressed somewhere else, in a gallery for instance, the button is about a message that stands where it was asked for. */
async function isGone(
  generation: Generation,
  { api, interaction, log, source }: ReplyPlace,
): Promise<boolean> {
  if (generation.address.platform !== 'discord') return true;
  const address = parseDiscordAddress(generation.address);
  if (address.messageId !== undefined && address.messageId === source?.id) return true;
  // Galleries are shown to one person alone.
  const isResult = source?.flags.has(MessageFlags.Ephemeral) === false;
  const wasRetracted = await retractMessage(address, { api, log, nowMs: interaction.createdTimestamp });
  return wasRetracted || isResult || generation.state !== 'delivered';
}
