import { expect, test } from 'vitest';
import type { AttachmentHints } from '../../../src/bots/discord/attachment-hints.ts';
import { discordFileOrigins } from '../../../src/bots/discord/file-origins.ts';
import type { PictureMessage } from '../../../src/bots/discord/message-pictures.ts';
import { picturesOf } from '../../../src/bots/discord/message-pictures.ts';

const cdn = 'https://cdn.discordapp.com';

function file(name: string, contentType: string | null = null): AttachmentHints {
  return { name, contentType, size: 1_000, url: `${cdn}/attachments/1/${name}?ex=1&is=2&hm=3&` };
}

function shown(files: readonly AttachmentHints[], embeds: PictureMessage['embeds'] = []) {
  return { attachments: files, embeds };
}

function namesIn(message: Partial<PictureMessage>): readonly string[] {
  const whole = { attachments: [], embeds: [], messageSnapshots: [], ...message };
  return picturesOf(whole, { fileOrigins: discordFileOrigins }).map(({ name }) => name);
}

test.for<[name: string, contentType: string | null, isPicture: boolean]>([
  ['a.png', 'image/png', true],
  ['a', 'image/webp', true],
  ['a.bin', 'IMAGE/JPEG', true],
  ['photo.HEIC', null, true],
  ['photo.jpeg', 'application/octet-stream', true],
  ['photo.jpg', '', true],
  ['notes.txt', 'text/plain; charset=utf-8', false],
  ['fake.png', 'text/html', false],
  ['clip.mp4', 'video/mp4', false],
  ['archive.zip', null, false],
  ['png', null, false],
])('%s of type %s: a picture is meant? %s', ([name, contentType, isPicture]) => {
  expect(namesIn(shown([file(name, contentType)]))).toEqual(isPicture ? [name] : []);
});

test('a message that was passed on has the pictures of the original', () => {
  const original = shown([file('one.png', 'image/png'), file('two.png', 'image/png')]);
  expect(namesIn({ messageSnapshots: [original] })).toEqual(['one.png', 'two.png']);
});

test('embeds count where Discord keeps or passes on their picture', () => {
  const embeds = [
    { image: { url: `${cdn}/attachments/1/kept.png?ex=1` }, thumbnail: { url: `${cdn}/icon.png` } },
    {
      image: null,
      thumbnail: {
        url: 'https://example.com/passed.png',
        proxyURL: 'https://images-ext-1.discordapp.net/external/abc/https/example.com/passed.png',
      },
    },
    { image: { url: 'https://example.com/elsewhere.png' }, thumbnail: null },
    { image: { url: `${cdn}.example.com/lookalike.png` }, thumbnail: null },
    { image: { url: 'http://cdn.discordapp.com/unprotected.png' }, thumbnail: null },
    { image: { url: 'attachment://unresolved.png' }, thumbnail: null },
    { image: null, thumbnail: null },
  ];
  expect(namesIn(shown([], embeds))).toEqual(['kept.png', 'passed.png']);
});

test('a picture that is attached and shown by an embed is taken once, attached ones first', () => {
  const embeds = [
    { image: { url: `${cdn}/attachments/1/other.png?ex=1` }, thumbnail: null },
    { image: { url: `${cdn}/attachments/1/one.png?ex=9&is=9&hm=9` }, thumbnail: null },
  ];
  expect(namesIn(shown([file('one.png', 'image/png')], embeds))).toEqual(['one.png', 'other.png']);
});
