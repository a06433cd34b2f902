import type { Reply } from '../../commands/reply.ts';
import type { DeliverablePicture } from '../../core/courier.ts';
import type { ReadPicture } from '../read-pictures.ts';
import { readPictures } from '../read-pictures.ts';
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

/** How many originals were sent, and how many could not be read any more. */
interface Sent {
  readonly sent: number;
  readonly missing: number;
}

/**
 * Sends files byte for byte as they were made, to the person alone, in as many messages as their size takes. One that
 * Discord does not take, or that is lost, is named in words: a smaller one would not be the original. @throws
 * DiscordCallFailed
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
  const all = await sendAll(groupsOf(fitting, limits), { place, text: renderWithin(text) });
  if (all.missing > 0) await tellMissing(all.missing, place);
  const tooLarge = originals.length - all.sent - all.missing;
  if (tooLarge > 0) await tellTooLarge(tooLarge, limits, place);
}

interface Sending {
  readonly place: ReplyPlace;
  /** Stands beside the first file. */
  readonly text: string;
}

async function sendAll(groups: readonly (readonly Original[])[], { place, text }: Sending): Promise<Sent> {
  let all: Sent = { sent: 0, missing: 0 };
  for (const group of groups) {
    const { missing, sent } = await sendTogether(group, { place, text: all.sent === 0 ? text : '' });
    all = { sent: all.sent + sent, missing: all.missing + missing };
  }
  return all;
}

/** Together they may be too much even though each one is not. */
async function sendTogether(originals: readonly Original[], sending: Sending): Promise<Sent> {
  const pictures = originals.map(({ picture }) => picture);
  const altTexts = originals.map(({ altText }) => altText);
  const found = await readPictures({ pictures, altTexts }, sending.place.log);
  const missing = originals.length - found.length;
  if (found.length === 0) return { sent: 0, missing };
  try {
    await send(found, sending);
    return { sent: found.length, missing };
  } catch (error) {
    if (!(error instanceof DiscordCallFailed) || error.failure !== 'too-large') throw error;
    if (originals.length === 1) return { sent: 0, missing };
  }
  return sendAll(
    originals.map((original) => [original]),
    sending,
  );
}

async function send(found: readonly ReadPicture[], { place, text }: Sending): Promise<void> {
  const uploads = found.map(({ altText, bytes, picture: { generationId, mediaType, position } }) =>
    toUpload({ bytes, mediaType, stem: `${generationId.slice(0, 8)}-${position + 1}`, altText }),
  );
  const downloads = uploads.map(({ attached }) => attached);
  const files = uploads.map(({ file }) => file);
  await place.answer.show({ text, downloads, isEphemeral: true }, files);
}

async function tellMissing(count: number, { answer, language, wording }: ReplyPlace): Promise<void> {
  await answer.say(wording.text('gallery.missing', language, { count }), { isEphemeral: true });
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
