import type { Log } from '../../core/log.ts';
import type { SeenAlbum } from '../../core/seen-album.ts';
import type { SeenPicture } from '../../core/seen-picture.ts';
import type { Storage, StorageTransaction } from '../../core/storage/storage.ts';
import type { AlbumKey, AlbumPiece } from './album-piece.ts';
import { albumOf, betterLead, hasWords, seenPictureOf } from './album-piece.ts';
import type { Pause } from './pause.ts';
import { placeIdOf } from './picture-memory.ts';

/** An album of which nothing has come for a while. */
export interface ArrivedAlbum {
  /** The piece that bears the caption, or else the first one. */
  readonly lead: AlbumPiece;
  /** In the order of the album. */
  readonly pictures: readonly SeenPicture[];
  /** Something in it is no picture. */
  readonly holdsOthers: boolean;
}

/** What a piece is to its album. */
export type PieceReading =
  /** The album will begin with it. */
  | { readonly kind: 'collected' }
  /** The album began with it, or began without being meant for the bot. */
  | { readonly kind: 'nothing-new' }
  /** It came after the album had begun; `wasWish` unless nobody had said anything about it. It can begin again whole. */
  | { readonly kind: 'late'; readonly wasWish: boolean }
  /** It brings the words for an album that had begun without any. */
  | { readonly kind: 'late-words'; readonly album: ArrivedAlbum };

export interface AlbumDeskOptions {
  readonly storage: Storage;
  readonly now: () => number;
  readonly pause: Pause;
  readonly log: Log;
  /** Does what the album asks for; resolves once that is committed, with whether it was meant for the bot. */
  readonly begin: (album: ArrivedAlbum) => Promise<boolean>;
}

interface Arriving {
  readonly openedAtMs: number;
  /** A bot in a private chat is shown every piece. */
  readonly isPrivate: boolean;
  lastPieceAtMs: number;
  readonly messageIds: Set<number>;
  /** Ends the pause. */
  readonly wake: AbortController;
}

/** Telegram says neither how many pieces an album has nor which is the last: https://github.com/tdlib/telegram-bot-api/issues/643 */
const quietMs = 1_000;
const longestArrivalMs = 8_000;
const retryMs = 5_000;
/** https://core.telegram.org/bots/api#sendmediagroup */
const mostPieces = 10;
const lifetimeMs = 24 * 60 * 60_000;

/**
 * Puts albums together, whose pieces come one by one, late and in any order. Every piece is in the database before its
 * update counts as handled, and so is the caption: an album that is still arriving survives a restart.
 */
export class AlbumDesk {
  readonly #options: AlbumDeskOptions;
  readonly #arriving = new Map<string, Arriving>();
  readonly #beginning = new Map<string, Promise<boolean>>();
  readonly #watches = new Set<Promise<void>>();
  readonly #stopping = new AbortController();

  constructor(options: AlbumDeskOptions) {
    this.#options = options;
  }

  /** Resolves when the piece is stored; what the album asks for begins later. */
  async take(piece: AlbumPiece): Promise<PieceReading> {
    const album = albumOf(piece);
    await this.#beginning.get(keyOf(album));
    const reading = await this.#options.storage.transaction((transaction) => this.#store(transaction, piece));
    if (reading.kind === 'collected') this.#arrived(album, piece, [piece.message_id]);
    return reading;
  }

