import type { Canvas, Point } from './canvas.ts';
import { circle, depthColour, polygon, rectangle, round } from './canvas.ts';
import type { Outline } from './land.ts';
import { fillBelow } from './land.ts';
import { mix } from './palette.ts';
import type { Figure, Scene } from './scene.ts';

/** Paints the figures of a scene, and its weather over everything. */
export function paintThings(canvas: Canvas, scene: Scene): string {
  const shapes = scene.figures.map((figure) => brushes[figure](canvas, scene));
  if (scene.weather === 'snow') shapes.push(snow(canvas));
  if (scene.weather === 'rain') shapes.push(rain(canvas));
  return shapes.join('');
}

const brushes: Readonly<Record<Figure, (canvas: Canvas, scene: Scene) => string>> = {
  lighthouse,
  boat,
  house,
  balloon,
  birds,
  cat,
};

function lighthouse(canvas: Canvas): string {
  const { width, horizon, unit, palette, random } = canvas;
  const isLeft = random.chance(0.5);
  const x = width * (isLeft ? random.between(0.16, 0.28) : random.between(0.72, 0.84));
  const foot = horizon * 1.06;
  const tall = unit * 34;
  const top = foot - tall;
  const rock = depthColour(canvas, 0.92);
  const rocks: Point[] = [{ x: x - unit * 30, y: foot + unit * 8 }];
  for (let step = -6; step <= 6; step += 1) {
    const slope = 1 - (Math.abs(step) / 6.5) ** 1.6;
    rocks.push({ x: x + step * unit * 4.2, y: foot + unit * (8 - slope * 9 + random.between(-0.8, 0.8)) });
  }
  rocks.push({ x: x + unit * 30, y: foot + unit * 8 });
  const shaft = (share: number) => unit * (3.6 - 1.3 * share);
  const shapes = [beams(canvas, { x, y: top - unit * 1.6 }), polygon(rocks, `fill="${rock}"`)];
  for (let band = 0; band < 6; band += 1) {
    const [low, high] = [band / 6, (band + 1) / 6];
    const colour =
      band % 2 === 0 ? mix('#fbf6ec', palette.near, 0.12) : mix(palette.accent, palette.near, 0.15);
    shapes.push(
      polygon(
        [
          { x: x - shaft(low), y: foot - tall * low },
          { x: x - shaft(high), y: foot - tall * high },
          { x: x + shaft(high), y: foot - tall * high },
          { x: x + shaft(low), y: foot - tall * low },
        ],
        `fill="${colour}"`,
      ),
    );
  }
  shapes.push(
    polygon(
      [
        { x: x + shaft(0) * 0.25, y: foot },
        { x: x + shaft(1) * 0.25, y: top },
        { x: x + shaft(1), y: top },
        { x: x + shaft(0), y: foot },
      ],
      'fill="#000" opacity="0.16"',
    ),
    rectangle(
      { x: x - unit * 3.1, y: top - unit * 0.8, width: unit * 6.2, height: unit * 0.9 },
      `fill="${palette.near}"`,
    ),
    rectangle(
      { x: x - unit * 1.7, y: top - unit * 3.6, width: unit * 3.4, height: unit * 2.9 },
      `fill="${palette.light}"`,
    ),
    polygon(
      [
        { x: x - unit * 2.4, y: top - unit * 3.5 },
        { x, y: top - unit * 6.2 },
        { x: x + unit * 2.4, y: top - unit * 3.5 },
      ],
      `fill="${mix(palette.accent, palette.near, 0.35)}"`,
    ),
  );
  return shapes.join('');
}

function beams({ width, unit, palette }: Canvas, { x, y }: Point): string {
  const towards = x < width / 2 ? 1 : -1;
  const far = width * 0.75 * towards;
  const id = 'beam';
  return [
    `<linearGradient id="${id}" x1="${towards === 1 ? 0 : 1}" x2="${towards === 1 ? 1 : 0}"><stop offset="0" stop-color="${palette.light}" stop-opacity="0.75"/><stop offset="1" stop-color="${palette.light}" stop-opacity="0"/></linearGradient>`,
    polygon(
      [
        { x, y: y - unit },
        { x: x + far, y: y - unit * 15 },
        { x: x + far, y: y - unit * 1 },
        { x, y: y + unit },
      ],
      `fill="url(#${id})" opacity="0.55"`,
    ),
    circle({ x, y }, unit * 3.4, `fill="${palette.light}" opacity="0.45"`),
  ].join('');
}

