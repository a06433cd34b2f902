import type { LatestAnswer } from '../../core/storage/notice-records.ts';
import { placeIdOf } from './picture-memory.ts';
import { parseTelegramAddress } from './telegram-address.ts';

/** Whether an answer went into the chat that it was asked for in: what is private in a group goes to the person's own. */
export function reachesChat({ address, placeId }: Pick<LatestAnswer, 'address' | 'placeId'>): boolean {
  return placeIdOf(parseTelegramAddress(address).chatId) === placeId;
}
