import type { Tables } from './tables.ts';

/** Says of one table what becomes of its rows when a place goes on under another id. */
export type PlaceTable =
  /** Rows name no place. */
  | { readonly names: 'nothing' }
  /** Rows name places, and what they say of one is over with its old id. */
  | { readonly names: 'passing' }
  | {
      readonly names: 'place' | 'subject';
      /** The column that names it, as `platform:id`; a `subject` as `place:platform:id`. */
      readonly column: string;
      /**
       * Where the new id has a row already that this one would stand in the way of: that one holds, or the one that lasts
       * longer (`until_ms`), or both are added up.
       * Left out where any number of rows may name the same place.
       */
      readonly both?: { readonly key: readonly string[]; readonly become: 'newer' | 'longer' | 'sum' };
      /** A column whose JSON may name it, as `platform:id`, in any row. */
      readonly json?: string;
    };

/**
 * Decides for every table what follows a place to its new id, as a group of Telegram gets one when it becomes a
 * supergroup. A new table is decided about here before it is merged.
 */
export const placeTables = {
  generations: { names: 'place', column: 'place_id' },
  ledger: { names: 'place', column: 'place_id' },
  missed_answers: { names: 'place', column: 'public_place_id' },
  reports: { names: 'place', column: 'place_id' },
  audit: { names: 'subject', column: 'scope' },
  bans: { names: 'subject', column: 'scope', both: { key: ['person_id'], become: 'longer' } },
  // Bot-wide lists and the moderators' chat name places, too.
  rules: { names: 'subject', column: 'scope', both: { key: [], become: 'newer' }, json: 'rules' },
  allotments: { names: 'subject', column: 'subject', both: { key: [], become: 'newer' } },
  balances: { names: 'subject', column: 'subject', both: { key: ['period'], become: 'sum' } },
  // Of what is still to be answered, with its generation (`readdress`); the messages of the rest are not known there.
  addresses: { names: 'passing' },
  // Telegram itself says where to, as they are sent.
  notices: { names: 'passing' },
  // None of the old messages is known in the new place.
  seen_pictures: { names: 'passing' },
  seen_albums: { names: 'passing' },
  pending_forms: { names: 'passing' },
  // Updates as they came, for seconds.
  unanswered_requests: { names: 'passing' },
  arrived_updates: { names: 'passing' },
  // What processes tell each other for a moment.
  marks: { names: 'passing' },
  // Of the playground alone, which has one place.
  chat_messages: { names: 'nothing' },
  pictures: { names: 'nothing' },
  favourites: { names: 'nothing' },
  favourite_presses: { names: 'nothing' },
  settings: { names: 'nothing' },
  searches: { names: 'nothing' },
  links: { names: 'nothing' },
  link_codes: { names: 'nothing' },
  link_tries: { names: 'nothing' },
  line: { names: 'nothing' },
  erasures: { names: 'nothing' },
  tallies: { names: 'nothing' },
  lives: { names: 'nothing' },
  posts: { names: 'nothing' },
  unneeded_files: { names: 'nothing' },
} as const satisfies Record<keyof Tables, PlaceTable> & Readonly<Record<string, PlaceTable>>;
