import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { TakenIn } from '../../../../src/core/pictures/intake/normalised-picture.ts';
import { referenceBounds } from '../../../../src/core/pictures/intake/picture-bounds.ts';
import {
  PictureIntake,
  type PictureIntakeOptions,
} from '../../../../src/core/pictures/intake/picture-intake.ts';
import { ReadingProcess } from '../../../../src/core/pictures/intake/reading-process.ts';
import { picture } from './file-parts.ts';

const bounds = { ...referenceBounds, budgetBytes: 1_000_000 };
const intakes: PictureIntake[] = [];
afterEach(async () => {
  for (const intake of intakes.splice(0)) await intake.stop();
});

function open(program: string | undefined, options: PictureIntakeOptions = {}): PictureIntake {
  const path = program && fileURLToPath(new URL(`./programs/${program}.ts`, import.meta.url));
  const intake = new PictureIntake({
    concurrency: 1,
    startProcess: () => new ReadingProcess(path),
    ...options,
  });
  intakes.push(intake);
  return intake;
}

const give = (intake: PictureIntake, order: string, signal?: AbortSignal) =>
  intake.takeIn(Buffer.from(order), { bounds, ...(signal && { signal }) });

/** What the obedient process says of itself. */
function saidBy(result: TakenIn): { pid: number; environment: string[] } {
  if (!('refusal' in result) || result.refusal.problem !== 'not-a-picture')
    expect.fail(JSON.stringify(result));
  return JSON.parse(result.refusal.found ?? '');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('the intake', () => {
  test('reads a picture', async () => {
    const bytes = await picture(400, 300).jpeg().toBuffer();
    const result = await open(undefined).takeIn(bytes, { bounds });
    expect(result).toMatchObject({ picture: { mediaType: 'image/jpeg', width: 400, height: 300 } });
  });

  test('reads many at once, and mixes none up', async () => {
    const intake = open(undefined, { concurrency: 2 });
    const sides = Array.from({ length: 12 }, (_, index) => 300 + index);
    const results = await Promise.all(
      sides.map(async (side) => intake.takeIn(await picture(side, 300).png().toBuffer(), { bounds })),
    );
    expect(results.map((result) => 'picture' in result && result.picture.width)).toEqual(sides);
  });

  test('tells the processes nothing of the environment', async () => {
    const { environment } = saidBy(await give(open('obedient-process'), 'answer'));
    // The runtime adds what it needs to talk to its parent.
    const told = environment.filter((name) => !name.startsWith('NODE_CHANNEL_'));
    expect(told).toEqual(['MALLOC_ARENA_MAX']);
  });

  test('uses a process again', async () => {
    const intake = open('obedient-process');
    const first = saidBy(await give(intake, 'answer'));
    expect(saidBy(await give(intake, 'answer')).pid).toBe(first.pid);
  });

  test('replaces a process that has grown', async () => {
    const intake = open('obedient-process');
    const first = saidBy(await give(intake, 'grow'));
    expect(isAlive(first.pid)).toBe(false);
    expect(saidBy(await give(intake, 'answer')).pid).not.toBe(first.pid);
  });

  test('reads again when the process was taken away', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'easel-intake-'));
    const result = await give(open('obedient-process'), `exit-once ${join(folder, 'marker')}`);
    await rm(folder, { recursive: true });
    expect(saidBy(result).pid).toBeGreaterThan(0);
  });

  test('calls a picture broken that ends the process twice, and goes on', async () => {
    const intake = open('obedient-process');
    expect(await give(intake, 'exit')).toEqual({ refusal: { problem: 'broken', format: undefined } });
    expect(saidBy(await give(intake, 'answer')).pid).toBeGreaterThan(0);
  });

  test('gives up a picture that takes too long, ends its process, and goes on', async () => {
    const intake = open('obedient-process', { timeoutMs: 1000 });
    const { pid } = saidBy(await give(intake, 'answer'));
    expect(await give(intake, 'hang')).toEqual({ refusal: { problem: 'took-too-long' } });
    expect(isAlive(pid)).toBe(false);
    expect(saidBy(await give(intake, 'answer')).pid).not.toBe(pid);
  });

  test('does not blame the picture when no process can be started', async () => {
    await expect(give(open('stillborn-process'), 'answer')).rejects.toThrow('could not be started');
  });

  test('lets who waits in line go', async () => {
    const intake = open('obedient-process');
    const controller = new AbortController();
    const first = give(intake, 'answer');
    const second = give(intake, 'hang', controller.signal);
    controller.abort(new Error('no longer wanted'));
    await expect(second).rejects.toThrow('no longer wanted');
    expect(saidBy(await first).pid).toBeGreaterThan(0);
    expect(saidBy(await give(intake, 'answer')).pid).toBeGreaterThan(0);
  });

  test('rejects what it is reading, and what waits, when it is stopped', async () => {
    const intake = open('obedient-process');
    const { pid } = saidBy(await give(intake, 'answer'));
    const both = [give(intake, 'hang'), give(intake, 'hang')].map((reading) =>
      expect(reading).rejects.toThrow('stopped'),
    );
    await intake.stop();
    await Promise.all(both);
    expect(isAlive(pid)).toBe(false);
    await expect(give(intake, 'answer')).rejects.toThrow('stopped');
  });

  test('ends a process that has nothing to do', async () => {
    const intake = open('obedient-process', { idleMs: 50 });
    const { pid } = saidBy(await give(intake, 'answer'));
    await expect.poll(() => isAlive(pid), { timeout: 5000, message: 'the idle process to end' }).toBe(false);
    expect(saidBy(await give(intake, 'answer')).pid).not.toBe(pid);
  });

  test('needs no process for what is empty or too large', async () => {
    const intake = open('stillborn-process');
    const [empty, large] = [Buffer.alloc(0), Buffer.alloc(bounds.maxFileBytes + 1)];
    expect(await intake.takeIn(empty, { bounds })).toEqual({ refusal: { problem: 'empty' } });
    expect(await intake.takeIn(large, { bounds })).toEqual({
      refusal: { problem: 'too-large-file', byteLength: 20_000_001, maxBytes: 20_000_000 },
    });
  });
});
