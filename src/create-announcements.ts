import { reachesServer } from './bots/discord/reaches-server.ts';
import { reachesChat } from './bots/telegram/reaches-chat.ts';
import { StoredAnnouncements } from './core/rules/announcements.ts';
import type { LatestAnswer } from './core/storage/notice-records.ts';
import type { Storage } from './core/storage/storage.ts';

/** Lets announcements be made in a chat or at a shell, for the process at work to send. */
export function createAnnouncements(tools: {
  readonly storage: Storage;
  readonly now: () => number;
}): StoredAnnouncements {
  return new StoredAnnouncements({ ...tools, reachesPlace });
}

function reachesPlace(answer: LatestAnswer): boolean {
  switch (answer.address.platform) {
    case 'discord':
      return reachesServer(answer);
    case 'telegram':
      return reachesChat(answer);
    default:
      return !answer.isPrivate;
  }
}
