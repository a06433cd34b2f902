import { expect, test } from 'vitest';
import { allAdminVerbs } from '../../src/commands/admin/all-admin-verbs.ts';
import { adminUsage } from '../../src/terminal/admin-usage.ts';

test.each([undefined, ...allAdminVerbs].map((verb) => ({ verb, name: verb?.name })))(
  'leaves room between a name and what it is about, in $name',
  ({ verb }) => {
    const lines = adminUsage(verb, 'en').split('\n');
    const named = lines.filter((line) => line.startsWith('  '));
    expect(named.length).toBeGreaterThanOrEqual(Object.keys(verb?.options ?? {}).length);
    expect(named.filter((line) => !/^ {2}[\w-]+ {2,}\S/.test(line))).toEqual([]);
  },
);
