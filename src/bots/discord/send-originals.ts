import type { Reply } from '../../commands/reply.ts';
import type { DeliverablePicture } from '../../core/courier.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import type { UploadLimits } from './fit-pictures.ts';
import { renderWithin } from './fit-text.ts';
import { fileSizeLimitOf } from './read-interaction.ts';
import type { ReplyPlace } from './reply-place.ts';
import { originalLimits } from './upload-limits.ts';
import { toUpload } from './uploaded-file.ts';

interface Original {
  readonly picture: DeliverablePicture;
  readonly altText: string;
}

/**
 * Sends files byte for byte as they were made, to the person alone, in as many messages as their size takes. One that
 * Discord does not take is named in words: a smaller one would not be the original. @throws DiscordCallFailed
 */
export async function sendOriginals(
  { altTexts, pictures, text }: Extract<Reply, { readonly kind: 'files' }>,
  place: ReplyPlace,
): Promise<void> {
  const { answer, interaction } = place;
  const limits = originalLimits(fileSizeLimitOf(interaction));
  const originals = pictures.map((picture, index) => ({ picture, altText: altTexts[index] ?? '' }));
  const fitting = originals.filter(({ picture }) => picture.byteLength <= limits.fileBytes);
  await answer.promiseMessage();
  let sent = 0;
  for (const group of groupsOf(fitting, limits)) {
    sent += await sendTogether(group, { place, text: sent === 0 ? renderWithin(text) : '' });
  }
  if (sent < originals.length) await tellTooLarge(originals.length - sent, limits, place);
}

/** How many of them Discord took; together they may be too much even though each one is not. */
async function sendTogether(
  originals: readonly Original[],
  { place, text }: { readonly place: ReplyPlace; readonly text: string },
): Promise<number> {
  try {
    await send(originals, { place, text });
    return originals.length;
  } catch (error) {
    if (!(error instanceof DiscordCallFailed) || error.failure !== 'too-large') throw error;
    if (originals.length === 1) return 0;
  }
  let sent = 0;
  for (const original of originals) {
    sent += await sendTogether([original], { place, text: sent === 0 ? text : '' });
  }
  return sent;
}

async function send(
  originals: readonly Original[],
  { place, text }: { readonly place: ReplyPlace; readonly text: string },
): Promise<void> {
  const uploads = [];
  for (const { altText, picture } of originals) {
    const { generationId, mediaType, position } = picture;
    const stem = `${generationId.slice(0, 8)}-${position + 1}`;
    uploads.push(toUpload({ bytes: await picture.read(), mediaType, stem, altText }));
  }
  const downloads = uploads.map(({ attached }) => attached);
  const files = uploads.map(({ file }) => file);
  await place.answer.show({ text, downloads, isEphemeral: true }, files);
}

async function tellTooLarge(count: number, limits: UploadLimits, place: ReplyPlace): Promise<void> {
  const { answer, language, wording } = place;
  const megabytes = Math.floor(limits.fileBytes / (1024 * 1024));
  const text = wording.text('discord.originalsTooLarge', language, { count, megabytes });
  await answer.say(text, { isEphemeral: true });
}

/** In their order, each group within what one message takes. */
function groupsOf(originals: readonly Original[], { totalBytes }: UploadLimits): readonly Original[][] {
  const groups: Original[][] = [];
  let room = 0;
  for (const original of originals) {
    const { byteLength } = original.picture;
    const last = groups.at(-1);
    if (last === undefined || byteLength > room) {
      groups.push([original]);
      room = totalBytes - byteLength;
    } else {
      last.push(original);
      room -= byteLength;
    }
  }
  return groups;
}
