import type { RawFile } from 'discord.js';
import { readButtonId } from '../../commands/button-id.ts';
import type { ButtonRows } from '../../commands/reply.ts';
import type { Wording } from '../../commands/wording.ts';
import type { GenerationOutcome } from '../../core/courier.ts';
import { isOwnChat, parseDiscordAddress } from './discord-address.ts';
import { fileStem } from './file-stem.ts';
import type { FittingPicture, UploadLimits } from './fit-pictures.ts';
import { fitPictures } from './fit-pictures.ts';
import { maxMessageCharacters, renderWithin } from './fit-text.ts';
import type { MessageContent } from './message-body.ts';
import { renderRichText } from './render-rich-text.ts';
import { toUpload } from './uploaded-file.ts';

/** The final answer, ready to be put into any of the places where it may go. */
export interface OutcomeMessage {
  readonly content: MessageContent;
  readonly files: readonly RawFile[];
}

/** The mention at the top of a late answer needs its part of the message. */
const roomForMention = 30;
const shorteningAttempts = 4;

/** Reads the pictures and builds the final answer within the limits. */
export async function outcomeMessage(
  outcome: GenerationOutcome,
  { wording, limits }: { wording: Wording; limits: UploadLimits },
): Promise<OutcomeMessage> {
  const originals: FittingPicture[] = [];
  for (const { read, mediaType } of outcome.pictures) originals.push({ bytes: await read(), mediaType });
  const fitting = await fitPictures(originals, limits);
  const isShrunk = fitting.some((picture, index) => picture !== originals[index]);
  const stem = fileStem(outcome.generation.wish.prompt);
  const uploads = fitting.map(({ bytes, mediaType }, index) => {
    const picture = outcome.pictures[index] ?? { position: index, role: 'result' };
    return toUpload({
      bytes,
      mediaType,
      stem: `${stem}-${picture.role === 'draft' ? picture.role : index + 1}`,
      altText: wording.altText(outcome.generation, picture),
    });
  });
  return {
    content: {
      text: outcomeText(outcome, { wording, isShrunk }),
      pictures: uploads.map(({ attached }) => ({ ...attached, isSpoiler: outcome.generation.isSpoiler })),
      buttons: outcomeButtons(outcome, { wording, pictureCount: uploads.length }),
    },
    files: uploads.map(({ file }) => file),
  };
}

/** Where nobody else sees a result, there is nobody to report it. */
function outcomeButtons(
  { generation }: GenerationOutcome,
  { pictureCount, wording }: { readonly wording: Wording; readonly pictureCount: number },
): ButtonRows {
  const rows = wording.buttons(generation, pictureCount);
  if (!isOwnChat(parseDiscordAddress(generation.address))) return rows;
  return rows
    .map((row) => row.filter(({ id }) => readButtonId(id)?.action !== 'report'))
    .filter((row) => row.length > 0);
}

/**
 * The words of the final answer. What must be escaped grows when it is rendered, so the wording is asked for less until
 * it fits: it knows what may be left out.
 */
function outcomeText(
  outcome: GenerationOutcome,
  { wording, isShrunk }: { wording: Wording; isShrunk: boolean },
): string {
  const note = isShrunk ? renderRichText(wording.text('discord.shrunk', outcome.generation.language)) : '';
  const limit = maxMessageCharacters - roomForMention - note.length - 1;
  const text = withinLimit(outcome, { wording, limit });
  return note === '' ? text : `${text}\n${note}`;
}

function withinLimit(
  outcome: GenerationOutcome,
  { wording, limit }: { wording: Wording; limit: number },
): string {
  let room = limit;
  let words = wording.outcome(outcome);
  for (let attempt = 0; attempt < shorteningAttempts; attempt += 1) {
    const rendered = renderRichText(words);
    if (rendered.length <= limit) return rendered;
    room = Math.floor((room * limit) / (rendered.length + 1));
    words = wording.outcomeWithin(outcome, room);
  }
  return renderWithin(words, limit);
}
