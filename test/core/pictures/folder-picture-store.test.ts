import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderPictureStore } from '../../../src/core/pictures/folder-picture-store.ts';
import { describePictureStore } from './picture-store-contract.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-pictures-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describePictureStore(
  'FolderPictureStore',
  async () => new FolderPictureStore(join(folder, 'new', 'pictures')),
);

describe('FolderPictureStore', () => {
  test('leaves nothing but the pictures behind, spread over folders', async () => {
    const store = new FolderPictureStore(folder);
    const keys = Array.from({ length: 40 }, (_, index) => `generation-${index}/result-0.png`);
    await Promise.all(keys.map((key) => store.write(key, Uint8Array.of(1))));
    const entries = await readdir(folder, { withFileTypes: true });
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(entries.every((entry) => entry.isDirectory())).toBe(true);
    expect(entries.length).toBeGreaterThan(10);
    expect(files.filter((file) => file.isFile())).toHaveLength(keys.length);
  });

  test('finds the pictures of an earlier run', async () => {
    await new FolderPictureStore(folder).write('a/b.png', Uint8Array.of(5));
    expect([...(await new FolderPictureStore(folder).read('a/b.png'))]).toEqual([5]);
  });

  test('removes the unfinished file when writing fails', async () => {
    const store = new FolderPictureStore(folder);
    await store.write('a', Uint8Array.of(1));
    await store.remove('a');
    const [shard = ''] = await readdir(folder);
    // A folder in the place of the file makes the final rename fail.
    await mkdir(join(folder, shard, 'a'));
    await writeFile(join(folder, shard, 'a', 'occupied'), '');
    await expect(store.write('a', Uint8Array.of(2))).rejects.toThrow();
    expect(await readdir(join(folder, shard))).toEqual(['a']);
  });

  test('passes on faults that are no missing picture', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const store = new FolderPictureStore(file);
    await expect(store.read('a')).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(store.write('a', Uint8Array.of(1))).rejects.toThrow();
  });
});
