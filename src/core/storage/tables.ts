import type { GenerationState } from '../generation-state.ts';
import type { LedgerEntry } from '../ledger-entry.ts';
import type { BudgetSubject } from '../limits/budget-subject.ts';
import type { Report } from '../moderation/report.ts';
import type { StoredPicture } from '../pictures/picture-store.ts';
import type { Deed } from '../rules/audit-entry.ts';
import type { RuleScope } from '../rules/rule-scope.ts';
import type { SeenAlbumState } from '../seen-album.ts';
import type { PictureFormat } from '../wish.ts';

/**
 * The columns of every table, the same on SQLite and PostgreSQL: times (ms) and money (micro-dollars) are integers,
 * flags are 0 or 1, structures are JSON text.
 */
export interface Tables {
  generations: GenerationRow;
  addresses: AddressRow;
  line: LineRow;
  tallies: TallyRow;
  ledger: LedgerRow;
  balances: BalanceRow;
  allotments: AllotmentRow;
  pictures: PictureRow;
  pending_forms: PendingFormRow;
  favourites: FavouriteRow;
  favourite_presses: FavouritePressRow;
  settings: SettingsRow;
  searches: SearchRow;
  unneeded_files: UnneededFileRow;
  seen_pictures: SeenPictureRow;
  seen_albums: SeenAlbumRow;
  arrived_updates: ArrivedUpdateRow;
  marks: MarkRow;
  missed_answers: MissedAnswerRow;
  unanswered_requests: UnansweredRequestRow;
  links: LinkRow;
  link_codes: LinkCodeRow;
  link_tries: LinkTryRow;
  rules: RuleRow;
  bans: BanRow;
  audit: AuditRow;
  erasures: ErasureRow;
  lives: LifeRow;
  posts: PostRow;
  reports: ReportRow;
  chat_messages: ChatMessageRow;
  notices: NoticeRow;
}

export interface GenerationRow {
  id: string;
  /** Order of acceptance; unlike a clock it never repeats or steps back. */
  sequence: number;
  source_key: string;
  origin: string | null;
  /** The generation that it is the draft of. */
  draft_of: string | null;
  person_id: string;
  /** What its turn and its slot are counted under. */
  account_id: string;
  place_id: string;
  language: string;
  is_private: number;
  is_spoiler: number;
  wish: string;
  state: GenerationState;
  accepted_at_ms: number;
  expires_at_ms: number;
  started_at_ms: number | null;
  first_sent_at_ms: number | null;
  deadline_at_ms: number | null;
  ended_at_ms: number | null;
  answered_at_ms: number | null;
  removed_at_ms: number | null;
  holds_slot: number;
  attempt: number;
  lease_until_ms: number | null;
  budget_day: string;
  reserved_micros: number;
  cost_micros: number | null;
  failure: string | null;
  missing_pictures: number;
  texts: string;
  delivery_attempts: number;
  delivery_rejections: number;
  next_delivery_at_ms: number | null;
  /** The prompt by `foldWords`, for searches. */
  folded_prompt: string;
  /** How many result pictures are kept, in step with the pictures. */
  kept_results: number;
  /** How much all its pictures take up, in step with the pictures. */
  kept_bytes: number;
  /** The process that brought it to its state; null where only one can be. */
  held_by: string | null;
  /** When its person first saw it in their gallery; kept only of what had not reached them otherwise. */
  shown_at_ms: number | null;
}

export interface AddressRow {
  generation_id: string;
  platform: string;
  is_durable: number;
  detail: string;
}

interface LineRow {
  account_id: string;
  /** Accounts are served in ascending order of their turn. */
  turn: number;
  /** How many generations of this account are waiting, kept in step by every write that changes it. */
  waiting: number;
}

/** Counts that would otherwise need a walk over all open generations. */
interface TallyRow {
  name: 'queued';
  value: number;
}

interface LedgerRow {
  sequence: number;
  generation_id: string;
  person_id: string;
  place_id: string;
  kind: LedgerEntry['kind'];
  day: string;
  at_ms: number;
  reserved_micros: number;
  reserved_pictures: number;
  spent_micros: number;
  charged_micros: number;
  pictures: number;
}

/** Running sums of the ledger by subject, and by day and month. */
interface BalanceRow {
  subject: BudgetSubject;
  /** As in `2026-11-22` or `2026-11`. */
  period: string;
  reserved_micros: number;
  reserved_pictures: number;
  spent_micros: number;
  charged_micros: number;
  pictures: number;
}

