import { expect, test } from 'vitest';
import { pictureIn, showsNoPicture } from '../../../src/bots/telegram/message-pictures.ts';

const file = { file_id: 'f', file_unique_id: 'u' };
const size = (file_id: string, width: number, height: number) => ({ ...file, file_id, width, height });
const handleIn = (shown: Parameters<typeof pictureIn>[0]) => {
  const source = pictureIn(shown)?.source;
  return source?.kind === 'attachment' ? source.handle : undefined;
};

test('of a photo the largest size is taken, wherever it stands', () => {
  const photo = [size('small', 90, 60), size('large', 1280, 853), size('middle', 320, 213)];
  expect(handleIn({ photo })).toBe('large');
  expect(pictureIn({ photo: [{ ...size('one', 5, 5), file_size: 12 }] })).toEqual({
    source: { kind: 'attachment', platform: 'telegram', handle: 'one' },
    byteLength: 12,
    mediaType: 'image/jpeg',
  });
});

test.each([
  [{ mime_type: 'image/png' }, true],
  [{ mime_type: 'IMAGE/HEIC' }, true],
  [{ file_name: 'beach.HEIC' }, true],
  [{ mime_type: 'application/octet-stream', file_name: 'beach.avif' }, true],
  [{ mime_type: 'application/pdf', file_name: 'beach.png' }, false],
  [{ mime_type: 'application/pdf' }, false],
  [{ file_name: 'notes.txt' }, false],
  [{}, false],
])('a file with %o is a picture: %s', (hints, isPicture) => {
  const document = { ...file, ...hints };
  expect(handleIn({ document })).toBe(isPicture ? 'f' : undefined);
  expect(showsNoPicture({ document })).toBe(!isPicture);
});

test('an animation is no picture, although it is a document too', () => {
  const animation = { ...file, width: 1, height: 1, duration: 1 };
  const shown = { animation, document: { ...file, mime_type: 'image/gif' } };
  expect(pictureIn(shown)).toBeUndefined();
  expect(showsNoPicture(shown)).toBe(true);
});

test('words show nothing', () => {
  expect(pictureIn({})).toBeUndefined();
  expect(showsNoPicture({})).toBe(false);
});
