import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noSettings } from '../../src/core/person-settings.ts';
import { StoredSettings } from '../../src/core/settings.ts';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Storage } from '../../src/core/storage/storage.ts';

describe('the settings of people', () => {
  const clock = { nowMs: 0 };
  let storage: Storage;
  let transactions = 0;
  let isBroken = false;

  beforeEach(async () => {
    storage = await openSqliteStorage(':memory:');
    transactions = 0;
    isBroken = false;
  });
  afterEach(() => storage.close());

  function open(): StoredSettings {
    const count = () => {
      transactions += 1;
      if (isBroken) throw new Error('the disk is full');
    };
    const counted: Storage = {
      close: () => storage.close(),
      read: async (work) => {
        count();
        return storage.read(work);
      },
      transaction: async (work) => {
        count();
        return storage.transaction(work);
      },
    };
    return new StoredSettings({ storage: counted, now: () => clock.nowMs });
  }

  test('are none at first, then what was changed, one after the other, and none again', async () => {
    const settings = open();
    expect(await settings.of('test:ada')).toEqual(noSettings);
    expect(await settings.change('test:ada', { count: 2 })).toEqual({ ...noSettings, count: 2 });
    await settings.change('test:ada', { language: 'ru', isPrivate: true });
    const changed = { ...noSettings, count: 2, language: 'ru', isPrivate: true };
    expect(await settings.of('test:ada')).toEqual(changed);
    expect(await open().of('test:ada')).toEqual(changed);
    expect(await settings.of('test:ben')).toEqual(noSettings);
    await settings.change('test:ada', noSettings);
    expect(await open().of('test:ada')).toEqual(noSettings);
  });

  test('cost a burst of commands one look at the database', async () => {
    const settings = open();
    await Promise.all(Array.from({ length: 20 }, () => settings.of('test:ada')));
    await settings.of('test:ada');
    expect(transactions).toBe(1);
  });

  test('of a crowd that comes at once are looked up together, each person’s own', async () => {
    const settings = open();
    await Promise.all(
      Array.from({ length: 250 }, (_, index) => settings.change(`test:${index}`, { count: (index % 4) + 1 })),
    );
    transactions = 0;
    const others = open();
    const found = await Promise.all(Array.from({ length: 251 }, (_, index) => others.of(`test:${index}`)));
    expect(found.map(({ count }) => count)).toEqual([
      ...Array.from({ length: 250 }, (_, index) => (index % 4) + 1),
      undefined,
    ]);
    expect(transactions).toBe(3);
  });

  test('of a crowd are looked up anew when the database could not be read', async () => {
    const settings = open();
    isBroken = true;
    const looks = await Promise.allSettled(['test:ada', 'test:ben'].map((id) => settings.of(id)));
    expect(looks.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isBroken = false;
    expect(await settings.of('test:ada')).toEqual(noSettings);
  });

  test('hold for what was asked after a change, also while that is being stored', async () => {
    const settings = open();
    const before = settings.of('test:ada');
    const change = settings.change('test:ada', { count: 4 });
    const after = settings.of('test:ada');
    expect((await before).count).toBeUndefined();
    expect((await after).count).toBe(4);
    expect(transactions).toBe(2);
    await change;
  });

  test('are not lost by two changes at once', async () => {
    const settings = open();
    await Promise.all([
      settings.change('test:ada', { count: 4 }),
      settings.change('test:ada', { format: 'png' }),
    ]);
    expect(await settings.of('test:ada')).toEqual({ ...noSettings, count: 4, format: 'png' });
  });

  test('are looked up again after a minute, because another process may have changed them', async () => {
    const settings = open();
    await settings.of('test:ada');
    await open().change('test:ada', { count: 3 });
    expect((await settings.of('test:ada')).count).toBeUndefined();
    clock.nowMs += 60_000;
    expect((await settings.of('test:ada')).count).toBe(3);
  });

  test('are forgotten one by one when too many people come', async () => {
    const settings = open();
    await settings.of('test:ada');
    for (let index = 0; index < 1_000; index += 1) await settings.of(`test:${index}`);
    expect(transactions).toBe(1_001);
    await settings.of('test:999');
    expect(transactions).toBe(1_001);
    await settings.of('test:ada');
    expect(transactions).toBe(1_002);
  });

  test('that could not be read or stored are asked for anew', async () => {
    const settings = open();
    isBroken = true;
    await expect(settings.of('test:ada')).rejects.toThrow('disk');
    await expect(settings.change('test:ada', { count: 2 })).rejects.toThrow('disk');
    isBroken = false;
    expect(await settings.of('test:ada')).toEqual(noSettings);
  });
});
