import sharp from 'sharp';

/**
 * The only decoders that untrusted bytes may reach; all of them read from memory. Everything else is off for the whole
 * process: SVG and PDF can name other files, and every other format is one more decoder to attack.
 */
const allowedDecoders = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'NsgifBuffer', 'HeifBuffer', 'TiffBuffer'];

/** Switches off what is not needed, and lets the image library keep nothing and start no threads of its own. */
export function restrictDecoders(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: allowedDecoders.map((name) => `VipsForeignLoad${name}`) });
  sharp.cache(false);
  sharp.concurrency(1);
}
