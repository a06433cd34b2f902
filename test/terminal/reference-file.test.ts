import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readReferenceFile } from '../../src/terminal/reference-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('reads a file', async () => {
  await writeFile(join(folder, 'a.png'), 'bytes');
  expect(await readReferenceFile(join(folder, 'a.png'))).toEqual(Buffer.from('bytes'));
});

test('says that nothing is there', async () => {
  await expect(readReferenceFile(join(folder, 'gone.png'))).rejects.toMatchObject({ problem: 'not-found' });
  await expect(readReferenceFile(folder)).rejects.toMatchObject({ problem: 'not-a-picture' });
  await expect(readReferenceFile('/dev/zero')).rejects.toMatchObject({ problem: 'not-a-picture' });
});

test('does not read what no model takes', async () => {
  const path = join(folder, 'huge.png');
  await writeFile(path, '');
  await truncate(path, 20_000_001);
  await expect(readReferenceFile(path)).rejects.toMatchObject({ problem: 'too-large' });
});
