import type { TelegramDocument, TelegramPhotoSize } from '@gramio/types';
import { badRequest } from './bot-api-error.ts';
import { type ImageHeader, readImageHeader } from './image-header.ts';

/** A file that Telegram keeps. The fake keeps a photo's bytes as they came; Telegram would recompress them. */
export type StoredFile = {
  readonly fileId: string;
  readonly uniqueId: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly kind: 'photo' | 'document';
};

// https://core.telegram.org/bots/api#sendphoto
const maxPhotoBytes = 10 * 1024 * 1024;
const maxPhotoSides = 10_000;
const maxPhotoRatio = 20;
// The sizes Telegram makes are not documented; these are the usual longest sides, and 1280 is the largest.
const photoSides = [90, 320, 800];

/** All files of one fake Telegram, by `file_id` and by download path. */
export class StoredFiles {
  readonly #byId = new Map<string, StoredFile>();
  readonly #byPath = new Map<string, StoredFile>();
  readonly #photos = new Map<string, TelegramPhotoSize[]>();
  readonly #documents = new Map<string, TelegramDocument>();
  #count = 0;

  /**
   * Stores a photo after Telegram's checks (really an image, at most 10 MB, sides and ratio within bounds) and
   * returns its sizes, smallest first.
   */
  addPhoto(bytes: Buffer): TelegramPhotoSize[] {
    const header = checkPhoto(bytes);
    const longest = Math.max(header.width, header.height);
    const largest = Math.min(longest, 1280);
    const sizes = [...photoSides.filter((side) => side < largest), largest].map((side) => {
      const file = this.#store({ bytes, kind: 'photo', folder: 'photos', extension: 'jpg' });
      return {
        file_id: file.fileId,
        file_unique_id: file.uniqueId,
        width: Math.max(1, Math.round((header.width * side) / longest)),
        height: Math.max(1, Math.round((header.height * side) / longest)),
        file_size: bytes.length,
      };
    });
    for (const size of sizes) this.#photos.set(size.file_id, sizes);
    return sizes;
  }

  /** Stores a file as it is. */
  addDocument(options: { bytes: Buffer; name: string; mimeType: string }): TelegramDocument {
    const { bytes, name, mimeType } = options;
    if (bytes.length === 0) throw badRequest('file must be non-empty');
    const extension = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1] ?? 'bin';
    const file = this.#store({ bytes, kind: 'document', folder: 'documents', extension });
    const document: TelegramDocument = {
      file_id: file.fileId,
      file_unique_id: file.uniqueId,
      file_name: name,
      mime_type: mimeType,
      file_size: bytes.length,
    };
    this.#documents.set(file.fileId, document);
    return document;
  }

  find(fileId: string): StoredFile | undefined {
    return this.#byId.get(fileId);
  }

  findByPath(path: string): StoredFile | undefined {
    return this.#byPath.get(path);
  }

  /** All sizes of the photo that `fileId` is one size of. */
  photo(fileId: string): TelegramPhotoSize[] | undefined {
    return this.#photos.get(fileId);
  }

  document(fileId: string): TelegramDocument | undefined {
    return this.#documents.get(fileId);
  }

  #store(options: {
    bytes: Buffer;
    kind: StoredFile['kind'];
    folder: string;
    extension: string;
  }): StoredFile {
    this.#count += 1;
    const { bytes, kind, folder, extension } = options;
    const file: StoredFile = {
      fileId: `AgACAgIAAxkBAAI${kind}${String(this.#count).padStart(6, '0')}`,
      uniqueId: `AQAD${kind}${this.#count}`,
      path: `${folder}/file_${this.#count}.${extension}`,
      bytes,
      kind,
    };
    this.#byId.set(file.fileId, file);
    this.#byPath.set(file.path, file);
    return file;
  }
}

function checkPhoto(bytes: Buffer): ImageHeader {
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  if (bytes.length > maxPhotoBytes) {
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${maxPhotoBytes} bytes`,
    );
  }
  const header = readImageHeader(bytes);
  if (header === undefined || header.width === 0 || header.height === 0)
    throw badRequest('IMAGE_PROCESS_FAILED');
  const { width, height } = header;
  const ratio = Math.max(width / height, height / width);
  if (width + height > maxPhotoSides || ratio > maxPhotoRatio) throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return header;
}
