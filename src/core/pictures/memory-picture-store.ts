import { requirePictureKey } from './picture-key.ts';
import { PictureMissing, type PictureStore } from './picture-store.ts';

/** Keeps pictures for the life of the process: for the command line, which writes its own files, and for tests. */
export class MemoryPictureStore implements PictureStore {
  readonly #pictures = new Map<string, Uint8Array>();

  async write(key: string, bytes: Uint8Array): Promise<void> {
    this.#pictures.set(requirePictureKey(key), Uint8Array.from(bytes));
  }

  async read(key: string): Promise<Uint8Array> {
    const bytes = this.#pictures.get(requirePictureKey(key));
    if (bytes === undefined) throw new PictureMissing(key);
    return Uint8Array.from(bytes);
  }

  async remove(key: string): Promise<void> {
    this.#pictures.delete(requirePictureKey(key));
  }
}
