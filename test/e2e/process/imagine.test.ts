import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeRunware } from '../../fakes/runware/fake-runware.ts';
import { startFakeRunware } from '../../fakes/runware/fake-runware.ts';
import { RunningProgram, startNode, startNpm } from './running-program.ts';

/** Runs a command on a terminal of its own; from https://github.com/util-linux/util-linux, which other systems lack. */
const pseudoTerminal = 'script';

describe('npm run imagine', () => {
  let folder: string;
  let runware: FakeRunware;
  const programs: RunningProgram[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easel-imagine-'));
    runware = await startFakeRunware();
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.dispose()));
    await runware.close();
    await rm(folder, { recursive: true });
  });

  function imagine(words: readonly string[], environment: Record<string, string> = {}): RunningProgram {
    const program = startNode('src/imagine.ts', { words, environment });
    programs.push(program);
    return program;
  }
  function run(command: string, words: readonly string[], environment: Record<string, string>) {
    const program = new RunningProgram({ command, words, environment });
    programs.push(program);
    return program;
  }
  function npm(words: readonly string[], place?: string): RunningProgram {
    const program = startNpm(words, { folder: place });
    programs.push(program);
    return program;
  }
  const atTheFake = () => ({ RUNWARE_API_KEY: runware.apiKey, RUNWARE_API_URL: runware.url });

  test('paints without any account, and tells path, seed and cost', async () => {
    const program = npm(['run', 'imagine', '--', 'a lighthouse at dawn', '--count', '2', '--out', folder]);
    expect(await program.ended()).toEqual({ code: 0, signal: null });

    const names = ['a-lighthouse-at-dawn-1.jpg', 'a-lighthouse-at-dawn-2.jpg'];
    expect((await readdir(folder)).toSorted()).toEqual(names);
    for (const name of names) {
      const { format, width = 0 } = await sharp(join(folder, name)).metadata();
      expect(format).toBe('jpeg');
      expect(width).toBeGreaterThan(200);
      expect(program.stdout).toMatch(new RegExp(`${join(folder, name)}  seed \\d+  \\$0\\.\\d+\n`));
    }
    expect(program.stdout).toContain('no real model painted this');
    // Nothing that only a terminal understands.
    expect(program.stdout).not.toContain('\u001b');
    expect(program.stderr).toBe('');
  });

  test('paints with a real service, over the network', async () => {
    const words = ['a fox', '--count', '2', '--format', 'png', '--out', join(folder, 'new', 'place')];
    const program = imagine(words, atTheFake());
    expect(await program.ended()).toEqual({ code: 0, signal: null });
    for (const name of ['a-fox-1.png', 'a-fox-2.png']) {
      expect((await sharp(join(folder, 'new', 'place', name)).metadata()).format).toBe('png');
    }
    expect(runware.ledger.entries).toMatchObject([{ prompt: 'a fox', painted: 1, pictures: 2 }]);
    expect(runware.violations).toEqual([]);
    expect(program.stdout).not.toContain('andbox');
    expect(`${program.stdout}${program.stderr}`).not.toContain(runware.apiKey);
  });

  test('refuses flags that npm took, instead of painting other words', async () => {
    const program = npm(['run', 'imagine', 'a fox', '--count', '2']);
    expect((await program.ended()).code).toBe(64);
    expect(program.stderr).toContain('--count was taken by npm');
  });

  test('writes into the folder in which the person stands', async () => {
    const program = npm(
      ['--prefix', process.cwd(), 'run', 'imagine', '--', 'a fox', '--out', 'here'],
      folder,
    );
    expect((await program.ended()).code).toBe(0);
    expect(await readdir(join(folder, 'here'))).toEqual(['a-fox-1.jpg']);
  });

  test('two at once write into one folder, each its own pictures', async () => {
    const two = [1, 2].map(() => imagine(['a fox', '--count', '2', '--out', folder], atTheFake()));
    expect(await Promise.all(two.map((one) => one.ended()))).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect(await readdir(folder)).toHaveLength(4);
  });

  test('says at once that a folder cannot be written to, before anything is paid', async () => {
    const file = join(folder, 'a file');
    await writeFile(file, '');
    const program = imagine(['a fox', '--out', join(file, 'in it')], atTheFake());
    expect((await program.ended()).code).toBe(73);
    expect(program.stderr).toContain(`I cannot write to ${join(file, 'in it')}`);
    expect(runware.requests).toEqual([]);
  });

  test('says so when the folder is gone before the pictures are there', async () => {
    const place = join(folder, 'place');
    const hold = runware.hold();
    const program = imagine(['a fox', '--out', place], atTheFake());
    await hold.arrived;
    await rm(place, { recursive: true });
    hold.release();
    expect((await program.ended()).code).toBe(73);
    expect(program.stderr).toContain(`could be written to ${place}`);
  });

  test('tells every fault of the configuration at once', async () => {
    const program = imagine(['a fox', '--out', folder], { RUNWARE_API_KEY: 'a b', MAX_RUNNING: 'many' });
    expect((await program.ended()).code).toBe(78);
    expect(program.stderr).toContain('RUNWARE_API_KEY: expected');
    expect(program.stderr).toContain('MAX_RUNNING: expected');
  });

  test('refuses what no model can paint, in words and unpaid', async () => {
    const program = imagine(['a fox', '--model', 'flx', '--out', folder], atTheFake());
    expect((await program.ended()).code).toBe(1);
    expect(program.stderr).toContain('Did you mean flux?');
    expect(program.stderr).toContain('Nothing was charged.');
    expect(runware.requests).toEqual([]);
  });

  test('speaks the language of the terminal', async () => {
    const russian = { ...atTheFake(), LANG: 'ru_RU.UTF-8' };
    const program = imagine(['лиса', '--model', 'flx', '--out', folder], russian);
    expect((await program.ended()).code).toBe(1);
    expect(program.stderr).toContain('Ничего не списано.');
  });

  test('tells in words that the service failed', async () => {
    runware.fail({ kind: 'error', code: 'invalidProviderContent' });
    const program = imagine(['a fox', '--out', folder], atTheFake());
    expect((await program.ended()).code).toBe(1);
    expect(program.stderr).toMatch(/\S.*\n/);
    expect(program.stderr).toContain('charged');
    expect(program.stderr).not.toContain('    at ');
    expect(await readdir(folder)).toEqual([]);
  });

  test('writes all pictures although nobody reads to the end', async () => {
    const line = 'set -o pipefail; node src/imagine.ts "a fox" --count 2 --out "$0" | head -n 1';
    const program = run('bash', ['-c', line, folder], atTheFake());
    expect((await program.ended()).code).toBe(0);
    expect(await readdir(folder)).toHaveLength(2);
    expect(program.stderr).toBe('');
  });

  test.skipIf(!hasPseudoTerminals())('draws a bar on a terminal, and leaves only the answer', async () => {
    const line = `stty cols 60; node src/imagine.ts "a fox" --out '${folder}'`;
    const program = run(pseudoTerminal, ['-qec', line, '/dev/null'], { ...atTheFake(), TERM: 'xterm' });
    expect((await program.ended()).code).toBe(0);
    expect(program.stdout).toContain('░] 0 s');
    expect(program.stdout).toContain(`\r\u001b[2K${join(folder, 'a-fox-1.jpg')}  seed`);
  });

  test('Ctrl-C ends it with a clean line, and nothing is left running', async () => {
    const program = npm(['run', 'imagine', '--', 'a fox', '--out', folder]);
    await program.waitForText(/Painting/, 'the start of the painting');
    program.signalGroup('SIGINT');
    program.signalGroup('SIGINT');
    // Also the painter's process holds the outputs: they close when the last of them is gone.
    await program.ended();
    expect(program.stderr.trim()).toBe('Stopped.');
    expect(await readdir(folder)).toEqual([]);
  });

  test('a signal in the middle of a paid call says that it may cost', async () => {
    const hold = runware.hold();
    const program = imagine(['a fox', '--out', folder], atTheFake());
    await hold.arrived;
    program.signal('SIGINT');
    expect(await program.ended()).toEqual({ code: 130, signal: null });
    expect(program.stderr).toContain('may still be charged');
  });
});

function hasPseudoTerminals(): boolean {
  const { stdout } = spawnSync(pseudoTerminal, ['--version'], { encoding: 'utf8' });
  return stdout?.includes('util-linux') ?? false;
}
