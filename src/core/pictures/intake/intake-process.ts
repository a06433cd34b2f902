import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import type { IntakeMessage, IntakeOrder, MemoryUse } from './intake-order.ts';
import { normalisePicture } from './normalise-picture.ts';
import { receiveFile } from './receive-file.ts';
import { restrictDecoders } from './restrict-decoders.ts';
import { yieldToOthers } from './yield-to-others.ts';

// The entry point of a process that reads pictures of unknown origin, one at a time, and holds nothing worth stealing.
restrictDecoders();
yieldToOthers();

process.on('message', ({ byteLength, bounds }: IntakeOrder) => {
  const normalising = receiveFile(process.stdin, byteLength).then((bytes) => normalisePicture(bytes, bounds));
  normalising.then(
    (result) => say({ kind: 'done', result, memory: memoryUse() }),
    (error: unknown) =>
      say({ kind: 'failed', problem: error instanceof Error ? error.message : String(error) }),
  );
});
// The parent is gone, or has no more use for this process.
process.on('disconnect', () => process.exit(0));
// A terminal's Ctrl-C and a supervisor's SIGTERM reach this process too; the parent decides when it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
say({ kind: 'ready' });

function say(message: IntakeMessage): void {
  process.send?.(message);
}

function memoryUse(): MemoryUse {
  // On Linux `maxRSS` begins with what the parent held: https://man7.org/linux/man-pages/man2/getrusage.2.html
  const status = '/proc/self/status';
  const [, kibibytes] =
    /^VmHWM:\s+(\d+) kB$/m.exec(existsSync(status) ? readFileSync(status, 'utf8') : '') ?? [];
  const peakKibibytes = kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes);
  return { heldBytes: process.memoryUsage.rss(), peakBytes: peakKibibytes * 1024 };
}
