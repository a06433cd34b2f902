import { createReference } from '../reference.ts';
import type { LatestAnswer } from '../storage/notice-records.ts';
import type { Storage } from '../storage/storage.ts';
import type { Authority } from './authority.ts';
import { mayDecide } from './authority.ts';
import { heldBack } from './notice.ts';

/** Where something was asked for within this time somebody may want to know. */
const recentMs = 7 * 24 * 60 * 60_000;

/** More than this would take the better part of an hour, and nobody means that. */
const mostPlaces = 1_000;

/** What is written and not yet sent. */
export interface AnnouncementDraft {
  readonly key: string;
  /** How many places and private chats it goes to. */
  readonly places: number;
  /** How many places it does not go to: only private answers went there, which tell of no channel that is for all. */
  readonly leftOut: number;
}

/** What those who run the bot have to say to everybody who used it lately. */
export interface Announcements {
  /** Writes it down without sending it; an earlier one that was not sent is forgotten. Undefined for whoever may not. */
  draft(by: Authority, words: string): Promise<AnnouncementDraft | undefined>;
  /** Resolves with how many it goes to: 0 when it was sent before, or forgotten. Undefined for whoever may not. */
  send(by: Authority, key: string): Promise<number | undefined>;
}

export interface StoredAnnouncementsOptions {
  readonly storage: Storage;
  /** Whether what is said where an answer went is read by the people of its place, and in that place. */
  readonly reachesPlace: (answer: LatestAnswer) => boolean;
  readonly now: () => number;
}

export class StoredAnnouncements implements Announcements {
  readonly #options: StoredAnnouncementsOptions;

  constructor(options: StoredAnnouncementsOptions) {
    this.#options = options;
  }

  async draft(by: Authority, words: string): Promise<AnnouncementDraft | undefined> {
    if (!mayDecide(by, 'bot')) return undefined;
    const { now, reachesPlace, storage } = this.#options;
    const key = createReference();
    return storage.transaction(async ({ notices }) => {
      await notices.forgetHeldBack();
      const answers = await notices.audience({ sinceMs: now() - recentMs, limit: 2 * mostPlaces });
      const reaching = new Map<string, LatestAnswer>();
      for (const answer of answers) {
        if (!reaching.has(answer.placeId) && reachesPlace(answer)) reaching.set(answer.placeId, answer);
      }
      const audience = [...reaching.values()].slice(0, mostPlaces);
      const common = { announcement: key, words, attempts: 0, dueAtMs: heldBack };
      for (const { address, language } of audience) await notices.add({ ...common, address, language });
      const known = new Set(answers.map(({ placeId }) => placeId)).size;
      return { key, places: audience.length, leftOut: known - audience.length };
    });
  }

  async send(by: Authority, key: string): Promise<number | undefined> {
    if (!mayDecide(by, 'bot')) return undefined;
    const { now, storage } = this.#options;
    const atMs = now();
    return storage.transaction(async ({ audit, notices }) => {
      const places = await notices.release({ announcement: key, dueAtMs: atMs });
      if (places > 0) {
        const entry = { scope: 'bot', deed: 'announced', subject: undefined } as const;
        await audit.append({ ...entry, atMs, byId: by.byId, detail: { places } });
      }
      return places;
    });
  }
}
