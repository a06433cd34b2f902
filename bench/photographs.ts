import sharp from 'sharp';
import type { Artist } from '../test/fakes/runware/artist.ts';
import { seedOf } from '../test/fakes/runware/sample-pictures.ts';

/** Noise does not compress, so the file is about as large as a photograph of that size. */
export async function photograph(width: number, height: number, quality: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
    .jpeg({ quality })
    .toBuffer();
}

/** Hands out what an image service does in size, 1.5 MB each, no two the same; its work is not in the figures. */
export async function photographer(): Promise<Artist> {
  const picture = await photograph(1_664, 1_536, 89);
  return {
    seedOf: ({ taskUUID }, index) => seedOf(taskUUID, index),
    paint: async ({ taskUUID }, index) => withComment(picture, `${taskUUID} ${index}`),
    write: async () => 'words',
  };
}

/** The same picture as another file: a JPEG may have comments after its first marker. */
function withComment(jpeg: Buffer, text: string): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(text, 'latin1'), jpeg.subarray(2)]);
}
