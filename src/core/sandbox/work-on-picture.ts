import sharp from 'sharp';

/** What is done to a picture rather than painted. */
export interface PictureWork {
  readonly kind: 'upscale' | 'cutout';
  readonly picture: Uint8Array;
  readonly format: 'jpeg' | 'png';
}

/** As at the service: https://runware.ai/docs/en/tools/upscale */
const longestSide = 4096;

/** Makes a picture twice as large, or leaves an oval of it. @throws Error when it cannot be read. */
export async function workOnPicture({ format, kind, picture }: PictureWork): Promise<Uint8Array> {
  const { autoOrient } = await sharp(picture).metadata();
  const source = sharp(picture).rotate();
  if (kind === 'upscale') {
    const scale = Math.min(2, longestSide / Math.max(autoOrient.width, autoOrient.height));
    const enlarged = source.resize(Math.round(autoOrient.width * scale), undefined, { kernel: 'lanczos3' });
    const encoded = format === 'png' ? enlarged.png() : enlarged.jpeg({ quality: 90 });
    return new Uint8Array(await encoded.toBuffer());
  }
  const cut = source.ensureAlpha().composite([{ input: oval(autoOrient), blend: 'dest-in' }]);
  return new Uint8Array(await cut.png().toBuffer());
}

function oval({ height, width }: { readonly width: number; readonly height: number }): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><ellipse cx="50%" cy="50%" rx="42%" ry="46%"/></svg>`,
  );
}
