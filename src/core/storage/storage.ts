import type { Allotment } from '../allotment.ts';
import type { ArrivedUpdate } from '../arrived-update.ts';
import type { ChatMessage, ChatMessageState, KeptChatMessage } from '../chat-message.ts';
import type { Favourite } from '../favourite.ts';
import type { FavouritePress } from '../favourite-press.ts';
import type { GalleryEntry, GalleryStep, GalleryView } from '../gallery-view.ts';
import type { Generation } from '../generation.ts';
import type { LedgerEntry } from '../ledger-entry.ts';
import type { Balance } from '../limits/balance.ts';
import type { BudgetSubject } from '../limits/budget-subject.ts';
import type { Link } from '../link.ts';
import type { LinkCode } from '../link-code.ts';
import type { Mark } from '../mark.ts';
import type { MissedQuery } from '../missed-query.ts';
import type { MicroDollars } from '../money.ts';
import type { OwnPhoto, PhotoQuery } from '../own-photo.ts';
import type { PendingForm } from '../pending-form.ts';
import type { PersonSettings } from '../person-settings.ts';
import type { StoredPicture } from '../pictures/picture-store.ts';
import type { Search } from '../search.ts';
import type { SeenAlbum } from '../seen-album.ts';
import type { SeenPicture } from '../seen-picture.ts';
import type { UnansweredRequest } from '../unanswered-request.ts';
import type { Usage } from '../usage.ts';
import type { GenerationStore } from './generation-store.ts';
import type { Line } from './line.ts';
import type { NoticeRecords } from './notice-records.ts';
import type { PersonalRecords } from './personal-records.ts';
import type { PlaceRecords } from './place-records.ts';
import type { Processes } from './processes.ts';
import type { ReportRecords } from './report-records.ts';
import type { AuditRecords, BanRecords, RuleRecords } from './rule-records.ts';
import type { UsageRecords } from './usage-records.ts';

/**
 * PORT: the durable state, reached only inside short transactions. Work that reads and then writes is serialised
 * against every other transaction, so limits and budgets cannot be overrun between the two. Never await the network
 * inside `work`.
 */
export interface Storage {
  /** Commits when `work` resolves; rolls everything back when it rejects, and rejects with the same error. */
  transaction<Result>(
    work: (transaction: StorageTransaction) => Promise<Result>,
    turn?: Turn,
  ): Promise<Result>;
  /**
   * Reads what is committed, beside transactions where the database can: what is read at two moments need not fit
   * together. For what is shown, or looked up once more before it decides anything. Nothing that `work` writes lasts.
   */
  read<Result>(work: (transaction: StorageTransaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** How long somebody stays in the line of those who want a transaction. */
export interface Turn {
  /** Once it is aborted, what has not begun never begins: that ends as TurnGivenUp. */
  readonly signal?: AbortSignal | undefined;
}

/** Nobody waited any longer for a transaction, and so it was not begun. */
export class TurnGivenUp extends Error {
  override readonly name = 'TurnGivenUp';
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
  readonly arrivedUpdates: ArrivedUpdates;
  readonly marks: Marks;
  readonly missedAnswers: MissedAnswers;
  readonly unanswered: UnansweredRequests;
  readonly links: Links;
  readonly linkCodes: LinkCodes;
  readonly linkTries: LinkTries;
  readonly rules: RuleRecords;
  readonly bans: BanRecords;
  readonly audit: AuditRecords;
  readonly personal: PersonalRecords;
  readonly places: PlaceRecords;
  readonly usage: UsageRecords;
  readonly processes: Processes;
  readonly reports: ReportRecords;
  readonly chatMessages: ChatMessages;
  readonly notices: NoticeRecords;
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
  /** How many pictures somebody got for a generation, as far as it is settled. */
  picturesOf(generationId: string): Promise<number>;
  /** Sum of all open reservations; zero at rest. */
  openReservations(): Promise<MicroDollars>;
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

/** What people chose for themselves. */
export interface SettingsRecords {
  find(personId: string): Promise<PersonSettings | undefined>;
  /** Replaces all that was chosen before. */
  put(personId: string, settings: PersonSettings): Promise<void>;
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

/** What a platform brought by itself: kept before it is told that it arrived, and once, however often it comes. */
export interface ArrivedUpdates {
  /** False when it came before. */
  keep(update: ArrivedUpdate): Promise<boolean>;
  /** Those that are not handled yet, in the order of their numbers. */
  waiting(limit: number): Promise<readonly ArrivedUpdate[]>;
  /** Forgets what they say, and goes on knowing that they came. */
  handled(numbers: readonly number[]): Promise<void>;
  /** Those that wait are not to be handled any more. */
  dropWaiting(): Promise<void>;
  /** Forgets those that are handled and had arrived by this moment. */
  removeHandled(arrivedByMs: number): Promise<void>;
}

/** What processes tell each other for a while. */
export interface Marks {
  /** Makes it, unless one of that name still counts at this moment: then false. */
  claim(mark: Mark, nowMs: number): Promise<boolean>;
  /** Makes it in place of one of that name. */
  put(mark: Mark): Promise<void>;
  /** The one that counts at this moment. */
  find(name: string, nowMs: number): Promise<Mark | undefined>;
  /** All that count at this moment and whose names begin so. */
  list(nameStart: string, nowMs: number): Promise<readonly Mark[]>;
  remove(name: string): Promise<void>;
  /** Forgets all whose `untilMs` has come at this moment. */
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

/** Who is linked with whom: with one other person at most. */
export interface Links {
  /** The link of a person, on whichever side they are. */
  find(personId: string): Promise<Link | undefined>;
  /** The accounts of links that are over, and whose limits are no longer shared at this moment. */
  ended(nowMs: number): Promise<readonly string[]>;
  /** Links two people; what was known of the same account is replaced. */
  put(link: Link): Promise<void>;
  remove(accountId: string): Promise<void>;
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

/** When people typed codes that were none. */
export interface LinkTries {
  add(wrong: { readonly personId: string; readonly atMs: number }): Promise<void>;
  /** How many there were after that moment: of one person, or of everybody when `personId` is undefined. */
  count(query: { readonly personId: string | undefined; readonly afterMs: number }): Promise<number>;
  /** Forgets all until that moment. */
  removeUntil(atMs: number): Promise<void>;
}

/** A chat that no platform keeps. */
export interface ChatMessages {
  /** Keeps a message, as the newest; one that is there under the same key changes in its place. Resolves with what is kept. */
  put(message: ChatMessage): Promise<KeptChatMessage>;
  find(key: string): Promise<KeptChatMessage | undefined>;
  /** The last so many, the oldest of them first. */
  newest(limit: number): Promise<readonly KeptChatMessage[]>;
  /** The same without what is in them: what of them is still there, and what has changed. */
  states(limit: number): Promise<readonly ChatMessageState[]>;
  /** Forgets all but the last so many; resolves with what was forgotten. */
  keepNewest(count: number): Promise<readonly KeptChatMessage[]>;
}
