import { describe, expect, test } from 'vitest';
import { PictureMissing, type PictureStore } from '../../../src/core/pictures/picture-store.ts';

/** What every PictureStore promises. `create` returns an empty store. */
export function describePictureStore(name: string, create: () => Promise<PictureStore>): void {
  describe(`${name} as a picture store`, () => {
    test('gives back the bytes that were written', async () => {
      const store = await create();
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
      await store.write('0b1c/result-0.png', bytes);
      await store.write('0b1c/result-1.png', new Uint8Array(0));
      expect(Uint8Array.from(await store.read('0b1c/result-0.png'))).toEqual(bytes);
      expect(await store.read('0b1c/result-1.png')).toHaveLength(0);
    });

    test('keeps its own copy of the bytes', async () => {
      const store = await create();
      const bytes = Uint8Array.of(1, 2, 3);
      await store.write('a', bytes);
      bytes.fill(9);
      (await store.read('a')).fill(8);
      expect([...(await store.read('a'))]).toEqual([1, 2, 3]);
    });

    test('takes the same key again', async () => {
      const store = await create();
      await store.write('a/b', Uint8Array.of(1));
      await store.write('a/b', Uint8Array.of(1));
      expect([...(await store.read('a/b'))]).toEqual([1]);
    });

    test('takes the same key many times at once', async () => {
      const store = await create();
      const bytes = new Uint8Array(100_000).fill(7);
      await Promise.all(Array.from({ length: 20 }, () => store.write('a/b', bytes)));
      expect(Uint8Array.from(await store.read('a/b'))).toEqual(bytes);
    });

    test('tells keys apart that look alike', async () => {
      const store = await create();
      const keys = ['a/b', 'a-b', 'a_b', 'a.b', 'ab', 'a/b/c', 'a/b.c'];
      for (const [index, key] of keys.entries()) await store.write(key, Uint8Array.of(index));
      for (const [index, key] of keys.entries()) expect([...(await store.read(key))], key).toEqual([index]);
    });

    test('says that a picture is missing', async () => {
      const store = await create();
      await expect(store.read('never/written.png')).rejects.toThrow(PictureMissing);
    });

    test('forgets a removed picture and takes a second removal', async () => {
      const store = await create();
      await store.write('a', Uint8Array.of(1));
      await store.write('b', Uint8Array.of(2));
      await store.remove('a');
      await store.remove('a');
      await expect(store.read('a')).rejects.toThrow(PictureMissing);
      expect([...(await store.read('b'))]).toEqual([2]);
    });

    const hostileKeys = [
      '',
      '.',
      '..',
      '../escape',
      'a/../../escape',
      'a/..',
      '/etc/passwd',
      'a//b',
      'a/',
      '.hidden',
      'a/.hidden',
      'a\\..\\b',
      'A',
      'ü',
      'a b',
      'a\0b',
      'a~b',
      'a\n',
      'c:',
      'a'.repeat(201),
    ];
    test.each(hostileKeys)('refuses the key %j', async (key) => {
      const store = await create();
      await expect(store.write(key, Uint8Array.of(1))).rejects.toThrow(RangeError);
      await expect(store.read(key)).rejects.toThrow(RangeError);
      await expect(store.remove(key)).rejects.toThrow(RangeError);
    });
  });
}
