export const timesOfDay = ['dawn', 'day', 'sunset', 'dusk', 'night', 'mist'] as const;
export type TimeOfDay = (typeof timesOfDay)[number];

/** Colours of a scene, as `#rrggbb`. */
export interface Palette {
  /** From the top of the sky to the horizon. */
  readonly sky: readonly [string, string, string, string];
  /** What lies farthest away and what lies at the viewer's feet; everything else is mixed between them. */
  readonly far: string;
  readonly near: string;
  /** Sun or moon, lit windows, reflections. */
  readonly light: string;
  readonly accent: string;
}

export const palettes = {
  dawn: {
    sky: ['#33467f', '#a0688f', '#f0a58f', '#ffe3b5'],
    far: '#b98ba4',
    near: '#2a2a52',
    light: '#fff3d6',
    accent: '#f4745c',
  },
  day: {
    sky: ['#2f7fd6', '#6bb8ee', '#bfe6fa', '#fdf4dc'],
    far: '#9cc3d3',
    near: '#175a50',
    light: '#fffbe8',
    accent: '#e4572e',
  },
  sunset: {
    sky: ['#2a1f66', '#8e3378', '#f2634c', '#ffc763'],
    far: '#b04a6c',
    near: '#21143b',
    light: '#ffe9b0',
    accent: '#ff8552',
  },
  dusk: {
    sky: ['#101f56', '#41408c', '#9562a5', '#f6b09a'],
    far: '#6a62a3',
    near: '#15163c',
    light: '#ffe6c9',
    accent: '#e86a92',
  },
  night: {
    sky: ['#050a26', '#0e1f54', '#1f4180', '#4a78ab'],
    far: '#3a6096',
    near: '#060d26',
    light: '#fdf6d8',
    accent: '#f2b84b',
  },
  mist: {
    sky: ['#7f9fb2', '#b3cad2', '#dde9e7', '#f7f0e2'],
    far: '#b9cdd0',
    near: '#2f4f59',
    light: '#fffaf0',
    accent: '#c8553d',
  },
} as const satisfies Record<TimeOfDay, Palette>;

/** Mixes two colours; `share` 0 is all `from`, 1 is all `to`. */
export function mix(from: string, to: string, share: number): string {
  const channels = [1, 3, 5].map((start) => {
    const [one, other] = [from, to].map((colour) => Number.parseInt(colour.slice(start, start + 2), 16));
    return Math.round((one ?? 0) + ((other ?? 0) - (one ?? 0)) * share);
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
