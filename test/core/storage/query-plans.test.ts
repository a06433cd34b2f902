import { type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import { expect, test } from 'vitest';
import type { GalleryView } from '../../../src/core/gallery-view.ts';
import type { GenerationQuery } from '../../../src/core/generation-query.ts';
import { queuedStates } from '../../../src/core/generation-state.ts';
import { openSqlite } from '../../../src/core/storage/dialect.ts';
import { countView, selectFromView } from '../../../src/core/storage/gallery-selection.ts';
import {
  narrow,
  selectGenerations,
  selectLastWishes,
  selectNewest,
  selectOutbox,
} from '../../../src/core/storage/generation-selection.ts';
import { selectAllotments } from '../../../src/core/storage/kysely-allotments.ts';
import { selectAudit } from '../../../src/core/storage/kysely-audit-records.ts';
import { selectBansAgainst, selectBansIn } from '../../../src/core/storage/kysely-ban-records.ts';
import { selectChat } from '../../../src/core/storage/kysely-chat-messages.ts';
import { selectBalances } from '../../../src/core/storage/kysely-ledger.ts';
import { selectDue } from '../../../src/core/storage/kysely-notice-records.ts';
import {
  selectDueReports,
  selectReportsBy,
  selectUnseeableReports,
} from '../../../src/core/storage/kysely-report-records.ts';
import { selectRules, selectRulesOfPlaces } from '../../../src/core/storage/kysely-rule-records.ts';
import { selectPaid } from '../../../src/core/storage/kysely-usage-records.ts';
import { firstInLine, selectWaiting } from '../../../src/core/storage/line-selection.ts';
import { migrate } from '../../../src/core/storage/migrate.ts';
import { selectPhotos } from '../../../src/core/storage/photo-selection.ts';
import {
  selectExpendable,
  selectRemoved,
  sumKeptBytes,
} from '../../../src/core/storage/retention-selection.ts';
import type { Tables } from '../../../src/core/storage/tables.ts';

type AnySelection = SelectQueryBuilder<Tables, keyof Tables, object>;
type Build = (transaction: Transaction<Tables>) => Pick<AnySelection, 'explain'>;

const list = (query: Omit<GenerationQuery, 'limit'>): Build => {
  return (transaction) => narrow(selectGenerations(transaction), { ...query, limit: 10 });
};

const viewOf = (shelf: GalleryView['shelf'], words: readonly string[] = []): GalleryView => ({
  people: ['p:1'],
  shelf,
  words,
});

const page = (shelf: GalleryView['shelf'], words?: readonly string[]): Build => {
  return (transaction) =>
    selectFromView(transaction, viewOf(shelf, words), { direction: 'older', ofSequence: 5 });
};

const photos = (isFavourite: boolean): Build => {
  const after = { isFavourite, sequence: 5, position: 0 };
  return (transaction) =>
    selectPhotos(transaction, { people: ['p:1'], words: ['fox'], after, limit: 50 }, isFavourite);
};
const subjects = ['bot', 'person:p:1', 'place:p:2', 'role:p:3'] as const;

const hotQueries: [string, Build, readonly string[]][] = [
  ['what holds in a place', (t) => selectRules(t, 'place:p:2'), ['sqlite_autoindex_rules_1']],
  ['where rules hold', (t) => selectRulesOfPlaces(t).limit(10), ['sqlite_autoindex_rules_1']],
  ['what was asked for last', (t) => selectNewest(t).limit(10), ['sqlite_autoindex_generations_2']],
  [
    'who is kept out',
    (t) => selectBansAgainst(t, { people: ['p:1', 'p:2'], scopes: ['bot', 'place:p:3'] }),
    ['sqlite_autoindex_bans_1'],
  ],
  ['all who are kept out somewhere', (t) => selectBansIn(t, 'place:p:2'), ['bans_by_scope']],
  [
    'what moderators are to be shown',
    (t) => selectDueReports(t, { nowMs: 5, limit: 9 }),
    ['reports_by_time'],
  ],
  ['what moderators will never be shown', (t) => selectUnseeableReports(t, 5), ['reports_by_time']],
  [
    'what somebody reported',
    (t) => selectReportsBy(t, { reporterId: 'p:1', afterMs: 5 }),
    ['reports_by_person'],
  ],
  [
    'the next page of an audit log',
    (t) => selectAudit(t, { scope: 'bot', before: 5, limit: 10 }),
    ['audit_by_scope'],
  ],
  ['the next notice', (t) => selectDue(t, 5), ['notices_by_time']],
  ['the first person in line', (t) => firstInLine(t, 2), ['line_in_order', 'generations_holding_slots']],
  ['the oldest waiting of a person', (t) => selectWaiting(t, 'p:1'), ['generations_of_account_by_state']],
  ['all that hold a slot', list({ holdsSlot: true }), ['generations_holding_slots']],
  ['all that nobody has any more', list({ leaseEndedAtMs: 5 }), ['generations_holding_slots']],
  ['what has to be delivered', list({ deliveryDueAtMs: 5 }), ['generations_to_deliver']],
  ['what is still owed', selectOutbox, ['generations_to_deliver']],
  ['what has expired', list({ states: queuedStates, expiredAtMs: 5 }), ['generations_by_expiry']],
  ['one state', list({ states: ['accepted'] }), ['generations_by_state']],
  ['earlier prompts', (t) => selectLastWishes(t, ['p:1']).limit(10), ['generations_of_person']],
  [
    'what an account has under way',
    list({ accountId: 'p:1', states: queuedStates }),
    ['generations_of_account_by_state'],
  ],
  ['the next page of a gallery', page('history'), ['generations_in_gallery']],
  ['the next page of a search', page('history', ['fox']), ['generations_in_gallery']],
  ['the next page of favourites', page('favourites'), ['sqlite_autoindex_favourites_1']],
  ['photos to show again', photos(false), ['generations_in_gallery', 'sqlite_autoindex_pictures_1']],
  [
    'favourites to show again',
    photos(true),
    ['sqlite_autoindex_favourites_1', 'sqlite_autoindex_pictures_1'],
  ],
  ['the place of a page', (t) => countView(t, viewOf('history'), 5), ['generations_in_gallery']],
  [
    'the place of a favourite',
    (t) => countView(t, viewOf('favourites'), 5),
    ['sqlite_autoindex_favourites_1'],
  ],
  [
    'what is not needed any more',
    (t) => selectExpendable(t, { endedByMs: 5, limit: 10 }),
    ['generations_with_pictures', 'favourites_of_generation'],
  ],
  ['what was removed and is still there', (t) => selectRemoved(t, 10), ['generations_half_removed']],
  ['what was decided', (t) => selectAllotments(t, subjects), ['sqlite_autoindex_allotments_1']],
  [
    'what was used',
    (t) => selectBalances(t, subjects).where('period', 'in', ['2026-11', '2026-11-22']),
    ['sqlite_autoindex_balances_1'],
  ],
  [
    'what was paid on a day',
    (t) => selectPaid(t, { day: '2026-11-22', afterSequence: 5, limit: 10 }),
    ['ledger_by_day', 'sqlite_autoindex_generations_1'],
  ],
  [
    'the chat of the playground',
    (t) => selectChat(t, 10).select(['key', 'revision']),
    ['sqlite_autoindex_chat_messages_2'],
  ],
  ['what all pictures take up', sumKeptBytes, ['generations_with_pictures']],
];

// Without these indexes each answer takes longer with every generation that was ever accepted.
test.each(hotQueries)('%s is found through an index', async (_, build, indexes) => {
  const database = await openSqlite(':memory:');
  const { kysely } = database;
  try {
    await migrate(database);
    const plan = await kysely.transaction().execute(async (transaction) => {
      const steps = await build(transaction).explain<{ detail: string }>(undefined, sql`query plan`);
      return steps.map(({ detail }) => detail);
    });
    const text = plan.join('\n');
    for (const index of indexes) expect(text).toMatch(new RegExp(`INDEX ${index}\\b`));
    const fullScans = plan.filter(
      (step) =>
        /^SCAN (generations|balances|allotments|chat_messages)/.test(step) &&
        !indexes.some((index) => step.includes(index)),
    );
    expect(fullScans).toEqual([]);
  } finally {
    await kysely.destroy();
  }
});
