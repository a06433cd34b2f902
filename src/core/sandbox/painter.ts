import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFontConfiguration } from '../bundled-fonts.ts';
import type { PictureRequest } from './draw-picture.ts';
import type { PictureWork } from './work-on-picture.ts';

/** Everything that the painter's process does. */
export type PaintWork =
  | { readonly kind: 'draw'; readonly request: PictureRequest }
  | { readonly kind: 'describe'; readonly picture: Uint8Array }
  | PictureWork;

export interface PaintOrder {
  readonly id: number;
  readonly work: PaintWork;
}

export type PaintResult =
  /** The bytes of a picture, or words. */
  | { readonly id: number; readonly made: Uint8Array | string }
  | { readonly id: number; readonly problem: string };

interface PendingWork {
  readonly resolve: (made: Uint8Array | string) => void;
  readonly reject: (error: Error) => void;
}

const program = fileURLToPath(new URL('./painter-process.ts', import.meta.url));

/**
 * Draws pictures in a process of its own. The library that draws text reads where its fonts are from the environment
 * of its process, once: only a process that starts with the right environment draws with the bundled fonts and nothing
 * else, whatever is installed, and whether or not the caller has drawn anything before.
 */
export class Painter {
  readonly #pending = new Map<number, PendingWork>();
  #nextId = 1;
  #process: Promise<ChildProcess> | undefined;
  #folder: string | undefined;
  #isStopped = false;

  /** @throws Error when the request cannot be drawn, or the painter is stopped before it is. */
  paint(request: PictureRequest): Promise<Uint8Array> {
    return this.#makePicture({ kind: 'draw', request });
  }

  /** @throws Error as `paint` does. */
  workOn(work: PictureWork): Promise<Uint8Array> {
    return this.#makePicture(work);
  }

  /** @throws Error as `paint` does. */
  async describe(picture: Uint8Array): Promise<string> {
    const made = await this.#do({ kind: 'describe', picture });
    return typeof made === 'string' ? made : '';
  }

  async #makePicture(work: PaintWork): Promise<Uint8Array> {
    const made = await this.#do(work);
    if (typeof made === 'string') throw new Error('expected a picture');
    return made;
  }

  async #do(work: PaintWork): Promise<Uint8Array | string> {
    if (this.#isStopped) throw new Error('the painter is stopped');
    this.#process ??= this.#start();
    const child = await this.#process;
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      child.channel?.ref();
      const order: PaintOrder = { id, work };
      child.send(order, (error) => {
        if (error !== null) this.#settle({ id, problem: error.message });
      });
    });
  }

  /** Ends the process. Pictures that are not finished are rejected. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const starting = this.#process;
    this.#process = undefined;
    const child = await starting?.catch(() => undefined);
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.ref();
      child.kill('SIGKILL');
      await gone;
    }
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  async #start(): Promise<ChildProcess> {
    try {
      return await this.#launch();
    } catch (error) {
      // The next picture tries again.
      this.#process = undefined;
      throw error;
    }
  }

  async #launch(): Promise<ChildProcess> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'easel-fonts-'));
    const configuration = await writeFontConfiguration(this.#folder);
    const child = fork(program, [this.#folder], {
      env: { FONTCONFIG_FILE: configuration },
      execArgv: [],
      // Pictures travel as bytes.
      serialization: 'advanced',
    });
    child.on('message', (result: PaintResult) => {
      this.#settle(result);
      if (this.#pending.size === 0) child.channel?.unref();
    });
    const giveUp = () => {
      this.#process = undefined;
      for (const id of [...this.#pending.keys()]) this.#settle({ id, problem: 'the painter process ended' });
    };
    child.once('exit', giveUp);
    child.once('error', giveUp);
    // Between pictures the painter must not keep a program alive that has finished everything else.
    child.unref();
    child.channel?.unref();
    return child;
  }

  #settle(result: PaintResult): void {
    const pending = this.#pending.get(result.id);
    this.#pending.delete(result.id);
    if ('made' in result) pending?.resolve(result.made);
    else pending?.reject(new Error(result.problem));
  }
}
