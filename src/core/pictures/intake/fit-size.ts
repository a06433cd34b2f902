import type { PictureSize } from '../../wish.ts';
import type { PictureBounds } from './picture-bounds.ts';
import type { PictureRefusal } from './picture-refusal.ts';

type Sides = Pick<PictureBounds, 'minSide' | 'maxSide'>;

/**
 * The size at which a picture is within the bounds, its proportions kept. Too large is reduced; too small is enlarged
 * when its shorter side is at least half of what is asked for: beyond twice its size a picture holds too little for a
 * model to work from, and an answer in words serves the person better than a paid blur.
 */
export function fitSize(size: PictureSize, { minSide, maxSide }: Sides): PictureSize | PictureRefusal {
  const { width, height } = size;
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  const smallestTaken = Math.ceil(minSide / 2);
  if (shorter < smallestTaken && longer < maxSide) {
    return { problem: 'too-small', width, height, minSide: smallestTaken };
  }
  const maxRatio = maxSide / minSide;
  if (longer / shorter > maxRatio) {
    return { problem: 'too-narrow', width, height, maxRatio: Math.floor(maxRatio * 10) / 10 };
  }
  const scale = longer > maxSide ? maxSide / longer : Math.max(1, minSide / shorter);
  const scaled = (side: number) => Math.min(maxSide, Math.max(minSide, Math.round(side * scale)));
  return { width: scaled(width), height: scaled(height) };
}
