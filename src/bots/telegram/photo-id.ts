import type { Message } from 'grammy/types';
import { largestOf } from './message-pictures.ts';

/**
 * Names the photo that a message of the bot shows, for as long as it is the same bot: file ids mean nothing to others
 * (https://core.telegram.org/bots/api#sending-files). Undefined where there is none.
 */
export function photoIdOf({ from, photo }: Pick<Message, 'from' | 'photo'>): string | undefined {
  const fileId = photo && largestOf(photo)?.file_id;
  return from === undefined || fileId === undefined ? undefined : `${from.id}:${fileId}`;
}

/** The file id in what `photoIdOf` made; undefined when that was another bot's. */
export function fileIdOf(photoId: string, botId: number): string | undefined {
  const prefix = `${botId}:`;
  return photoId.startsWith(prefix) ? photoId.slice(prefix.length) : undefined;
}
