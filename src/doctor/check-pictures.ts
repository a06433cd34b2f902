import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Bucket } from '../core/pictures/bucket.ts';
import { BucketCallFailed } from '../core/pictures/bucket-call-failed.ts';
import { BucketPictureStore } from '../core/pictures/bucket-picture-store.ts';
import { tryPictureStore } from '../core/pictures/try-picture-store.ts';
import { adviceAfter } from '../open-picture-store.ts';
import { codeOf } from './ask-service.ts';
import { nearestFolder, type ReadFreeBytes, tryWriting } from './disk.ts';
import { failed, ok, type Result } from './finding.ts';
import { wordSpace } from './word-space.ts';

/** Whether pictures could be written where they are kept; what is written for it is removed again. */
export function checkPictures({ pictures }: Config, readFreeBytes: ReadFreeBytes): Promise<Result> {
  return pictures.kind === 'folder'
    ? checkFolder(resolve(pictures.path), readFreeBytes)
    : checkBucket(pictures);
}

async function checkFolder(path: string, readFreeBytes: ReadFreeBytes): Promise<Result> {
  try {
    const folder = await nearestFolder(path);
    await tryWriting(folder);
    const state = folder === path ? `${path} can be written to` : `${path} will be made at the first start`;
    return wordSpace(ok(state), await readFreeBytes(folder));
  } catch (error) {
    return failed(
      `nothing can be written to ${path} (${codeOf(error)}). Give the user that runs Easel the right to write there, or set PICTURES_URL to another folder.`,
    );
  }
}

async function checkBucket(bucket: Bucket): Promise<Result> {
  try {
    await tryPictureStore(new BucketPictureStore(bucket));
    return ok(`the bucket ${bucket.name} takes pictures, and gives them back`);
  } catch (error) {
    if (!(error instanceof BucketCallFailed)) throw error;
    return failed(adviceAfter(error, bucket));
  }
}
