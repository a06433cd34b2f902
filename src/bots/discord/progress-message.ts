import type { RawFile } from 'discord.js';
import type { Wording } from '../../commands/wording.ts';
import type { DeliverablePicture, GenerationStatus } from '../../core/courier.ts';
import { fileStem } from './file-stem.ts';
import type { UploadLimits } from './fit-pictures.ts';
import { fitPictures } from './fit-pictures.ts';
import { renderWithin } from './fit-text.ts';
import type { AttachedPicture, MessageContent } from './message-body.ts';
import { toUpload } from './uploaded-file.ts';

export interface ProgressMessage {
  readonly content: MessageContent;
  /** What is new on the message; what is there already stays. */
  readonly files: readonly RawFile[];
  /** The draft that it shows. */
  readonly draft: AttachedPicture | undefined;
}

/** Words and buttons of a generation that is under way, with its draft, which `attached` names where the message has it already. */
export async function progressMessage(
  status: GenerationStatus,
  {
    attached,
    limits,
    wording,
  }: {
    readonly wording: Wording;
    readonly limits: UploadLimits;
    readonly attached?: AttachedPicture | undefined;
  },
): Promise<ProgressMessage> {
  const { draft, generation } = status;
  const words = { text: renderWithin(wording.status(status)), buttons: wording.buttons(generation, 0) };
  if (draft?.picture === undefined) return { content: words, files: [], draft: undefined };
  if (attached !== undefined) {
    return { content: { ...words, pictures: [attached] }, files: [], draft: attached };
  }
  const stem = `${fileStem(generation.wish.prompt)}-draft`;
  const altText = wording.altText(generation, draft.picture);
  const upload = toUpload({ ...(await readFitting(draft.picture, limits)), stem, altText });
  const shown = { ...upload.attached, isSpoiler: generation.isSpoiler };
  return { content: { ...words, pictures: [shown] }, files: [upload.file], draft: shown };
}

async function readFitting({ mediaType, read }: DeliverablePicture, limits: UploadLimits) {
  const original = { bytes: await read(), mediaType };
  const [fitting = original] = await fitPictures([original], limits);
  return fitting;
}
