import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderPictureStore } from '../../../src/core/pictures/folder-picture-store.ts';
import type { StoredPicture } from '../../../src/core/pictures/picture-store.ts';
import type { BackUpOptions } from '../../../src/core/storage/back-up.ts';
import { backUp } from '../../../src/core/storage/back-up.ts';
import type { RestoreOptions } from '../../../src/core/storage/restore.ts';
import { restore } from '../../../src/core/storage/restore.ts';

const backupTime = Date.UTC(2026, 10, 22, 12);

/** A folder with the data of a bot, and beside it one for backups of it. */
export class BackupHome {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async create(): Promise<BackupHome> {
    return new BackupHome(await mkdtemp(join(tmpdir(), 'easel-backup-')));
  }

  get databasePath(): string {
    return join(this.root, 'data', 'easel.sqlite');
  }
  get picturesPath(): string {
    return join(this.root, 'data', 'pictures');
  }
  get folder(): string {
    return join(this.root, 'backups', 'first');
  }
  get pictures(): FolderPictureStore {
    return new FolderPictureStore(this.picturesPath);
  }

  backUp(changes: Partial<BackUpOptions> = {}) {
    return backUp({
      databasePath: this.databasePath,
      pictures: this.pictures,
      folder: this.folder,
      openPictures: (folder) => new FolderPictureStore(folder),
      onPicture: () => {},
      signal: new AbortController().signal,
      now: () => backupTime,
      ...changes,
    });
  }

  restore(changes: Partial<RestoreOptions> = {}) {
    return restore({
      folder: this.folder,
      databasePath: this.databasePath,
      picturesPath: this.picturesPath,
      openPictures: (folder) => new FolderPictureStore(folder),
      replaces: false,
      onPicture: () => {},
      now: () => backupTime + 3_600_000,
      ...changes,
    });
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true });
  }
}

/** The record of a small result picture. */
export function sampleRecord(generationId: string, byteLength: number): StoredPicture {
  return {
    key: `${generationId}/result-0`,
    generationId,
    role: 'result',
    position: 0,
    mediaType: 'image/jpeg',
    width: 1,
    height: 1,
    byteLength,
    seed: undefined,
    costMicros: undefined,
    vendorId: undefined,
  };
}
