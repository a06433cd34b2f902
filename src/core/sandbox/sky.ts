import type { Canvas } from './canvas.ts';
import { circle, rectangle, round, verticalGradient } from './canvas.ts';
import type { Scene } from './scene.ts';

/** Paints everything above the horizon; `light` is where the sun or moon stands. */
export function paintSky(canvas: Canvas, scene: Scene, light: { x: number; y: number }): string {
  const { width, height, horizon, palette } = canvas;
  const [top, upper, lower, bottom] = palette.sky;
  const end = scene.place === 'space' ? 1 : horizon / height;
  const gradient = verticalGradient('sky', [
    [0, top, 1],
    [end * 0.4, upper, 1],
    [end * 0.75, lower, 1],
    [end, bottom, 1],
  ]);
  const parts = [gradient, rectangle({ x: 0, y: 0, width, height }, 'fill="url(#sky)"')];
  if (scene.place === 'space') parts.push(nebulae(canvas));
  if (scene.time === 'night' || scene.time === 'dusk' || scene.place === 'space')
    parts.push(stars(canvas, scene));
  if (scene.time === 'night' && scene.place !== 'space' && scene.hasAurora) parts.push(aurora(canvas));
  if (scene.place === 'space') parts.push(planets(canvas));
  else if (scene.weather !== 'rain') parts.push(luminary(canvas, scene, light));
  if (scene.time !== 'night' && scene.place !== 'space') parts.push(clouds(canvas));
  return parts.join('');
}

function stars({ width, horizon, height, unit, random, palette }: Canvas, scene: Scene): string {
  const isSpace = scene.place === 'space';
  const bottom = isSpace ? height : horizon * 0.8;
  const number = Math.round(((width * bottom) / (unit * unit)) * (scene.time === 'dusk' ? 0.012 : 0.028));
  const shapes: string[] = [];
  for (let index = 0; index < number; index += 1) {
    const y = random.between(0, 1) ** (isSpace ? 1 : 1.4) * bottom;
    const radius = random.between(0.06, 0.2) * unit * (random.chance(0.08) ? 1.8 : 1);
    const opacity = round(random.between(0.3, 1) * (isSpace ? 1 : 1 - y / bottom) * 10) / 10;
    shapes.push(
      circle(
        { x: random.between(0, width), y },
        Math.max(0.5, radius),
        `fill="${palette.light}" opacity="${opacity}"`,
      ),
    );
  }
  return shapes.join('');
}

function luminary({ unit, palette, random }: Canvas, scene: Scene, at: { x: number; y: number }): string {
  const isMoon = scene.time === 'night';
  const radius = unit * random.between(isMoon ? 4.5 : 5, isMoon ? 6.5 : 8);
  const glow = `<radialGradient id="glow"><stop offset="0" stop-color="${palette.light}" stop-opacity="${isMoon ? 0.5 : 0.85}"/><stop offset="0.3" stop-color="${palette.light}" stop-opacity="0.25"/><stop offset="1" stop-color="${palette.light}" stop-opacity="0"/></radialGradient>`;
  const parts = [
    glow,
    circle(at, radius * (isMoon ? 5 : 6), 'fill="url(#glow)"'),
    circle(at, radius, `fill="${palette.light}"`),
  ];
  if (isMoon) {
    for (const [dx, dy, size] of [
      [-0.35, -0.2, 0.22],
      [0.3, 0.25, 0.28],
      [0.1, -0.5, 0.13],
      [-0.25, 0.45, 0.15],
    ] as const) {
      parts.push(
        circle(
          { x: at.x + dx * radius, y: at.y + dy * radius },
          size * radius,
          'fill="#8d8fa8" opacity="0.22"',
        ),
      );
    }
  }
  return parts.join('');
}

