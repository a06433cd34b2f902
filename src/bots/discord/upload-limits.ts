import type { RawFile } from 'discord.js';
import type { UploadLimits } from './fit-pictures.ts';

/** A file that Discord finds too large in spite of its announced limit is halved this often before it is given up. */
export const shrinkAttempts = 5;

const mebibyte = 1024 * 1024;
/** Beside its files a request carries its text and the borders between its parts. */
const roomForText = 256 * 1024;
const mostFileBytes = 10 * mebibyte;
/** https://docs.discord.com/developers/resources/message#create-message */
const mostRequestBytes = 25 * mebibyte;

export interface UploadBounds {
  /** What Discord announced for this person and place. */
  readonly fileSizeLimitBytes: number;
  /** Most bytes of one file, whatever a server's plan would allow. */
  readonly maxFileBytes?: number | undefined;
  /** Most bytes of all files of one message. */
  readonly maxRequestBytes?: number | undefined;
}

/** How large the files of a message may be. */
export function uploadLimits(bounds: UploadBounds): UploadLimits {
  const { fileSizeLimitBytes, maxFileBytes = mostFileBytes, maxRequestBytes = mostRequestBytes } = bounds;
  return {
    fileBytes: Math.min(fileSizeLimitBytes, maxFileBytes),
    totalBytes: maxRequestBytes - roomForText,
  };
}

/** How large they may be when each one is handed out as it is: as large as Discord takes it at all. */
export function originalLimits(fileSizeLimitBytes: number): UploadLimits {
  const totalBytes = mostRequestBytes - roomForText;
  return { fileBytes: Math.min(fileSizeLimitBytes, totalBytes), totalBytes };
}

/** Half of what Discord did not take, though it had announced more. */
export function halvedLimits(files: readonly RawFile[], limits: UploadLimits): UploadLimits {
  const sizes = files.map(({ data }) => (Buffer.isBuffer(data) ? data.byteLength : 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return {
    fileBytes: Math.floor(Math.min(limits.fileBytes, Math.max(...sizes)) / 2),
    totalBytes: Math.floor(Math.min(limits.totalBytes, total) / 2),
  };
}
