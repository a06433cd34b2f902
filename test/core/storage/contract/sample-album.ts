import type { SeenAlbum } from '../../../../src/core/seen-album.ts';

/** An open one, with what is hard to store in it. */
export const sampleAlbum: SeenAlbum = {
  placeId: 'telegram:-1002000000000',
  albumId: '13000000001',
  state: 'open',
  lead: JSON.stringify({ caption: 'ü🗼 \0 \ud800' }),
  holdsOthers: true,
  expiresAtMs: 1_800_000_000_000,
};