function boat(canvas: Canvas): string {
  const { width, height, horizon, unit, palette, random } = canvas;
  const size = unit * random.between(1.1, 1.6);
  const at = {
    x: width * random.between(0.34, 0.66),
    y: horizon + (height - horizon) * random.between(0.14, 0.24),
  };
  const sail = mix('#fffaf0', palette.sky[2], 0.12);
  const point = (dx: number, dy: number): Point => ({ x: at.x + dx * size, y: at.y + dy * size });
  return [
    polygon([point(-0.2, -13), point(-0.2, -1.6), point(6, -1.6)], `fill="${sail}"`),
    polygon(
      [point(-0.9, -11), point(-0.9, -1.6), point(-5, -1.6)],
      `fill="${mix(sail, palette.accent, 0.55)}"`,
    ),
    rectangle(
      { x: at.x - size * 0.7, y: at.y - size * 13.4, width: size * 0.4, height: size * 13 },
      `fill="${palette.near}"`,
    ),
    polygon(
      [point(-6.6, -1), point(7.2, -1), point(4.8, 1.7), point(-4.6, 1.7)],
      `fill="${mix(palette.near, palette.accent, 0.3)}"`,
    ),
    `<ellipse cx="${round(at.x)}" cy="${round(at.y + size * 2)}" rx="${round(size * 7)}" ry="${round(size * 0.7)}" fill="${palette.near}" opacity="0.35"/>`,
  ].join('');
}

function house(canvas: Canvas): string {
  const { width, horizon, unit, palette, random } = canvas;
  const at = { x: width * random.between(0.58, 0.74), y: horizon * 1.13 };
  const wall = mix('#f3e3cf', palette.near, 0.3);
  const box = (dx: number, dy: number, wide: number, tall: number, fill: string) =>
    rectangle(
      { x: at.x + dx * unit, y: at.y + dy * unit, width: wide * unit, height: tall * unit },
      `fill="${fill}"`,
    );
  return [
    knoll(canvas, { x: at.x + unit * 6.5, y: at.y }, 0.8),
    box(10, -12.5, 1.8, 5, mix(palette.near, wall, 0.3)),
    box(0, -8, 13, 8.4, wall),
    polygon(
      [
        { x: at.x - unit * 1.4, y: at.y - unit * 7.6 },
        { x: at.x + unit * 6.5, y: at.y - unit * 14 },
        { x: at.x + unit * 14.4, y: at.y - unit * 7.6 },
      ],
      `fill="${mix(palette.accent, palette.near, 0.45)}"`,
    ),
    box(1.8, -5.6, 2.8, 2.8, mix(palette.light, palette.accent, 0.18)),
    box(8.4, -5.6, 2.8, 2.8, mix(palette.light, palette.accent, 0.18)),
    box(5.4, -4, 2.2, 4.4, mix(palette.near, wall, 0.25)),
  ].join('');
}

function balloon({ width, horizon, unit, palette, random }: Canvas): string {
  const shapes: string[] = [];
  for (const scale of [1, random.between(0.4, 0.6)]) {
    const share = scale === 1 ? random.between(0.15, 0.45) : random.between(0.6, 0.85);
    const at = { x: width * share, y: horizon * random.between(0.2, 0.45) };
    const radius = unit * 7.5 * scale;
    const colours = [
      palette.accent,
      mix('#fff6e5', palette.sky[2], 0.1),
      mix(palette.accent, palette.near, 0.35),
    ];
    shapes.push(
      polygon(
        [
          { x: at.x - radius * 0.62, y: at.y + radius * 0.78 },
          { x: at.x + radius * 0.62, y: at.y + radius * 0.78 },
          { x: at.x + radius * 0.2, y: at.y + radius * 1.5 },
          { x: at.x - radius * 0.2, y: at.y + radius * 1.5 },
        ],
        `fill="${colours[2]}"`,
      ),
    );
    for (const [index, share] of [1, 0.72, 0.42, 0.14].entries()) {
      shapes.push(
        `<ellipse cx="${round(at.x)}" cy="${round(at.y)}" rx="${round(radius * share)}" ry="${round(radius)}" fill="${colours[index % 2] ?? palette.accent}"/>`,
      );
    }
    shapes.push(
      rectangle(
        { x: at.x - radius * 0.2, y: at.y + radius * 1.72, width: radius * 0.4, height: radius * 0.3 },
        `fill="${palette.near}"`,
      ),
    );
    shapes.push(
      `<path d="M${round(at.x - radius * 0.18)} ${round(at.y + radius * 1.48)}V${round(at.y + radius * 1.75)}M${round(at.x + radius * 0.18)} ${round(at.y + radius * 1.48)}V${round(at.y + radius * 1.75)}" stroke="${palette.near}" stroke-width="${round(unit * 0.15)}"/>`,
    );
  }
  return shapes.join('');
}

