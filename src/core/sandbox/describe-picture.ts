import sharp from 'sharp';

const colours = [
  ['black', [15, 15, 20]],
  ['white', [245, 245, 240]],
  ['grey', [128, 128, 128]],
  ['deep red', [150, 35, 40]],
  ['orange', [235, 130, 50]],
  ['golden yellow', [235, 200, 80]],
  ['green', [70, 140, 75]],
  ['teal', [50, 140, 140]],
  ['sky blue', [120, 175, 225]],
  ['deep blue', [35, 55, 125]],
  ['violet', [120, 70, 150]],
  ['pink', [235, 160, 180]],
  ['brown', [110, 75, 50]],
] as const;

/** Says what can be seen of a picture without knowing what it shows. @throws Error when it cannot be read. */
export async function describePicture(picture: Uint8Array): Promise<string> {
  const { autoOrient } = await sharp(picture).metadata();
  const [top, middle, bottom] = await bandsOf(picture);
  const shape = shapeOf(autoOrient.width / autoOrient.height);
  const light = brightness(top) > brightness(bottom) ? 'lit from above' : 'darkening towards the top';
  return `A ${shape} picture: ${nameOf(top)} above, ${nameOf(middle)} in the middle and ${nameOf(bottom)} below, ${light}, in soft painted shapes`;
}

type Colour = readonly [red: number, green: number, blue: number];

async function bandsOf(picture: Uint8Array): Promise<readonly [Colour, Colour, Colour]> {
  const pixels = await sharp(picture)
    .rotate()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .resize(1, 3, { fit: 'fill' })
    .raw()
    .toBuffer();
  const channels = pixels.length / 3;
  const band = (row: number): Colour => {
    const at = row * channels;
    return [pixels[at] ?? 0, pixels[at + 1] ?? pixels[at] ?? 0, pixels[at + 2] ?? pixels[at] ?? 0];
  };
  return [band(0), band(1), band(2)];
}

function shapeOf(ratio: number): string {
  if (ratio > 1.15) return 'wide';
  return ratio < 0.87 ? 'tall' : 'square';
}

function nameOf(colour: Colour): string {
  const distances = colours.map(([name, known]) => ({ name, distance: distanceBetween(colour, known) }));
  const [nearest] = distances.sort((one, other) => one.distance - other.distance);
  return nearest?.name ?? 'grey';
}

function distanceBetween(one: Colour, other: Colour): number {
  return one.reduce((sum, value, channel) => sum + (value - (other[channel] ?? 0)) ** 2, 0);
}

function brightness([red, green, blue]: Colour): number {
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}
