import type { Canvas, Point } from './canvas.ts';
import { depthColour, polygon, rectangle, round, verticalGradient } from './canvas.ts';
import { paintCity } from './city.ts';
import { mix } from './palette.ts';
import type { Scene } from './scene.ts';

/** A rolling outline: the height of the land at `x`, in pixels from the top. */
export type Outline = (x: number) => number;

/** Paints everything below the horizon, far things first. */
export function paintLand(canvas: Canvas, scene: Scene, light: Point): string {
  switch (scene.place) {
    case 'sea':
      return [
        ridges(canvas, { layers: 2, from: 0.99, to: 1.0, tall: 5, nearness: [0, 0.25] }),
        sea(canvas, light),
      ].join('');
    case 'mountains':
      return [
        peaks(canvas),
        ridges(canvas, { layers: 3, from: 1.03, to: 1.32, tall: 6, nearness: [0.5, 1] }),
        pines(canvas, 1.3),
      ].join('');
    case 'forest':
      return woods(canvas);
    case 'city':
      return paintCity(canvas);
    case 'desert':
      return dunes(canvas);
    case 'hills':
      return ridges(canvas, { layers: 5, from: 0.96, to: 1.34, tall: 7, nearness: [0.05, 0.95] });
    case 'space':
      return ridges(canvas, { layers: 2, from: 1.26, to: 1.36, tall: 4, nearness: [0.7, 1] });
    default:
      return scene.place satisfies never;
  }
}

function outline({ random, unit }: Canvas, base: number, tall: number): Outline {
  const waves = [
    { length: random.between(55, 95), share: 0.6, phase: random.between(0, 7) },
    { length: random.between(22, 38), share: 0.28, phase: random.between(0, 7) },
    { length: random.between(9, 14), share: 0.12, phase: random.between(0, 7) },
  ];
  return (x) =>
    base -
    tall *
      unit *
      waves.reduce(
        (sum, wave) => sum + wave.share * Math.sin(wave.phase + (x / (wave.length * unit)) * 6.28),
        0,
      );
}

export function fillBelow(canvas: Canvas, line: Outline, attributes: string): string {
  const { width, height, unit } = canvas;
  const points: Point[] = [];
  for (let x = -unit; x <= width + unit; x += unit) points.push({ x, y: line(x) });
  return polygon([...points, { x: width + unit, y: height }, { x: -unit, y: height }], attributes);
}

interface Ridges {
  readonly layers: number;
  /** Where the farthest and the nearest one lie, as shares of the horizon's distance from the top. */
  readonly from: number;
  readonly to: number;
  readonly tall: number;
  readonly nearness: readonly [number, number];
}

function ridges(canvas: Canvas, { layers, from, to, tall, nearness }: Ridges): string {
  const shapes: string[] = [];
  for (let layer = 0; layer < layers; layer += 1) {
    const share = layers === 1 ? 1 : layer / (layers - 1);
    const colour = depthColour(canvas, nearness[0] + (nearness[1] - nearness[0]) * share);
    const id = `ridge${canvas.random.between(0, 1e9).toFixed(0)}`;
    shapes.push(
      verticalGradient(id, [
        [0, mix(colour, canvas.palette.sky[3], 0.16), 1],
        [0.6, colour, 1],
      ]),
      fillBelow(
        canvas,
        outline(canvas, canvas.horizon * (from + (to - from) * share), tall),
        `fill="url(#${id})"`,
      ),
    );
  }
  return shapes.join('');
}

function peaks(canvas: Canvas): string {
  const { width, horizon, unit, random, palette } = canvas;
  const shapes: string[] = [];
  for (const [layer, nearness] of [0.08, 0.3, 0.5].entries()) {
    const colour = depthColour(canvas, nearness);
    const number = Math.ceil((width / (unit * 100)) * 4) + 1;
    for (let index = 0; index < number; index += 1) {
      const x = ((index + random.between(-0.2, 0.7)) / (number - 1)) * width;
      const tall = unit * random.between(16, 40) * (1 - layer * 0.24);
      const half = tall * random.between(0.75, 1.15);
      const top = { x, y: horizon * 1.04 - tall };
      const foot = horizon * 1.25;
      const spine = { x: x + half * random.between(-0.15, 0.25), y: foot };
      const slope = (foot - top.y) / tall;
      shapes.push(
        polygon([top, { x: x - half * slope, y: foot }, spine], `fill="${mix(colour, palette.light, 0.16)}"`),
      );
      shapes.push(polygon([top, spine, { x: x + half * slope, y: foot }], `fill="${colour}"`));
      if (tall > unit * 17)
        shapes.push(snowCap(canvas, top, half / tall, tall * random.between(0.2, 0.34), colour));
    }
    const haze = `haze${layer}`;
    shapes.push(
      verticalGradient(haze, [
        [0, palette.sky[3], 0],
        [1, palette.sky[3], 0.5],
      ]),
    );
    shapes.push(rectangle({ x: 0, y: horizon * 0.7, width, height: horizon * 0.6 }, `fill="url(#${haze})"`));
  }
  return shapes.join('');
}