/** Limits that are null are as the operator's defaults say; -1 stands for none. */
interface AllotmentRow {
  subject: BudgetSubject;
  day_micros: number | null;
  day_pictures: number | null;
  month_micros: number | null;
  month_pictures: number | null;
  /** What was granted beside; null together. */
  granted_micros: number | null;
  granted_pictures: number | null;
  granted_since_day: string | null;
  granted_until_ms: number | null;
}

export interface PictureRow {
  generation_id: string;
  role: StoredPicture['role'];
  position: number;
  key: string;
  media_type: string;
  width: number;
  height: number;
  byte_length: number;
  /** Floating point, because a backend's seeds may exceed 2^53 and arrive as JavaScript numbers. */
  seed: number | null;
  cost_micros: number | null;
  vendor_id: string | null;
  /** Under which a platform keeps it as a photo, so that it can be shown there again without its bytes. */
  photo_id: string | null;
}

interface PendingFormRow {
  key: string;
  person_id: string;
  pictures: string;
  button: string | null;
  expires_at_ms: number;
}

interface FavouriteRow {
  person_id: string;
  generation_id: string;
  starred_at_ms: number;
}

interface FavouritePressRow {
  source_key: string;
  is_favourite: number;
  pressed_at_ms: number;
}

interface SettingsRow {
  person_id: string;
  model: string | null;
  style: string | null;
  count: number | null;
  aspect: string | null;
  format: PictureFormat | null;
  language: string | null;
  is_private: number;
  drafts_first: number;
}

interface SearchRow {
  key: string;
  person_id: string;
  words: string;
  expires_at_ms: number;
}

/** A picture file that no row names any more. */
interface UnneededFileRow {
  key: string;
}

export interface SeenPictureRow {
  place_id: string;
  message_id: number;
  album_id: string | null;
  person_id: string;
  source: string;
  byte_length: number | null;
  media_type: string | null;
  seen_at_ms: number;
  expires_at_ms: number;
}

export interface SeenAlbumRow {
  place_id: string;
  album_id: string;
  state: SeenAlbumState;
  lead: string;
  holds_others: number;
  expires_at_ms: number;
}

export interface MarkRow {
  name: string;
  detail: string;
  until_ms: number;
}

interface ArrivedUpdateRow {
  number: number;
  /** Null once it is handled. */
  content: string | null;
  arrived_at_ms: number;
}

interface MissedAnswerRow {
  generation_id: string;
  person_id: string;
  /** Where others saw that it was asked for; null for what is private. */
  public_place_id: string | null;
}

interface UnansweredRequestRow {
  key: string;
  request: string;
  since_ms: number;
}

interface LinkRow {
  account_id: string;
  joined_id: string;
  shares_until_ms: number | null;
}

interface LinkCodeRow {
  hash: string;
  person_id: string;
  expires_at_ms: number;
  used_by_id: string | null;
}

interface LinkTryRow {
  person_id: string;
  at_ms: number;
}

interface RuleRow {
  scope: RuleScope;
  rules: string;
}

interface BanRow {
  person_id: string;
  scope: RuleScope;
  by_id: string;
  reason: string;
  at_ms: number;
  until_ms: number | null;
}

interface NoticeRow {
  number: number;
  announcement: string;
  platform: string;
  is_durable: number;
  detail: string;
  language: string;
  words: string;
  attempts: number;
  due_at_ms: number;
}

interface AuditRow {
  number: number;
  at_ms: number;
  by_id: string;
  scope: RuleScope;
  deed: Deed;
  subject: string | null;
  detail: string;
}

/** A request that is out of sight already, and erased once nothing of it is under way. */
interface ErasureRow {
  generation_id: string;
}

/** A process that is at work. */
interface LifeRow {
  id: string;
  /** What it has in hand is free when it has not given a sign of life until then. */
  until_ms: number;
}

/** What one process at a time does for all. */
interface PostRow {
  name: string;
  life_id: string;
}

interface ReportRow {
  generation_id: string;
  place_id: string;
  reason: Report['reason'];
  reporter_id: string | null;
  at_ms: number;
  verdict: NonNullable<Report['verdict']> | null;
  decided_by_id: string | null;
  /** The address of the message that moderators see. */
  shown_at: string | null;
  attempts: number;
  due_at_ms: number | null;
}

interface ChatMessageRow {
  key: string;
  person_id: string;
  sequence: number;
  revision: number;
  content: string;
  files: string;
  at_ms: number;
}
