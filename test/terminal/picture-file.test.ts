import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writePictureFile } from '../../src/terminal/picture-file.ts';

describe('a picture file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easel-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (prompt: string, bytes = Buffer.from('picture')) =>
    writePictureFile({ folder, prompt, extension: 'png', bytes });

  test.each([
    ['a lighthouse at dawn', 'a-lighthouse-at-dawn-1.png'],
    ['  A Lighthouse, at DAWN!  ', 'a-lighthouse-at-dawn-1.png'],
    ['маяк на рассвете', 'маяк-на-рассвете-1.png'],
    ['夜明けの灯台', '夜明けの灯台-1.png'],
    ['नमस्ते दुनिया', 'नमस्ते-दुनिया-1.png'],
    ['منارة عند الفجر', 'منارة-عند-الفجر-1.png'],
    ['\u202egnp.exe', 'gnp-exe-1.png'],
    ['🦊🌅', 'picture-1.png'],
    ['❤️', 'picture-1.png'],
    ['1️⃣ fox', '1-fox-1.png'],
    ['👩‍🚀 on Mars', 'on-mars-1.png'],
    ['', 'picture-1.png'],
    ['../../etc/passwd', 'etc-passwd-1.png'],
    ['..', 'picture-1.png'],
    ['C:\\Windows\\con', 'c-windows-con-1.png'],
    ['a/b\u0000c\nd', 'a-b-c-d-1.png'],
    ['-rf *', 'rf-1.png'],
    ['fox\ud800', 'fox-1.png'],
    [`${'a'.repeat(39)} and more`, `${'a'.repeat(39)}-1.png`],
  ])('for %j is %s', async (prompt, name) => {
    expect(basename(await write(prompt))).toBe(name);
    expect(await readdir(folder)).toEqual([name]);
  });

  test.each(['x', '夜', '𠮷', 'ё'])('keeps a name short for 4,000 of %s', async (letter) => {
    const name = basename(await write(letter.repeat(4_000)));
    expect([...name]).toHaveLength(40 + '-1.png'.length);
    expect(Buffer.byteLength(name)).toBeLessThan(255);
  });

  test('takes the first free number and leaves what is there', async () => {
    await writeFile(join(folder, 'a-fox-1.png'), 'mine');
    await mkdir(join(folder, 'a-fox-2.png'));
    expect(basename(await write('a fox'))).toBe('a-fox-3.png');
    expect(await readFile(join(folder, 'a-fox-1.png'), 'utf8')).toBe('mine');
  });

  test('gives many at once a name each', async () => {
    const paths = await Promise.all(
      Array.from({ length: 20 }, (_, index) => write('a fox', Buffer.of(index))),
    );
    expect(new Set(paths).size).toBe(20);
    const contents = await Promise.all(paths.map((path) => readFile(path)));
    expect(contents.map(([first]) => first)).toEqual([...Array(20).keys()]);
  });

  test('cannot be written into a folder that is not there', async () => {
    const missing = writePictureFile({
      folder: join(folder, 'gone'),
      prompt: 'a fox',
      extension: 'png',
      bytes: Buffer.of(1),
    });
    await expect(missing).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
