import { createHash } from 'node:crypto';
import { Painter } from '../../src/core/sandbox/painter.ts';
import type { Artist } from '../../test/fakes/runware/artist.ts';
import { description, richerWords } from './sample-words.ts';

const defaultSize = { width: 1024, height: 1024 };

/**
 * Makes the fake's pictures as the sandbox does, so that they are nice to look at, and writes the sample words. The same
 * words give the same pictures and seeds every time.
 */
export function createSandboxArtist(): Artist & { stop(): Promise<void> } {
  const painter = new Painter();
  const seedOf: Artist['seedOf'] = ({ prompt }, index) =>
    (createHash('sha256').update(prompt).digest().readUInt32BE() || 1) + index;
  return {
    seedOf,
    async paint(order, index) {
      const { format, picture, prompt, size = defaultSize, taskType } = order;
      if (picture !== undefined && format !== 'webp') {
        const kind = taskType === 'upscale' ? 'upscale' : 'cutout';
        return Buffer.from(await painter.workOn({ kind, picture, format }));
      }
      const seed = order.seed === undefined ? seedOf(order, index) : order.seed + index;
      return Buffer.from(await painter.paint({ prompt, seed, size, format, references: [] }));
    },
    write: async ({ picture, prompt }) => (picture === undefined ? richerWords(prompt) : description),
    stop: () => painter.stop(),
  };
}
