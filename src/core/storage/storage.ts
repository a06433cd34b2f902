import type { Allotment } from '../allotment.ts';
import type { Generation, GenerationState } from '../generation.ts';
import type { BudgetSubject } from '../limits/budget-subject.ts';
import type { MicroDollars } from '../money.ts';
import type { OwnPhoto, PhotoQuery } from '../own-photo.ts';
import type { PendingForm } from '../pending-form.ts';
import type { PersonSettings } from '../person-settings.ts';
import type { StoredPicture } from '../pictures/picture-store.ts';
import type { SeenAlbum } from '../seen-album.ts';
import type { SeenPicture } from '../seen-picture.ts';

/**
 * PORT: the durable state, reached only inside short transactions. Work that reads and then writes is serialised
 * against every other transaction, so limits and budgets cannot be overrun between the two. Never await the network
 * inside `work`.
 */
export interface Storage {
  /** Commits when `work` resolves; rolls everything back when it rejects, and rejects with the same error. */
  transaction<Result>(work: (transaction: StorageTransaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface StorageTransaction {
  readonly generations: GenerationStore;
  readonly line: Line;
  readonly ledger: Ledger;
  readonly allotments: Allotments;
  readonly pictures: PictureRecords;
  readonly forms: PendingForms;
  readonly retention: PictureRetention;
  readonly favourites: Favourites;
  readonly settings: SettingsRecords;
  readonly gallery: GalleryRecords;
  readonly ownPhotos: OwnPhotos;
  readonly searches: Searches;
  readonly seenPictures: SeenPictures;
  readonly seenAlbums: SeenAlbums;
  readonly missedAnswers: MissedAnswers;
  readonly unanswered: UnansweredRequests;
  readonly links: Links;
  readonly linkCodes: LinkCodes;
  readonly linkTries: LinkTries;
}

export interface GenerationStore {
  /** Stores a new generation. @throws DuplicateSource when its source key is known already. */
  insert(generation: Generation): Promise<void>;
  find(id: string): Promise<Generation | undefined>;
  findBySource(sourceKey: string): Promise<Generation | undefined>;
  /**
   * Writes the whole entity but for its account, which `Line.transfer` alone changes.
   *
   * @throws StaleAttempt when a later attempt has claimed the generation, and writes nothing.
   * @throws Error when the generation was never inserted.
   */
  save(generation: Generation): Promise<void>;
  /** Oldest first. */
  list(query: GenerationQuery): Promise<readonly Generation[]>;
  /** The newest that were delivered, newest first. */
  lastDelivered(limit: number): Promise<readonly Generation[]>;
  /** The prompts of what people asked for last and did not have removed, newest first; the same one may come again. */
  lastPrompts(query: {
    readonly people: readonly string[];
    readonly limit: number;
  }): Promise<readonly string[]>;
  /** Counts what holds a slot and what is queued: for one account, or for everybody when `accountId` is undefined. */
  load(accountId: string | undefined): Promise<Load>;
  /** Counts the final answers that are still owed. */
  outbox(): Promise<Outbox>;
}

export interface GenerationQuery {
  readonly states?: readonly GenerationState[];
  readonly accountId?: string;
  /** Only those that this button asked for. */
  readonly origin?: string;
  readonly holdsSlot?: boolean;
  /** Only those that hold a slot without anybody having it at this moment: their lease has ended, or there is none. */
  readonly leaseEndedAtMs?: number;
  /** Only those whose final answer is owed and due at this moment. */
  readonly deliveryDueAtMs?: number;
  /** Only those whose `expiresAtMs` has passed at this moment. */
  readonly expiredAtMs?: number;
  readonly limit: number;
}

export interface Load {
  readonly running: number;
  /** `accepted`, `preparing` and `waiting`. */
  readonly queued: number;
}

/** Final answers that have not arrived yet. */
export interface Outbox {
  readonly owed: number;
  /** When the generation ended that has been owed an answer for longest; undefined when none is owed. */
  readonly oldestEndedAtMs: number | undefined;
}

/**
 * The line of people who wait, by their accounts. Each with a waiting generation stands in it once; whoever was served
 * goes to its end, so nobody's second request starts before another person's first.
 */
export interface Line {
  /** Puts the account at the end of the line; one that stands in it keeps the place. */
  join(accountId: string): Promise<void>;
  /**
   * The oldest waiting generation of the first account in line with fewer than `maxRunningPerUser` running ones, or
   * undefined when there is none.
   */
  next(limits: { readonly maxRunningPerUser: number }): Promise<Generation | undefined>;
  /** Call after a generation of the account started: moves it to the end, or out when nothing else of it waits. */
  served(accountId: string): Promise<void>;
  /** Call after a waiting generation of the account ended unserved: it keeps the place while something else waits. */
  withdrew(accountId: string): Promise<void>;
  /**
   * Counts what a person has queued or running under another account from now on. Two places in the line become one, the
   * later of them; whoever leaves something waiting behind begins at the end. Harmless when repeated.
   */
  transfer(move: { readonly personId: string; readonly from: string; readonly to: string }): Promise<void>;
  /** The first so many waiting generations in the order in which they would start if only turns counted. */
  upcoming(limit: number): Promise<readonly Generation[]>;
  /**
   * How many waiting generations would start before this one if only turns counted; 0 = next. One that is not stored yet
   * is taken for the newest of its account.
   */
  ahead(generation: Generation): Promise<number>;
}

/** Append-only account of estimates and costs, in micro-dollars. */
export interface Ledger {
  append(entry: LedgerEntry): Promise<void>;
  /** Sums of one day (as `2026-11-22`), of one person or of everybody. */
  usage(query: { readonly day: string; readonly personId: string | undefined }): Promise<Usage>;
  /** Sums of each of these subjects in each of these days and months (as `2026-11`), by one look-up. Who used nothing is left out. */
  balances(query: {
    readonly subjects: readonly BudgetSubject[];
    readonly periods: readonly string[];
  }): Promise<readonly Balance[]>;
  /** The same in every day from that one on, and in every month from its month on. */
  balancesSince(query: {
    readonly subjects: readonly BudgetSubject[];
    readonly day: string;
  }): Promise<readonly Balance[]>;
  /** Sum of all open reservations; zero at rest. */
  openReservations(): Promise<MicroDollars>;
}

export interface LedgerEntry {
  readonly generationId: string;
  readonly personId: string;
  readonly placeId: string;
  readonly kind: 'reserve' | 'settle' | 'release';
  /** The day on which the generation was accepted, in the operator's time zone. All its entries carry that day. */
  readonly day: string;
  readonly atMs: number;
  /** Change of the open reservation: positive for `reserve`, negative for `settle` and `release`. */
  readonly reservedMicros: MicroDollars;
  /** The same of the pictures. */
  readonly reservedPictures: number;
  /** What the operator paid. */
  readonly spentMicros: MicroDollars;
  /** What counts against the person's own cap; less than `spentMicros` when the outcome stayed unknown. */
  readonly chargedMicros: MicroDollars;
  /** How many pictures the person got for it. */
  readonly pictures: number;
}

export type Usage = Pick<
  LedgerEntry,
  'reservedMicros' | 'reservedPictures' | 'spentMicros' | 'chargedMicros' | 'pictures'
>;

/** What one subject used in one day (as `2026-11-22`) or month (as `2026-11`). */
export interface Balance extends Usage {
  readonly subject: BudgetSubject;
  readonly period: string;
}

/** What was decided for people, places, roles and the bot, beside the operator's defaults. */
export interface Allotments {
  /** Those of these subjects for which something was decided, by one look-up. */
  of(subjects: readonly BudgetSubject[]): Promise<ReadonlyMap<BudgetSubject, Allotment>>;
  /** Replaces what was decided before. */
  put(subject: BudgetSubject, allotment: Allotment): Promise<void>;
}

export interface PictureRecords {
  add(picture: StoredPicture): Promise<void>;
  /**
   * Forgets every picture of a generation and resolves with them; harmless when there is none. Their files are unneeded
   * from then on: `PictureRetention` knows them until they are gone.
   */
  removeOf(generationId: string): Promise<readonly StoredPicture[]>;
  /** In the order of their position. */
  of(generationId: string, role: StoredPicture['role']): Promise<readonly StoredPicture[]>;
}

/** Which pictures may go, and which files have to. */
export interface PictureRetention {
  /**
   * Generations that keep pictures and ended by this moment, the one that ended first before the others: never one that
   * holds a slot, owes its final answer or is anybody's favourite.
   */
  expendable(query: { readonly endedByMs: number; readonly limit: number }): Promise<readonly string[]>;
  /** Generations that were removed and keep pictures all the same: they arrived afterwards, or a crash came between. */
  removed(limit: number): Promise<readonly string[]>;
  /** What all pictures take up. */
  keptBytes(): Promise<number>;
  /** Notes files that may be there, and that no picture will ever name; harmless when repeated. */
  noteUnneeded(keys: readonly string[]): Promise<void>;
  /** Keys of files that no picture names any more. */
  unneededFiles(limit: number): Promise<readonly string[]>;
  /** The files are gone. */
  forgetFiles(keys: readonly string[]): Promise<void>;
}

/** Which results people want to find again. */
export interface Favourites {
  /** Harmless when repeated: the first time counts. */
  add(favourite: Favourite): Promise<void>;
  remove(favourite: Omit<Favourite, 'starredAtMs'>): Promise<void>;
  has(favourite: Omit<Favourite, 'starredAtMs'>): Promise<boolean>;
  /** Remembers what a press came to; its source key is new. */
  notePress(press: FavouritePress): Promise<void>;
  /** What this press came to before; undefined when it is new, or forgotten. */
  outcomeOf(sourceKey: string): Promise<boolean | undefined>;
  /** Forgets the presses of this moment and before. */
  forgetPresses(pressedByMs: number): Promise<void>;
}

export interface FavouritePress {
  /** Of the update that told of it, which may come again. */
  readonly sourceKey: string;
  readonly isFavourite: boolean;
  readonly pressedAtMs: number;
}

export interface Favourite {
  readonly personId: string;
  readonly generationId: string;
  readonly starredAtMs: number;
}

/** What people chose for themselves. */
export interface SettingsRecords {
  find(personId: string): Promise<PersonSettings | undefined>;
  /** Replaces all that was chosen before. */
  put(personId: string, settings: PersonSettings): Promise<void>;
}

/** What one person looks through: results that are kept and were not removed. */
export interface GalleryView {
  /** The person, by all their ids. */
  readonly people: readonly string[];
  /** Their own results; or their favourites, among them other people's public ones. */
  readonly shelf: 'history' | 'favourites';
  /** What the prompts hold, every one of them, by `foldWords`. */
  readonly words: readonly string[];
}

export type GalleryStep =
  | { readonly to: 'newest' }
  /** The nearest one accepted before or after that generation, which itself need not be in the view any more. */
  | { readonly to: 'older' | 'newer'; readonly than: string }
  | { readonly to: 'same'; readonly as: string };

export interface GalleryEntry {
  readonly generation: Generation;
  /** From 1, the newest. */
  readonly place: number;
  readonly total: number;
}

export interface GalleryRecords {
  /** Undefined when nothing is there. */
  find(view: GalleryView, step: GalleryStep): Promise<GalleryEntry | undefined>;
  /** Notes that its person has seen a result. Only the first time counts. */
  markShown(shown: { readonly generationId: string; readonly nowMs: number }): Promise<void>;
  /** How many results of a person are in their history alone, because they could not be sent, and were not seen yet. */
  countUnseen(personId: string): Promise<number>;
}

/** Which results a platform keeps as photos. */
export interface OwnPhotos {
  /** Remembers the platform's id of the picture under that key; harmless where the picture is gone. */
  note(photo: { readonly key: string; readonly photoId: string }): Promise<void>;
  /** Of a person's own results, as they are kept and were not removed: favourites first, then from the newest on. */
  list(query: PhotoQuery): Promise<readonly OwnPhoto[]>;
}

/** What people search for, so that buttons can go on with it. */
export interface Searches {
  /** Keeps a search; one that is there under the same key lasts until the later moment. */
  put(search: Search): Promise<void>;
  find(key: string): Promise<Search | undefined>;
  /** Forgets all whose `expiresAtMs` has come at this moment. */
  removeExpired(nowMs: number): Promise<void>;
}

export interface Search {
  readonly key: string;
  /** `platform:id` of the only person who may go on with it. */
  readonly personId: string;
  /** As they were typed. */
  readonly words: string;
  readonly expiresAtMs: number;
}

/** What the forms that people have open are about. */
export interface PendingForms {
  insert(form: PendingForm): Promise<void>;
  find(key: string): Promise<PendingForm | undefined>;
  /** Forgets all forms whose `expiresAtMs` has come at this moment. */
  removeExpired(nowMs: number): Promise<void>;
}

/** Which pictures were shown where, for as long as somebody may want to come back to them. */
export interface SeenPictures {
  /** Remembers a picture; what was known of the same message is replaced. */
  put(picture: SeenPicture): Promise<void>;
  find(message: Pick<SeenPicture, 'placeId' | 'messageId'>): Promise<SeenPicture | undefined>;
  /** Those in a place that show one of these kept pictures, in the order of their messages. */
  showing(query: {
    readonly placeId: string;
    readonly keys: readonly string[];
  }): Promise<readonly SeenPicture[]>;
  /** In the order of their messages. */
  ofAlbum(album: { readonly placeId: string; readonly albumId: string }): Promise<readonly SeenPicture[]>;
  /** Forgets all whose `expiresAtMs` has come at this moment. */
  removeExpired(nowMs: number): Promise<void>;
}

/** Albums whose pieces arrive one by one. */
export interface SeenAlbums {
  /** Remembers an album; what was known of it is replaced. */
  put(album: SeenAlbum): Promise<void>;
  find(album: Pick<SeenAlbum, 'placeId' | 'albumId'>): Promise<SeenAlbum | undefined>;
  /** Forgets those that have not begun. */
  removeOpen(): Promise<void>;
  /** Those of which more may come. */
  listOpen(): Promise<readonly SeenAlbum[]>;
  /** Forgets all whose `expiresAtMs` has come at this moment. */
  removeExpired(nowMs: number): Promise<void>;
}

/** Whose requests ended out of their reach, until they have been told. */
export interface MissedAnswers {
  /** Remembers that the person does not know how it ended; harmless when repeated. */
  add(generation: Generation): Promise<void>;
  /** The generations that a person missed; with a place, only those that were asked for in public there. */
  list(query: MissedQuery): Promise<readonly string[]>;
  /** They have been told; harmless when repeated. */
  remove(generationIds: readonly string[]): Promise<void>;
}

export interface MissedQuery {
  readonly personId: string;
  readonly publicPlaceId: string | undefined;
}

/** What was dealt with, and whose answer has not been sent yet: a refusal, a question, a page. */
export interface UnansweredRequests {
  /** Remembers a request; of those with the same key only the first. */
  put(request: UnansweredRequest): Promise<void>;
  /** Oldest first. */
  list(): Promise<readonly UnansweredRequest[]>;
  /** Harmless when it is not there. */
  remove(key: string): Promise<void>;
  removeAll(): Promise<void>;
}

export interface UnansweredRequest {
  readonly key: string;
  /** What the platform's adapter needs to deal with it once more, in its own words: well-formed text. */
  readonly request: string;
  readonly sinceMs: number;
}

/** Who is linked with whom: with one other person at most. */
export interface Links {
  /** The link of a person, on whichever side they are. */
  find(personId: string): Promise<Link | undefined>;
  /** Links two people; what was known of the same account is replaced. */
  put(link: Link): Promise<void>;
  remove(accountId: string): Promise<void>;
}

export interface Link {
  /** `platform:id` of the person whose account it is. */
  readonly accountId: string;
  /** `platform:id` of the person who joined it. */
  readonly joinedId: string;
  /** Undefined while they are linked; afterwards the moment until which they share their limits all the same. */
  readonly sharesUntilMs: number | undefined;
}

/** Codes that link the person who shows one with the person who types it. */
export interface LinkCodes {
  /** Keeps a code; an earlier one of the same person is forgotten. */
  put(code: LinkCode): Promise<void>;
  find(hash: string): Promise<LinkCode | undefined>;
  /** Nobody else can use it from then on. */
  use(used: { readonly hash: string; readonly usedById: string }): Promise<void>;
  remove(hash: string): Promise<void>;
  /** Forgets all whose `expiresAtMs` has come at this moment. */
  removeExpired(nowMs: number): Promise<void>;
}

export interface LinkCode {
  readonly hash: string;
  /** `platform:id` of whoever was shown it. */
  readonly personId: string;
  readonly expiresAtMs: number;
  /** `platform:id` of whoever typed it. */
  readonly usedById: string | undefined;
}

/** When people typed codes that were none. */
export interface LinkTries {
  add(wrong: { readonly personId: string; readonly atMs: number }): Promise<void>;
  /** How many there were after that moment: of one person, or of everybody when `personId` is undefined. */
  count(query: { readonly personId: string | undefined; readonly afterMs: number }): Promise<number>;
  /** Forgets all until that moment. */
  removeUntil(atMs: number): Promise<void>;
}

/** Whoever writes was overtaken: a later attempt has claimed the generation. */
export class StaleAttempt extends Error {
  override readonly name = 'StaleAttempt';
  constructor(id: string, attempts: { readonly stored: number; readonly written: number }) {
    super(`generation ${id} is at attempt ${attempts.stored}: attempt ${attempts.written} writes no more`);
  }
}

export class DuplicateSource extends Error {
  override readonly name = 'DuplicateSource';
  constructor(sourceKey: string) {
    super(`a generation for ${sourceKey} exists already`);
  }
}