  /** An album that has begun, with everything that has come of it by now; undefined when it is forgotten. */
  async find({
    albumId,
    chatId,
  }: {
    readonly chatId: number;
    readonly albumId: string;
  }): Promise<ArrivedAlbum | undefined> {
    const key = { placeId: placeIdOf(chatId), albumId };
    return this.#options.storage.transaction(async ({ seenAlbums, seenPictures }) => {
      const album = await seenAlbums.find(key);
      const isAlive = album !== undefined && album.expiresAtMs > this.#options.now();
      // Earlier releases kept the lead only until the album began.
      if (!isAlive || album.state === 'open' || album.lead === '') return undefined;
      const pictures = await seenPictures.ofAlbum(key);
      return { lead: leadOf(album), pictures, holdsOthers: album.holdsOthers };
    });
  }

  /** Takes up what was arriving in an earlier life of the process; the rest of it may come with the next updates. */
  async resume(): Promise<void> {
    const { now, storage } = this.#options;
    const expiresAtMs = now() + lifetimeMs;
    const open = await storage.transaction(async ({ seenAlbums, seenPictures }) => {
      const albums = await seenAlbums.listOpen();
      const pictures: SeenPicture[] = [];
      for (const album of albums) {
        await seenAlbums.put({ ...album, expiresAtMs });
        for (const picture of await seenPictures.ofAlbum(album)) {
          await seenPictures.put({ ...picture, expiresAtMs });
          pictures.push(picture);
        }
      }
      return albums.map((album) => ({ album, pictures: pictures.filter((one) => belongsTo(one, album)) }));
    });
    for (const { album, pictures } of open) {
      this.#arrived(
        album,
        leadOf(album),
        pictures.map(({ messageId }) => messageId),
      );
    }
  }

  /** Begins nothing more; what is arriving is taken up at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const { wake } of this.#arriving.values()) wake.abort();
    await Promise.all(this.#watches);
  }

  async #store({ seenAlbums, seenPictures }: StorageTransaction, piece: AlbumPiece): Promise<PieceReading> {
    const nowMs = this.#options.now();
    const key = albumOf(piece);
    const album = await seenAlbums.find(key);
    const picture = seenPictureOf(piece, { seenAtMs: nowMs, expiresAtMs: nowMs + lifetimeMs });
    const isRepeated = picture !== undefined && (await seenPictures.find(picture)) !== undefined;
    if (picture !== undefined) await seenPictures.put(picture);
    if (album === undefined || album.state === 'open') {
      await seenAlbums.put({
        ...key,
        state: 'open',
        lead: JSON.stringify(album === undefined ? piece : betterLead(leadOf(album), piece)),
        holdsOthers: (album?.holdsOthers ?? false) || picture === undefined,
        expiresAtMs: nowMs + lifetimeMs,
      });
      return { kind: 'collected' };
    }
    if (album.state === 'wordless' && hasWords(piece)) {
      // It stays wordless, so that a piece that comes again after a crash brings its words again.
      await seenAlbums.put({ ...album, lead: JSON.stringify(piece) });
      const { holdsOthers } = album;
      const pictures = await seenPictures.ofAlbum(key);
      return { kind: 'late-words', album: { lead: piece, pictures, holdsOthers } };
    }
    if (isRepeated || album.state === 'told') return { kind: 'nothing-new' };
    const holdsOthers = album.holdsOthers || picture === undefined;
    const state = album.state === 'begun' ? 'told' : album.state;
    await seenAlbums.put({ ...album, state, holdsOthers });
    return { kind: 'late', wasWish: album.state === 'begun' };
  }

  #arrived(album: AlbumKey, { chat }: AlbumPiece, messageIds: readonly number[]): void {
    const key = keyOf(album);
    const nowMs = this.#options.now();
    const known = this.#arriving.get(key);
    const arriving = known ?? {
      openedAtMs: nowMs,
      isPrivate: chat.type === 'private',
      lastPieceAtMs: nowMs,
      messageIds: new Set<number>(),
      wake: new AbortController(),
    };
    arriving.lastPieceAtMs = nowMs;
    for (const messageId of messageIds) arriving.messageIds.add(messageId);
    if (arriving.messageIds.size >= mostPieces) arriving.wake.abort();
    if (known !== undefined || this.#stopping.signal.aborted) return;
    this.#arriving.set(key, arriving);
    const watch = this.#watch(album, arriving).finally(() => this.#watches.delete(watch));
    this.#watches.add(watch);
  }

  async #watch(album: AlbumKey, arriving: Arriving): Promise<void> {
    const { now, pause } = this.#options;
    const { signal } = arriving.wake;
    // In short steps, as a piece may come that shortens the wait.
    const restMs = () => Math.min(quietMs, beginsAtMs(arriving) - now());
    while (!signal.aborted && restMs() > 0) await pause(restMs(), signal);
    const key = keyOf(album);
    this.#arriving.delete(key);
    const { signal: stopping } = this.#stopping;
    while (!stopping.aborted) {
      const beginning = this.#tryToBegin(album).finally(() => this.#beginning.delete(key));
      this.#beginning.set(key, beginning);
      if (await beginning) return;
      await pause(retryMs, stopping);
    }
  }

  /** The album stays open when the database fails. */
  async #tryToBegin(album: AlbumKey): Promise<boolean> {
    try {
      await this.#begin(album);
      return true;
    } catch (error) {
      this.#options.log.error({ error }, 'an album could not be begun');
      return false;
    }
  }

  async #begin(key: AlbumKey): Promise<void> {
    const { begin, now, storage } = this.#options;
    const found = await storage.transaction(async ({ seenAlbums, seenPictures }) => ({
      album: await seenAlbums.find(key),
      pictures: await seenPictures.ofAlbum(key),
    }));
    const { album, pictures } = found;
    if (album?.state !== 'open') return;
    const lead = leadOf(album);
    const wasWish = await begin({ lead, pictures, holdsOthers: album.holdsOthers });
    const spoken = wasWish ? 'begun' : 'told';
    await storage.transaction(async ({ seenAlbums, seenPictures }) => {
      await seenAlbums.put({ ...album, state: hasWords(lead) ? spoken : 'wordless' });
      await seenAlbums.removeExpired(now());
      await seenPictures.removeExpired(now());
    });
  }
}

/** An album has two pieces at least: while there is one, another is certain to come where the bot is shown all. */
function beginsAtMs({ isPrivate, lastPieceAtMs, messageIds, openedAtMs }: Arriving): number {
  const latestMs = openedAtMs + longestArrivalMs;
  return isPrivate && messageIds.size === 1 ? latestMs : Math.min(lastPieceAtMs + quietMs, latestMs);
}

function keyOf({ albumId, placeId }: AlbumKey): string {
  return `${placeId} ${albumId}`;
}

function belongsTo(picture: SeenPicture, album: AlbumKey): boolean {
  return picture.placeId === album.placeId && picture.albumId === album.albumId;
}

/** Written by the desk alone. */
function leadOf({ lead }: SeenAlbum): AlbumPiece {
  return JSON.parse(lead);
}
