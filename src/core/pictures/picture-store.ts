/** PORT: keeps picture bytes by key. A key is written once and never changes its bytes. */
export interface PictureStore {
  /** Stores the bytes durably under the key; storing the same key again is harmless. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  /** @throws PictureMissing when nothing is stored under the key. */
  read(key: string): Promise<Uint8Array>;
  remove(key: string): Promise<void>;
}

export class PictureMissing extends Error {
  override readonly name = 'PictureMissing';
  constructor(key: string) {
    super(`no picture is stored under ${key}`);
  }
}

/** What the database knows of a stored picture. */
export interface StoredPicture {
  readonly key: string;
  readonly generationId: string;
  /** `result` of the generation, `draft` where that is all it is, or `reference` that was given to it. */
  readonly role: 'result' | 'draft' | 'reference';
  /** Place in the order of its role, from 0. */
  readonly position: number;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly byteLength: number;
  readonly seed: number | undefined;
  readonly costMicros: number | undefined;
  /** The backend's id of the picture. */
  readonly vendorId: string | undefined;
}