function snowCap({ random }: Canvas, top: Point, steepness: number, deep: number, colour: string): string {
  const left: Point[] = [];
  for (let tooth = 0; tooth <= 4; tooth += 1) {
    const share = -1 + tooth * 0.5;
    const y = top.y + deep * (tooth % 2 === 0 ? 1 : random.between(0.6, 0.85));
    left.push({ x: top.x + share * steepness * (y - top.y), y });
  }
  const snow = mix('#ffffff', colour, 0.12);
  return polygon([top, ...left], `fill="${snow}" opacity="0.92"`);
}

function sea(canvas: Canvas, light: Point): string {
  const { width, height, horizon, unit, random, palette } = canvas;
  const shapes = [
    verticalGradient('sea', [
      [0, mix(palette.sky[3], palette.sky[1], 0.35), 1],
      [0.35, mix(palette.sky[1], palette.near, 0.3), 1],
      [1, mix(palette.sky[0], palette.near, 0.65), 1],
    ]),
    rectangle({ x: 0, y: horizon, width, height: height - horizon }, 'fill="url(#sea)"'),
  ];
  // The light's path over the water: short streaks that widen towards the viewer.
  for (let y = horizon + unit * 0.5; y < height; y += unit * random.between(0.7, 1.4)) {
    const depth = (y - horizon) / (height - horizon);
    const length = unit * (2 + depth * 16) * random.between(0.25, 1);
    const x = light.x + random.between(-1, 1) * unit * (1.5 + depth * 11) - length / 2;
    shapes.push(
      rectangle(
        { x, y, width: length, height: unit * (0.18 + depth * 0.35) },
        `rx="${round(unit * 0.2)}" fill="${palette.light}" opacity="${round(7 - depth * 4) / 10}"`,
      ),
    );
  }
  for (let layer = 0; layer < 6; layer += 1) {
    const share = (layer + 1) / 6;
    const line = outline(canvas, horizon + (height - horizon) * share ** 1.25 * 0.92, 0.35 + share * 1.3);
    shapes.push(
      fillBelow(
        canvas,
        line,
        `fill="${mix(palette.sky[1], palette.near, 0.25 + share * 0.75)}" opacity="0.34"`,
      ),
    );
  }
  return shapes.join('');
}

function dunes(canvas: Canvas): string {
  const { horizon, palette, random } = canvas;
  const sand = mix(palette.sky[2], '#e0a458', 0.55);
  const shade = mix(palette.near, '#7a4420', 0.6);
  const shapes: string[] = [];
  for (let layer = 0; layer < 5; layer += 1) {
    const share = layer / 4;
    const colour = mix(mix(sand, palette.sky[3], 0.45), mix(sand, shade, 0.6), share);
    const id = `dune${layer}`;
    shapes.push(
      verticalGradient(id, [
        [0, mix(colour, palette.light, 0.3), 1],
        [0.5, mix(colour, shade, 0.3), 1],
      ]),
      fillBelow(
        canvas,
        outline(canvas, horizon * (0.99 + share * 0.36), 3 + share * random.between(4, 7)),
        `fill="url(#${id})"`,
      ),
    );
  }
  return shapes.join('');
}

function woods(canvas: Canvas): string {
  const shapes = [ridges(canvas, { layers: 2, from: 0.88, to: 0.97, tall: 6, nearness: [0.05, 0.2] })];
  for (const [layer, nearness] of [0.3, 0.5, 0.72, 0.92].entries()) {
    const base = canvas.horizon * (1.0 + layer * 0.11);
    shapes.push(treeLine(canvas, { base, nearness, tall: 9 + layer * 5.5 }));
  }
  return shapes.join('');
}

function treeLine(
  canvas: Canvas,
  { base, nearness, tall }: { base: number; nearness: number; tall: number },
): string {
  const { width, unit, random } = canvas;
  const colour = depthColour(canvas, nearness);
  const line = outline(canvas, base, 3);
  const shapes: string[] = [];
  for (let x = -unit * 4; x < width + unit * 4; x += unit * tall * random.between(0.16, 0.34)) {
    shapes.push(pine({ x, y: line(x) + unit }, unit * tall * random.between(0.6, 1.15), colour));
  }
  shapes.push(fillBelow(canvas, line, `fill="${colour}"`));
  return shapes.join('');
}

function pines(canvas: Canvas, reach: number): string {
  const { width, horizon, unit, random } = canvas;
  const shapes: string[] = [];
  const number = Math.round(width / (unit * 9));
  for (let index = 0; index < number; index += 1) {
    const y = horizon * reach * random.between(0.97, 1.05);
    shapes.push(
      pine({ x: random.between(0, width), y }, unit * random.between(7, 13), depthColour(canvas, 0.95)),
    );
  }
  return shapes.join('');
}

function pine({ x, y }: Point, tall: number, colour: string): string {
  const points: Point[] = [{ x, y: y - tall }];
  const steps = 5;
  for (const side of [1, -1]) {
    const half: Point[] = [];
    for (let step = 1; step <= steps; step += 1) {
      const wide = side * tall * 0.24 * (step / steps);
      const at = y - tall + tall * (step / steps);
      half.push({ x: x + wide, y: at }, { x: x + wide * 0.55, y: at - tall * 0.02 });
    }
    points.push(...(side === 1 ? half : half.reverse()));
  }
  return polygon(points, `fill="${colour}"`);
}
