import type { Canvas } from './canvas.ts';
import { depthColour, rectangle, round, verticalGradient } from './canvas.ts';
import { mix } from './palette.ts';

/** Rows of houses with lit windows, the farther ones in the haze. */
export function paintCity(canvas: Canvas): string {
  const { width, height, horizon, unit, random, palette } = canvas;
  const shapes: string[] = [];
  for (const [layer, nearness] of [0.15, 0.45, 0.85].entries()) {
    const colour = depthColour(canvas, nearness);
    const base = horizon * (1.02 + layer * 0.12);
    for (let x = -unit * 3; x < width; ) {
      const wide = unit * random.between(4, 9) * (1 + layer * 0.25);
      const tall = unit * random.between(10, 40) * (1 - layer * 0.2);
      const top = base - tall;
      shapes.push(rectangle({ x, y: top, width: wide, height: height - top }, `fill="${colour}"`));
      if (random.chance(0.25))
        shapes.push(
          rectangle(
            { x: x + wide * 0.48, y: top - unit * 4, width: unit * 0.35, height: unit * 4 },
            `fill="${colour}"`,
          ),
        );
      if (layer > 0) shapes.push(windows(canvas, { x, y: top, width: wide, height: tall }, layer));
      x += wide + unit * random.between(-0.3, 1.6);
    }
    shapes.push(
      verticalGradient(`smog${layer}`, [
        [0, palette.sky[3], 0],
        [1, palette.sky[3], 0.35 - layer * 0.1],
      ]),
    );
    shapes.push(
      rectangle({ x: 0, y: base - unit * 22, width, height: unit * 30 }, `fill="url(#smog${layer})"`),
    );
  }
  return shapes.join('');
}

function windows(
  { unit, random, palette }: Canvas,
  box: { x: number; y: number; width: number; height: number },
  layer: number,
): string {
  const shapes: string[] = [];
  const step = unit * (1.1 + layer * 0.45);
  for (let y = box.y + step; y < box.y + box.height + unit * 12; y += step * 1.25) {
    for (let x = box.x + step * 0.7; x < box.x + box.width - step * 0.8; x += step) {
      if (!random.chance(0.38)) continue;
      const colour = mix(palette.light, palette.accent, random.between(0, 0.5));
      shapes.push(
        rectangle(
          { x, y, width: step * 0.48, height: step * 0.62 },
          `fill="${colour}" opacity="${round(random.between(5, 9)) / 10}"`,
        ),
      );
    }
  }
  return shapes.join('');
}
