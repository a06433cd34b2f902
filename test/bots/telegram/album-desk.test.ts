import { expect, test } from 'vitest';
import type { ArrivedAlbum } from '../../../src/bots/telegram/album-desk.ts';
import { AlbumDesk } from '../../../src/bots/telegram/album-desk.ts';
import type { AlbumPiece } from '../../../src/bots/telegram/album-piece.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { ManualClock } from './support/manual-clock.ts';
import { RecordingLog } from './support/recording-log.ts';

const chat = { id: 55, type: 'private', first_name: 'Alice' } as const;
const from = { id: 55, is_bot: false, first_name: 'Alice' } as const;

function pieceOf(messageId: number, caption?: string): AlbumPiece {
  return {
    message_id: messageId,
    date: 1,
    chat,
    from,
    media_group_id: '13',
    photo: [{ file_id: `f${messageId}`, file_unique_id: 'u', width: 9, height: 9 }],
    ...(caption === undefined ? {} : { caption }),
  };
}

test('an album that could not be begun is begun a little later', async () => {
  const storage = await openSqliteStorage(':memory:');
  const clock = new ManualClock();
  const log = new RecordingLog();
  const begun: ArrivedAlbum[] = [];
  const second = Promise.withResolvers<void>();
  const desk = new AlbumDesk({
    storage,
    now: clock.now,
    pause: clock.pause,
    log,
    begin: async (album) => {
      begun.push(album);
      if (begun.length === 1) throw new Error('the disk is full');
      second.resolve();
      return true;
    },
  });
  expect(await desk.take(pieceOf(2))).toEqual({ kind: 'collected' });
  expect(await desk.take(pieceOf(1, 'mix them'))).toEqual({ kind: 'collected' });
  clock.advance(1_000);
  await clock.waitedFor(5_000);
  expect(log.of('error')).toEqual(['an album could not be begun']);
  clock.advance(5_000);
  await second.promise;
  expect(await desk.take(pieceOf(3))).toEqual({ kind: 'late', wasWish: true });

  expect(begun.map(({ lead }) => lead.caption)).toEqual(['mix them', 'mix them']);
  expect(begun[1]?.pictures.map(({ messageId }) => messageId)).toEqual([1, 2]);
  await desk.stop();
  await storage.close();
});

test('a piece of an album that nobody meant for the bot changes nothing', async () => {
  const storage = await openSqliteStorage(':memory:');
  const clock = new ManualClock();
  const { promise, resolve } = Promise.withResolvers<void>();
  const begin = async () => {
    resolve();
    return false;
  };
  const desk = new AlbumDesk({ storage, now: clock.now, pause: clock.pause, log: new RecordingLog(), begin });
  await desk.take(pieceOf(1, 'my cats'));
  await desk.take(pieceOf(2));
  clock.advance(1_000);
  await promise;
  expect(await desk.take(pieceOf(3))).toEqual({ kind: 'nothing-new' });
  await desk.stop();
  await storage.close();
});

test('the first piece in a private chat waits for the second, and all of them for a second of quiet', async () => {
  const storage = await openSqliteStorage(':memory:');
  const clock = new ManualClock();
  const { promise, resolve } = Promise.withResolvers<ArrivedAlbum>();
  const begin = async (album: ArrivedAlbum) => {
    resolve(album);
    return true;
  };
  const desk = new AlbumDesk({ storage, now: clock.now, pause: clock.pause, log: new RecordingLog(), begin });
  await desk.take(pieceOf(1, 'mix them'));
  for (let second = 0; second < 5; second += 1) {
    await clock.waitedFor(1_000);
    clock.advance(1_000);
  }
  await clock.waitedFor(1_000);
  expect(await desk.take(pieceOf(2))).toEqual({ kind: 'collected' });
  clock.advance(1_000);
  const { pictures } = await promise;
  expect(pictures.map(({ messageId }) => messageId)).toEqual([1, 2]);
  await desk.stop();
  await storage.close();
});

test('a piece that stays alone begins after eight seconds', async () => {
  const storage = await openSqliteStorage(':memory:');
  const clock = new ManualClock();
  const { promise, resolve } = Promise.withResolvers<ArrivedAlbum>();
  const begin = async (album: ArrivedAlbum) => {
    resolve(album);
    return true;
  };
  const desk = new AlbumDesk({ storage, now: clock.now, pause: clock.pause, log: new RecordingLog(), begin });
  await desk.take(pieceOf(1, 'mix them'));
  for (let second = 0; second < 8; second += 1) {
    await clock.waitedFor(1_000);
    clock.advance(1_000);
  }
  const { pictures } = await promise;
  expect(pictures.map(({ messageId }) => messageId)).toEqual([1]);
  await desk.stop();
  await storage.close();
});