function clouds({ width, horizon, unit, random, palette }: Canvas): string {
  const shapes: string[] = [];
  const number = Math.round(random.between(3, 7) * Math.max(1, width / (unit * 130)));
  for (let index = 0; index < number; index += 1) {
    const y = horizon * random.between(0.12, 0.8);
    const x = random.between(-0.1, 1.1) * width;
    const length = unit * random.between(12, 34) * (0.5 + (0.6 * y) / horizon);
    const opacity = round(random.between(0.25, 0.6) * 10) / 10;
    // Clouds are stacks of flat lenses: soft enough for any sky, and cheap to draw.
    for (let layer = 0; layer < 4; layer += 1) {
      const rx = length * random.between(0.35, 0.75) * (1 - layer * 0.14);
      const cx = x + random.between(-0.3, 0.3) * length;
      shapes.push(
        `<ellipse cx="${round(cx)}" cy="${round(y - layer * unit * 0.7)}" rx="${round(rx)}" ry="${round(unit * random.between(0.8, 1.5))}" fill="${palette.light}" opacity="${opacity * 0.55}"/>`,
      );
    }
  }
  return shapes.join('');
}

function aurora({ width, horizon, unit, random }: Canvas): string {
  const colour = random.pick(['#5ef2b0', '#7ae0ff', '#b78bff']);
  const parts = [
    verticalGradient('aurora', [
      [0, colour, 0],
      [0.55, colour, 0.5],
      [0.85, colour, 0.12],
      [1, colour, 0],
    ]),
  ];
  for (let band = 0; band < 3; band += 1) {
    const base = horizon * random.between(0.35, 0.75);
    const phase = random.between(0, 6);
    const tall = unit * random.between(18, 34);
    const step = unit * 1.3;
    for (let x = -step; x < width + step; x += step) {
      const y =
        base + Math.sin(phase + x / (unit * 17)) * unit * 6 + Math.sin(phase * 2 + x / (unit * 7)) * unit * 2;
      parts.push(
        rectangle(
          { x, y: y - tall, width: step * 1.1, height: tall },
          `fill="url(#aurora)" opacity="${round(random.between(2, 5)) / 10}"`,
        ),
      );
    }
  }
  return parts.join('');
}

function nebulae({ width, height, unit, random }: Canvas): string {
  const parts: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    const colour = random.pick(['#7b3ff2', '#d9488b', '#2f8fd8', '#f08a4b', '#35c2a5']);
    parts.push(
      `<radialGradient id="nebula${index}"><stop offset="0" stop-color="${colour}" stop-opacity="0.42"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`,
      `<ellipse cx="${round(random.between(0, width))}" cy="${round(random.between(0, height))}" rx="${round(unit * random.between(25, 60))}" ry="${round(unit * random.between(12, 36))}" fill="url(#nebula${index})"/>`,
    );
  }
  return parts.join('');
}

function planets(canvas: Canvas): string {
  const { width, height, unit, random } = canvas;
  const [warm, shade] = random.pick<readonly [string, string]>([
    ['#f2a65a', '#6b2d4f'],
    ['#6fb7e9', '#1b2b6b'],
    ['#e88fb4', '#47246b'],
    ['#8fd6b5', '#1d4a5e'],
  ] as const);
  const radius = unit * random.between(15, 22);
  const at = { x: width * random.between(0.3, 0.7), y: height * random.between(0.28, 0.45) };
  const tilt = round(random.between(-28, -12));
  const ring = (half: string) =>
    `<g transform="rotate(${tilt} ${round(at.x)} ${round(at.y)})"><path d="M${round(at.x - radius * 1.75)} ${round(at.y)}A${round(radius * 1.75)} ${round(radius * 0.42)} 0 0 ${half} ${round(at.x + radius * 1.75)} ${round(at.y)}" fill="none" stroke="#fbe6c5" stroke-opacity="0.75" stroke-width="${round(unit * 1.3)}"/></g>`;
  const moon = { x: at.x + radius * random.between(1.6, 2.2), y: at.y - radius * random.between(0.9, 1.3) };
  return [
    `<radialGradient id="planet" cx="0.34" cy="0.3" r="0.8"><stop offset="0" stop-color="${warm}"/><stop offset="1" stop-color="${shade}"/></radialGradient>`,
    ring('1'),
    circle(at, radius, 'fill="url(#planet)"'),
    ring('0'),
    circle(moon, radius * 0.2, 'fill="url(#planet)"'),
  ].join('');
}
