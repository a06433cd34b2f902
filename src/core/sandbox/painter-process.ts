import { rmSync } from 'node:fs';
import process from 'node:process';
import { describePicture } from './describe-picture.ts';
import { drawPicture } from './draw-picture.ts';
import type { PaintOrder, PaintResult, PaintWork } from './painter.ts';
import { workOnPicture } from './work-on-picture.ts';

// The entry point of the painter's process: draws what its parent orders, and ends when the parent lets go of it.
process.on('message', (order: PaintOrder) => {
  carryOut(order.work).then(
    (made) => answer({ id: order.id, made }),
    (error: unknown) =>
      answer({ id: order.id, problem: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => {
  // The parent died before it could tidy up: the folder of the font configuration goes with this process.
  const [, , folder] = process.argv;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
// A terminal's Ctrl-C and a supervisor's SIGTERM reach this process too; the parent decides when drawing ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

function carryOut(work: PaintWork): Promise<Uint8Array | string> {
  switch (work.kind) {
    case 'draw':
      return drawPicture(work.request);
    case 'describe':
      return describePicture(work.picture);
    case 'upscale':
    case 'cutout':
      return workOnPicture(work);
    default:
      return work satisfies never;
  }
}

function answer(result: PaintResult): void {
  process.send?.(result);
}
