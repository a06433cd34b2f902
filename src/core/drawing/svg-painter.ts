import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PQueue from 'p-queue';
import { writeFontConfiguration } from '../bundled-fonts.ts';
import type { Log } from '../log.ts';
import type { SvgDrawing } from '../svg-drawing.ts';

type Drawn = { readonly png: Uint8Array } | { readonly problem: string };

const program = fileURLToPath(new URL('./svg-process.ts', import.meta.url));

/** A drawing takes a fraction of a second, and a machine that has much to do longer. */
const patienceMs = 30_000;

/** Draws one picture after the other, each in a process of its own: there are few, and none stays in memory. */
export class SvgPainter implements SvgDrawing {
  readonly #queue = new PQueue({ concurrency: 1 });
  readonly #log: Log;

  constructor({ log }: { readonly log: Log }) {
    this.#log = log;
  }

  async toPng(svg: string): Promise<Uint8Array> {
    try {
      return await this.#queue.add(() => draw(svg));
    } catch (error) {
      this.#log.warn({ error }, 'a drawing failed');
      throw error;
    }
  }
}

async function draw(svg: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-drawing-'));
  try {
    const drawn = await answerOf(svg, await writeFontConfiguration(folder));
    if ('problem' in drawn) throw new Error(`a drawing failed: ${drawn.problem}`);
    return drawn.png;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function answerOf(svg: string, fontConfiguration: string): Promise<Drawn> {
  const { promise, resolve, reject } = Promise.withResolvers<Drawn>();
  const child = fork(program, {
    env: { FONTCONFIG_FILE: fontConfiguration },
    execArgv: [],
    serialization: 'advanced',
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  });
  child.once('message', (drawn: Drawn) => resolve(drawn));
  child.once('error', reject);
  child.once('exit', () => reject(new Error('the process that draws ended')));
  child.send(svg, (error) => {
    if (error !== null) reject(error);
  });
  return promise;
}
