import type { Palette } from './palette.ts';
import { mix } from './palette.ts';
import type { Random } from './random.ts';

/** What every brush needs: how large the picture is, its colours, and the chance that varies it. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** A hundredth of the shorter side: things keep their size whatever the picture's shape. */
  readonly unit: number;
  /** Where sky meets land, from the top. */
  readonly horizon: number;
  readonly palette: Palette;
  readonly random: Random;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Colour of things at a distance: 0 is far away in the haze, 1 is at the viewer's feet. */
export function depthColour({ palette }: Canvas, nearness: number): string {
  return mix(palette.far, palette.near, nearness);
}

export function polygon(points: readonly Point[], attributes: string): string {
  return `<path d="M${points.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L')}Z" ${attributes}/>`;
}

export function circle({ x, y }: Point, radius: number, attributes: string): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" ${attributes}/>`;
}

export function rectangle(
  box: { x: number; y: number; width: number; height: number },
  attributes: string,
): string {
  const { x, y, width, height } = box;
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${attributes}/>`;
}

/** A vertical gradient as a definition and the reference to it. */
export function verticalGradient(id: string, stops: readonly (readonly [number, string, number])[]): string {
  const lines = stops.map(
    ([offset, colour, opacity]) =>
      `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
  );
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${lines.join('')}</linearGradient>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
