import type { DeliverablePicture, GenerationOutcome } from '../../core/courier.ts';
import { fileExtension } from '../../core/pictures/file-extension.ts';

/** Pictures as they are uploaded: photos are shown at once but recompressed, documents stay byte for byte. */
export interface OutcomeFiles {
  readonly kind: 'photo' | 'document';
  readonly files: readonly UploadedPicture[];
  /** Covered until somebody uncovers them, which Telegram does for photos only. */
  readonly isSpoiler: boolean;
}

export interface UploadedPicture {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/** https://core.telegram.org/bots/api#sendphoto */
const photoLimits = { bytes: 10 * 1024 * 1024, sides: 10_000, ratio: 20 };

/**
 * Reads the pictures of an outcome. An album holds either photos or documents, so one picture that cannot be a photo
 * makes documents of all.
 */
export async function readOutcomeFiles({ generation, pictures }: GenerationOutcome): Promise<OutcomeFiles> {
  const files: UploadedPicture[] = [];
  for (const [index, { mediaType, read }] of pictures.entries()) {
    const name = pictureFileName({ generationId: generation.id, mediaType, position: index });
    files.push({ bytes: await read(), name });
  }
  const { isSpoiler, wish } = generation;
  const { format, verb } = wish;
  // Whoever asks for a format that Telegram would turn into a JPEG wants the file, and so does whoever wants it larger:
  // photos are made smaller. Nothing covers a file, though.
  const isDraft = pictures.some(({ role }) => role === 'draft');
  const isWantedAsPhoto = isSpoiler || isDraft || (format === 'jpeg' && verb !== 'upscale');
  const isPhoto = isWantedAsPhoto && pictures.every(fitsPhoto);
  return { kind: isPhoto ? 'photo' : 'document', files, isSpoiler };
}

/** Tells pictures apart for whoever saves them. */
export function pictureFileName({
  generationId,
  mediaType,
  position,
}: Pick<DeliverablePicture, 'generationId' | 'mediaType' | 'position'>): string {
  return `easel-${generationId.slice(0, 8)}-${position + 1}.${fileExtension(mediaType)}`;
}

/** Whether Telegram takes it as a photo. */
export function fitsPhoto({ byteLength, height, width }: DeliverablePicture): boolean {
  const ratio = Math.max(width, height) / Math.max(1, Math.min(width, height));
  return byteLength <= photoLimits.bytes && width + height <= photoLimits.sides && ratio <= photoLimits.ratio;
}
