import type { OverlayOptions, Sharp } from 'sharp';
import sharp from 'sharp';
import type { PictureFormat, PictureSize } from '../wish.ts';
import { captionCharacters, isRightToLeft, markup } from './caption.ts';
import { composePicture } from './compose.ts';
import { paintFromReferences } from './reference-collage.ts';

/** Everything that decides what a sandbox picture looks like: the same request gives the same bytes. */
export interface PictureRequest {
  readonly prompt: string;
  readonly seed: number;
  /** Undefined follows the shape of the first reference, or is square. */
  readonly size: PictureSize | undefined;
  readonly format: PictureFormat;
  /** Encoded reference pictures; none means that the picture is drawn from the words alone. */
  readonly references: readonly Uint8Array[];
}

const fontFamilies = 'DejaVu Sans, Noto Emoji';
const mark = 'sandbox picture — no real model painted this';

/**
 * Draws a picture with its prompt and the sandbox's mark written on it. The bundled fonts must be the ones that
 * fontconfig finds, so this runs in the painter's process only.
 *
 * @throws Error when a reference cannot be read as a picture.
 */
export async function drawPicture(request: PictureRequest): Promise<Uint8Array> {
  const { references } = request;
  const size = request.size ?? (await sizeLike(references[0]));
  const background =
    references.length === 0
      ? sharp(Buffer.from(composePicture({ ...request, size })))
      : await paintFromReferences({ ...request, size });
  const overlays = await letter(request.prompt, size, references.length === 0 ? 0.75 : 0.97);
  const flat = background.flatten({ background: '#101322' }).composite(overlays);
  return new Uint8Array(await encode(flat, request.format).toBuffer());
}

/** About a megapixel in the shape of `reference`, in steps of 16 pixels and never more than three times as long as wide. */
async function sizeLike(reference: Uint8Array | undefined): Promise<PictureSize> {
  if (reference === undefined) return { width: 1024, height: 1024 };
  const { autoOrient } = await sharp(reference).metadata();
  const ratio = Math.min(3, Math.max(1 / 3, autoOrient.width / autoOrient.height));
  const step = (side: number) => Math.round((1024 * side) / 16) * 16;
  return { width: step(Math.sqrt(ratio)), height: step(1 / Math.sqrt(ratio)) };
}

function encode(picture: Sharp, format: PictureFormat): Sharp {
  switch (format) {
    case 'jpeg':
      return picture.jpeg({ quality: 90, chromaSubsampling: '4:4:4' });
    case 'png':
      return picture.png();
    case 'webp':
      return picture.webp({ quality: 90 });
    default:
      return format satisfies never;
  }
}

/** The prompt at the foot of the picture and the mark below it, over a shadow that keeps both legible. */
async function letter(prompt: string, size: PictureSize, darkness: number): Promise<OverlayOptions[]> {
  const unit = Math.min(size.width, size.height) / 100;
  const margin = Math.round(unit * 4);
  const width = size.width - 2 * margin;
  const small = await writeText(mark, { width, sizePx: unit * 1.9, opacity: '75%' });
  const characters = captionCharacters(prompt);
  // Text without any ink (spaces of some kind, say) is refused, and only the font knows which text has none.
  const caption = await writeFitting(characters, { width, sizePx: unit * 3.3, lines: 3 }).catch(
    () => noLettering,
  );
  const captionTop = size.height - margin - small.height - Math.round(unit * 1.8) - caption.height;
  const left = isRightToLeft(prompt) ? size.width - margin - caption.width : margin;
  const shadeTop = Math.max(0, Math.round(captionTop - unit * 9));
  return [
    { input: shade(size.width, size.height - shadeTop, darkness), left: 0, top: shadeTop },
    ...(caption === noLettering ? [] : [{ input: caption.png, left, top: captionTop }]),
    { input: small.png, left: margin, top: size.height - margin - small.height },
  ];
}

interface Lettering {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

const noLettering: Lettering = { png: Buffer.alloc(0), width: 0, height: 0 };

/** As many characters as fit into the lines, and an ellipsis when some are left over. */
async function writeFitting(
  characters: readonly string[],
  { width, sizePx, lines }: { width: number; sizePx: number; lines: number },
): Promise<Lettering> {
  const highest = Math.ceil(sizePx * 1.45 * lines);
  const write = (count: number) => {
    const isWhole = count === characters.length;
    const text = characters.slice(0, count).join('');
    return writeText(isWhole ? text : `${text.trimEnd()}…`, { width, sizePx, opacity: '100%' });
  };
  let best = await write(characters.length);
  if (best.height <= highest) return best;
  let [fits, fails] = [0, characters.length];
  while (fails - fits > 1) {
    const middle = (fits + fails) >> 1;
    const attempt = await write(middle);
    if (attempt.height <= highest) [fits, best] = [middle, attempt];
    else fails = middle;
  }
  return best.height <= highest ? best : write(0);
}

async function writeText(
  text: string,
  { width, sizePx, opacity }: { width: number; sizePx: number; opacity: string },
): Promise<Lettering> {
  const { data, info } = await sharp({
    text: {
      text: markup(text, { foreground: 'white', alpha: opacity }),
      font: `${fontFamilies} ${Math.max(6, Math.round(sizePx))}`,
      // At 72 dots an inch a point is a pixel.
      dpi: 72,
      width,
      wrap: 'word-char',
      rgba: true,
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

function shade(width: number, height: number, darkness: number): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><linearGradient id="shade" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#04060f" stop-opacity="0"/><stop offset="0.45" stop-color="#04060f" stop-opacity="${darkness * 0.7}"/><stop offset="1" stop-color="#04060f" stop-opacity="${darkness}"/></linearGradient><rect width="${width}" height="${height}" fill="url(#shade)"/></svg>`,
  );
}
