import sharp from 'sharp';

type Colour = readonly [red: number, green: number, blue: number];

/** A picture whose size and four quarters tell it from others. */
export interface QuarteredPicture {
  readonly width: number;
  readonly height: number;
  /** Upper left, upper right, lower left, lower right. */
  readonly colours: readonly [Colour, Colour, Colour, Colour];
}

/** Codecs and resizing change a colour a little; other pictures differ by far more. */
const tolerance = 12;

/** A picture of its own for every number from 0 to 15. */
export function quarteredPicture(
  number: number,
  size: { readonly width: number; readonly height: number } = { width: 480 + 16 * number, height: 320 },
): QuarteredPicture {
  const level = (bit: number): number => ((number >> bit) & 1 ? 230 : 30);
  return {
    ...size,
    colours: [
      [level(0), level(1), level(2)],
      [level(3), 200, level(0)],
      [40, level(1), level(3)],
      [level(2), level(0), 120],
    ],
  };
}

export function encode(
  picture: QuarteredPicture,
  format: 'png' | 'jpeg' | 'webp' | 'gif' = 'png',
): Promise<Buffer> {
  const { colours, height, width } = picture;
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const isRight = at % width >= width / 2;
    const isLower = at >= (width * height) / 2;
    pixels.set(colours[(isLower ? 2 : 0) + (isRight ? 1 : 0)] ?? [0, 0, 0], at * 3);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}

/** Reads size and colours back from a file. */
export async function look(bytes: Uint8Array): Promise<QuarteredPicture> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { channels, height, width } = info;
  const colourAt = (x: number, y: number): Colour => {
    const at = (Math.floor(y * height) * width + Math.floor(x * width)) * channels;
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
  };
  return {
    width,
    height,
    colours: [colourAt(0.25, 0.25), colourAt(0.75, 0.25), colourAt(0.25, 0.75), colourAt(0.75, 0.75)],
  };
}

/** Reads what the image service was sent as a reference. @throws Error for anything but a picture's data URI. */
export function lookAtDataUri(uri: unknown): Promise<QuarteredPicture> {
  const [, base64] = /^data:image\/(?:png|jpeg|webp);base64,([A-Za-z0-9+/]+=*)$/.exec(String(uri)) ?? [];
  if (base64 === undefined) throw new Error('Expected a reference to be a data URI of a picture');
  return look(Buffer.from(base64, 'base64'));
}

/** What differs beyond what codecs do; undefined when it is the same picture. */
export function differenceBetween(one: QuarteredPicture, other: QuarteredPicture): string | undefined {
  if (one.width !== other.width || one.height !== other.height) {
    return `${one.width}×${one.height} against ${other.width}×${other.height}`;
  }
  const values = other.colours.flat();
  const far = one.colours.flat().some((value, at) => Math.abs(value - (values[at] ?? 0)) > tolerance);
  return far ? `${JSON.stringify(one.colours)} against ${JSON.stringify(other.colours)}` : undefined;
}
