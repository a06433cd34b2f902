import { expect, test } from 'vitest';
import { PictureForms } from '../../src/core/picture-forms.ts';
import type { ReferenceSource } from '../../src/core/reference-source.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';

const pictures: readonly ReferenceSource[] = [
  { kind: 'attachment', platform: 'discord', handle: 'https://cdn.example/1' },
];
const hourMs = 3_600_000;

test('a form gives its pictures to its own person, as often as it is sent', async () => {
  const storage = await openSqliteStorage(':memory:');
  const forms = new PictureForms({ storage, now: () => 0 });
  const key = await forms.open({ personId: 'discord:1', pictures });
  expect(key).toHaveLength(36);
  expect(await forms.picturesOf({ key, personId: 'discord:1' })).toEqual(pictures);
  expect(await forms.picturesOf({ key, personId: 'discord:1' })).toEqual(pictures);
  expect(await forms.picturesOf({ key, personId: 'discord:2' })).toBeUndefined();
  expect(await forms.picturesOf({ key: 'unknown', personId: 'discord:1' })).toBeUndefined();
  await storage.close();
});

test('a form lives for six hours, and is cleared away by the next one', async () => {
  const storage = await openSqliteStorage(':memory:');
  const clock = { nowMs: 1_000 };
  const forms = new PictureForms({ storage, now: () => clock.nowMs });
  const first = { key: await forms.open({ personId: 'discord:1', pictures }), personId: 'discord:1' };
  clock.nowMs += 6 * hourMs - 1;
  expect(await forms.picturesOf(first)).toEqual(pictures);
  clock.nowMs += 1;
  expect(await forms.picturesOf(first)).toBeUndefined();
  expect(await storage.transaction((stores) => stores.forms.find(first.key))).toBeDefined();
  await forms.open({ personId: 'discord:2', pictures });
  expect(await storage.transaction((stores) => stores.forms.find(first.key))).toBeUndefined();
  await storage.close();
});
