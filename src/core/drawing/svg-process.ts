import sharp from 'sharp';

/** Draws one picture and ends. */
process.once('message', (svg: string) => {
  sharp(Buffer.from(svg))
    .png()
    .toBuffer()
    .then(
      (png) => process.send?.({ png: new Uint8Array(png) }),
      (error: Error) => process.send?.({ problem: error.message }),
    )
    .finally(() => process.disconnect());
});