function birds({ width, horizon, unit, palette, random }: Canvas): string {
  const shapes: string[] = [];
  const heart = { x: width * random.between(0.3, 0.7), y: horizon * random.between(0.25, 0.5) };
  for (let index = 0; index < 7; index += 1) {
    const x = heart.x + random.between(-20, 20) * unit;
    const y = heart.y + random.between(-9, 9) * unit;
    const span = unit * random.between(1.3, 2.8);
    shapes.push(
      `<path d="M${round(x - span)} ${round(y - span * 0.3)}Q${round(x - span * 0.4)} ${round(y - span * 0.55)} ${round(x)} ${round(y)}Q${round(x + span * 0.4)} ${round(y - span * 0.55)} ${round(x + span)} ${round(y - span * 0.3)}" fill="none" stroke="${palette.near}" stroke-width="${round(unit * 0.35)}" stroke-linecap="round"/>`,
    );
  }
  return shapes.join('');
}

/** A rounded hill for something to stand on; it hides everything below it. */
function knoll(canvas: Canvas, top: Point, nearness: number): string {
  const { height, unit } = canvas;
  const rise = (height - top.y) * 0.75;
  const line: Outline = (x) => top.y + rise * (1 - Math.exp(-(((x - top.x) / (unit * 34)) ** 2)));
  return fillBelow(canvas, line, `fill="${mix(depthColour(canvas, nearness), canvas.palette.sky[3], 0.05)}"`);
}

/** A cat that sits with its back to us and looks at the view. */
function cat(canvas: Canvas): string {
  const { width, horizon, unit, palette, random } = canvas;
  const size = unit * 0.16;
  const isMirrored = random.chance(0.5);
  const x = width * random.between(0.22, 0.38);
  const foot = horizon * 1.2;
  const body =
    'M-34 0C-44-44-30-88-14-104C-26-118-27-142-22-160L-8-146Q0-149 8-146L22-160C27-142 26-118 14-104C30-88 44-44 34 0Z';
  const tail = 'M28-8C70-2 74-44 56-66';
  return `${knoll(canvas, { x, y: foot }, 1)}<g transform="translate(${round(x)} ${round(foot)}) scale(${isMirrored ? -size : size} ${size})"><path d="${tail}" fill="none" stroke="${palette.near}" stroke-width="13" stroke-linecap="round"/><path d="${body}" fill="${palette.near}"/></g>`;
}

function snow({ width, height, unit, random }: Canvas): string {
  const shapes: string[] = [];
  for (let index = 0; index < (width * height) / (unit * unit * 45); index += 1) {
    const at = { x: random.between(0, width), y: random.between(0, height) };
    shapes.push(
      circle(
        at,
        unit * random.between(0.12, 0.5),
        `fill="#fff" opacity="${round(random.between(4, 9)) / 10}"`,
      ),
    );
  }
  return shapes.join('');
}

function rain({ width, height, unit, random }: Canvas): string {
  const lines: string[] = [];
  for (let index = 0; index < (width * height) / (unit * unit * 40); index += 1) {
    const [x, y, long] = [random.between(0, width), random.between(0, height), random.between(2, 5) * unit];
    lines.push(`M${round(x)} ${round(y)}l${round(-long * 0.25)} ${round(long)}`);
  }
  return `<path d="${lines.join('')}" stroke="#e8f1f8" stroke-opacity="0.35" stroke-width="${round(unit * 0.16)}"/>`;
}
