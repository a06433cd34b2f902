import { InputFile } from 'grammy';
import type { InputMediaDocument, InputMediaPhoto } from 'grammy/types';
import type { OutcomeFiles, UploadedPicture } from './outcome-files.ts';

export interface SentPicture {
  readonly file: UploadedPicture;
  /** Covered until somebody uncovers it, which Telegram does for photos only. */
  readonly isSpoiler: boolean;
}

/** One picture as an edit or an album takes it. */
export function toMedia({
  file,
  isSpoiler,
  kind,
}: SentPicture & Pick<OutcomeFiles, 'kind'>): InputMediaPhoto | InputMediaDocument {
  return kind === 'photo' ? toPhoto({ file, isSpoiler }) : toDocument({ file, isSpoiler });
}

export function toPhoto({ file, isSpoiler }: SentPicture): InputMediaPhoto {
  return { type: 'photo', media: toInputFile(file), ...covered(isSpoiler) };
}

export function toDocument({ file, isSpoiler }: SentPicture): InputMediaDocument {
  return { type: 'document', media: toInputFile(file), ...unseen(isSpoiler) };
}

/** For what is sent as a photo. */
export function covered(isSpoiler: boolean) {
  return isSpoiler ? { has_spoiler: true } : {};
}

/** For what is sent as a file: one that is not looked into is shown by its name. */
export function unseen(isSpoiler: boolean) {
  return isSpoiler ? { disable_content_type_detection: true } : {};
}

export function toInputFile({ bytes, name }: UploadedPicture): InputFile {
  return new InputFile(bytes, name);
}
