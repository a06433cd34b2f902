import type { PictureSize } from '../wish.ts';
import type { Canvas } from './canvas.ts';
import { paintLand } from './land.ts';
import { palettes } from './palette.ts';
import { createRandom } from './random.ts';
import { imagineScene } from './scene.ts';
import { paintSky } from './sky.ts';
import { paintThings } from './things.ts';

/** The picture of a prompt as an SVG, without its caption. The same words, seed and size give the same picture. */
export function composePicture({
  prompt,
  seed,
  size,
}: {
  readonly prompt: string;
  readonly seed: number;
  readonly size: PictureSize;
}): string {
  const { width, height } = size;
  const random = createRandom(`${seed}\n${prompt}`);
  const scene = imagineScene(prompt, random);
  const canvas: Canvas = {
    width,
    height,
    unit: Math.min(width, height) / 100,
    horizon: height * random.between(0.54, 0.62),
    palette: palettes[scene.time],
    random,
  };
  const isLow = scene.time === 'sunset' || scene.time === 'dawn';
  const light = {
    x: width * random.between(0.25, 0.75),
    y: canvas.horizon * (isLow ? random.between(0.62, 0.9) : random.between(0.2, 0.42)),
  };
  const layers = [
    paintSky(canvas, scene, light),
    paintLand(canvas, scene, light),
    paintThings(canvas, scene),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${layers.join('')}</svg>`;
}
