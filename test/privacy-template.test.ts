import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { personalTables } from '../src/core/storage/personal-tables.ts';

type PersonalTableName = {
  [Name in keyof typeof personalTables]: (typeof personalTables)[Name]['about'] extends 'nobody'
    ? never
    : Name;
}[keyof typeof personalTables];

/** What the policy calls each table that says anything about people. */
const calledInPolicy = {
  generations: /each request: your id/,
  addresses: /the place \(server, channel, chat, message\)/,
  pictures: /the pictures that you gave.*and the results/,
  favourites: /your favourites/,
  settings: /what you chose in `\/settings`/,
  searches: /what you searched for/,
  pending_forms: /words and pictures of a question, form/,
  seen_pictures: /which pictures were shown in a Telegram chat/,
  missed_answers: /how it ended/,
  chat_messages: /messages of the playground/,
  link_codes: /codes 10 minutes/,
  links: /that you linked your accounts/,
  link_tries: /wrong codes an hour/,
  line: /each request: your id/,
  erasures: /`\/privacy` shows what is stored about you.*erases it/s,
  ledger: /the account of costs: your id/,
  balances: /the account of costs: your id/,
  allotments: /limits, exemptions and grants/,
  bans: /^\| bans: your id/m,
  audit: /^\| the audit log/m,
  reports: /^\| reports: that somebody reported/m,
  rules: /^\| rules of a server or group/m,
  notices: /where an announcement of ours is still to go/,
  unanswered_requests: /were not answered yet/,
  arrived_updates: /that Telegram brought and that wait to be read/,
  seen_albums: /or album that is not complete/,
} as const satisfies Record<PersonalTableName, RegExp>;

const policy = readFileSync('docs/privacy-template.md', 'utf8');

test.each(Object.entries(calledInPolicy))('the privacy policy names what is kept in %s', (_table, called) => {
  expect(policy).toMatch(called);
});

test('the privacy policy says of everything that is kept for good that erasing leaves it', () => {
  const rows = policy.split('\n').filter((line) => line.startsWith('| '));
  for (const table of ['ledger', 'allotments', 'bans', 'audit', 'reports'] as const) {
    expect(personalTables[table].erasure).toBe('kept');
    expect(rows.find((row) => calledInPolicy[table].test(row))).toContain('after erasing');
  }
});
