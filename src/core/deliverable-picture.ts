import { type DeliverablePicture, DeliveryError } from './courier.ts';
import { PictureMissing, type PictureStore, type StoredPicture } from './pictures/picture-store.ts';

/**
 * A picture for an outbox. While its store cannot be read, the message is late and nothing is wrong with it: reading throws
 * a DeliveryError `temporary` then, and PictureMissing where trying again is pointless.
 */
export function deliverablePicture(
  picture: StoredPicture,
  store: Pick<PictureStore, 'read'>,
): DeliverablePicture {
  const read = async () => {
    try {
      return await store.read(picture.key);
    } catch (error) {
      throw error instanceof PictureMissing
        ? error
        : new DeliveryError({ problem: 'temporary', cause: error });
    }
  };
  return { ...picture, read };
}
