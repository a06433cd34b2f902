import { rmSync } from 'node:fs';
import process from 'node:process';
import { drawPicture } from './draw-picture.ts';
import type { PaintOrder, PaintResult } from './painter.ts';

// The entry point of the painter's process: draws what its parent orders, and ends when the parent lets go of it.
process.on('message', (order: PaintOrder) => {
  drawPicture(order.request).then(
    (bytes) => answer({ id: order.id, bytes }),
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

function answer(result: PaintResult): void {
  process.send?.(result);
}
