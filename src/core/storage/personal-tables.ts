import type { Tables } from './tables.ts';

/** Says of one table whom its rows are about, and what becomes of them when a person has everything erased. */
export type PersonalTable =
  /** Rows name no person, and hold nothing that a person wrote. */
  | { readonly about: 'nobody' }
  | {
      readonly about: 'people';
      /** The columns that name somebody, as `platform:id`; of a `subject` also after `person:`. */
      readonly people: readonly string[];
      /** Of these, the ones that say whose row it is; by default all. */
      readonly whose?: readonly string[];
      /**
       * `deleted` at once; `emptied` of everything but the account, once their request is over; `passing` by themselves
       * within a short time; `kept`, because money or the safety of others depends on it.
       */
      readonly erasure: 'deleted' | 'emptied' | 'passing' | 'kept';
      /** Under which name a copy of a person's data shows them; with their `requests`, or not at all. */
      readonly copiedAs: string | undefined;
    }
  /** Rows belong to a request, and so to its person. */
  | {
      readonly about: 'requests';
      readonly erasure: 'deleted' | 'emptied' | 'kept';
      readonly copiedAs: 'requests' | undefined;
    };

const deleted = { about: 'people', people: ['person_id'], erasure: 'deleted' } as const;

/**
 * Decides for every table how `/privacy` treats it. A new table is decided about here before it is merged: whether it
 * says anything about people, whether they get a copy of that, and whether it goes when they want it gone.
 */
export const personalTables = {
  generations: {
    about: 'people',
    people: ['person_id', 'account_id'],
    erasure: 'emptied',
    copiedAs: 'requests',
  },
  addresses: { about: 'requests', erasure: 'emptied', copiedAs: 'requests' },
  pictures: { about: 'requests', erasure: 'deleted', copiedAs: 'requests' },
  favourites: { ...deleted, copiedAs: 'favourites' },
  settings: { ...deleted, copiedAs: 'settings' },
  searches: { ...deleted, copiedAs: 'searches' },
  pending_forms: { ...deleted, copiedAs: 'open_forms' },
  seen_pictures: { ...deleted, copiedAs: 'shown_pictures' },
  missed_answers: { ...deleted, copiedAs: 'missed_answers' },
  // Of the playground alone: other chats are kept by their platforms.
  chat_messages: { ...deleted, copiedAs: 'chat_messages' },
  link_codes: { ...deleted, people: ['person_id', 'used_by_id'], copiedAs: undefined },
  // The two are parted at once, and forgotten when their limits are their own again.
  links: { about: 'people', people: ['account_id', 'joined_id'], erasure: 'passing', copiedAs: 'links' },
  // For an hour, so that nobody who guesses codes begins anew by erasing.
  link_tries: { about: 'people', people: ['person_id'], erasure: 'passing', copiedAs: 'wrong_codes' },
  // While something waits.
  line: { about: 'people', people: ['account_id'], erasure: 'passing', copiedAs: undefined },
  // What waits to be erased itself.
  erasures: { about: 'requests', erasure: 'deleted', copiedAs: undefined },
  // No budget becomes a new one by erasing.
  ledger: { about: 'people', people: ['person_id'], erasure: 'kept', copiedAs: 'requests' },
  balances: { about: 'people', people: ['subject'], erasure: 'kept', copiedAs: 'balances' },
  allotments: { about: 'people', people: ['subject'], erasure: 'kept', copiedAs: 'allotments' },
  // What protects others does not go because somebody wants it to; who decided it is not theirs to know.
  bans: {
    about: 'people',
    people: ['person_id', 'by_id'],
    whose: ['person_id'],
    erasure: 'kept',
    copiedAs: 'bans',
  },
  audit: { about: 'people', people: ['by_id', 'subject'], erasure: 'kept', copiedAs: undefined },
  // What they reported is theirs to know, and goes on protecting others.
  reports: {
    about: 'people',
    people: ['reporter_id', 'decided_by_id'],
    whose: ['reporter_id'],
    erasure: 'kept',
    copiedAs: 'reports',
  },
  // Their lists may name people.
  rules: { about: 'people', people: [], erasure: 'kept', copiedAs: undefined },
  // Announcements on their way, for a day at most; one that nobody has confirmed goes when anybody erases. A private chat
  // is somebody's.
  notices: { about: 'people', people: [], erasure: 'passing', copiedAs: undefined },
  // Until it is answered, an update of Telegram as it came: words and a person within, for seconds as a rule.
  unanswered_requests: { about: 'people', people: [], erasure: 'passing', copiedAs: undefined },
  // An update of Telegram as it came, until it is handled, at once as a rule; then its number alone.
  arrived_updates: { about: 'people', people: [], erasure: 'passing', copiedAs: undefined },
  // Up to a day, an album with its words; those of a person are found by the pictures that they showed.
  seen_albums: { about: 'people', people: [], erasure: 'deleted', copiedAs: undefined },
  favourite_presses: { about: 'nobody' },
  tallies: { about: 'nobody' },
  marks: { about: 'nobody' },
  lives: { about: 'nobody' },
  posts: { about: 'nobody' },
  unneeded_files: { about: 'nobody' },
} as const satisfies Record<keyof Tables, PersonalTable> & Readonly<Record<string, PersonalTable>>;
