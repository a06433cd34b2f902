import sharp from 'sharp';
import type { Random } from '../chaos/random.ts';

export interface OddFile {
  readonly filename: string;
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** What people attach: pictures, and what only looks like one. */
export class OddFiles {
  readonly #random: Random;
  readonly #files: readonly OddFile[];
  /** A picture that can be worked from. */
  readonly picture: Buffer;

  private constructor(random: Random, files: readonly OddFile[], picture: Buffer) {
    this.#random = random;
    this.#files = files;
    this.picture = picture;
  }

  static async make(random: Random): Promise<OddFiles> {
    const plain = (side: number) =>
      sharp({ create: { width: side, height: side, channels: 3, background: 'teal' } });
    const picture = await plain(400).png().toBuffer();
    const jpeg = await plain(400).jpeg().toBuffer();
    const tiny = await plain(1).png().toBuffer();
    const files = [
      { filename: 'fox.png', bytes: picture, contentType: 'image/png' },
      { filename: 'fox.jpg', bytes: jpeg, contentType: 'image/jpeg' },
      { filename: 'lies.png', bytes: jpeg, contentType: 'image/png' },
      { filename: 'dot.png', bytes: tiny, contentType: 'image/png' },
      { filename: 'half.png', bytes: picture.subarray(0, picture.length / 2), contentType: 'image/png' },
      { filename: 'words.png', bytes: Buffer.from('no picture'), contentType: 'image/png' },
      { filename: 'нет.PNG', bytes: Buffer.alloc(0), contentType: 'image/png' },
      { filename: 'clip.mp4', bytes: Buffer.from('a clip'), contentType: 'video/mp4' },
    ];
    return new OddFiles(random, files, picture);
  }

  any(): OddFile {
    return this.#random.pick(this.#files);
  }
}
