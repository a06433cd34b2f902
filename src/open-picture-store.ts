import { access, constants, mkdir } from 'node:fs/promises';
import type { PicturesConfig } from './config/config.ts';
import type { Bucket } from './core/pictures/bucket.ts';
import { BucketCallFailed } from './core/pictures/bucket-call-failed.ts';
import { BucketPictureStore } from './core/pictures/bucket-picture-store.ts';
import { FolderPictureStore } from './core/pictures/folder-picture-store.ts';
import type { PictureStore } from './core/pictures/picture-store.ts';
import { tryPictureStore } from './core/pictures/try-picture-store.ts';
import { StartupProblem } from './startup-problem.ts';

/**
 * Opens the place where pictures are kept, and makes sure that it takes them: found out at the first picture, it would
 * be found out after paying.
 *
 * @throws StartupProblem (78) when it does not, (75) when it cannot be asked at the moment.
 */
export function openPictureStore(pictures: PicturesConfig): Promise<PictureStore> {
  return pictures.kind === 'folder' ? openFolder(pictures.path) : openBucket(pictures);
}

async function openFolder(path: string): Promise<PictureStore> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    throw new StartupProblem(
      `PICTURES_URL: nothing can be written to ${path}. Expected the path of a folder that may be written to.`,
      78,
      error,
    );
  }
  return new FolderPictureStore(path);
}

async function openBucket(bucket: Bucket): Promise<PictureStore> {
  const store = new BucketPictureStore(bucket);
  try {
    await tryPictureStore(store);
  } catch (error) {
    if (!(error instanceof BucketCallFailed)) throw error;
    throw new StartupProblem(adviceAfter(error, bucket), error.mayRetryHelp ? 75 : 78, error);
  }
  return store;
}

/** What an operator can do about a bucket that does not take pictures; holds no secret. */
export function adviceAfter({ failure, status, vendorCode }: BucketCallFailed, { name }: Bucket): string {
  const said = [status, vendorCode].filter((part) => part !== undefined).join(' ');
  switch (failure) {
    case 'no-such-bucket':
      return `PICTURES_URL: there is no bucket ${name}. Make it, or look at its name and at PICTURES_ENDPOINT.`;
    case 'refused':
      return `PICTURES_ACCESS_KEY_ID: the bucket ${name} refuses it (${said}). Look at both parts of the key, at the clock of this machine, and at what the key may do: s3:GetObject, s3:PutObject, s3:DeleteObject, s3:ListBucket.`;
    case 'wrong-region':
      return `PICTURES_REGION: the bucket ${name} is in another one (${said}).`;
    case 'busy':
      return `The bucket ${name} is out of order (${said}). Try again later.`;
    case 'unreachable':
      return `The bucket ${name} cannot be reached. Look at the network of this machine and at PICTURES_ENDPOINT.`;
    case 'unexpected':
      return `What answers for the bucket ${name} is no service that speaks S3 (${said}). Look at PICTURES_ENDPOINT.`;
    default:
      return failure satisfies never;
  }
}
