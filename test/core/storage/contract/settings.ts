import { describe, expect, test } from 'vitest';
import type { PersonSettings } from '../../../../src/core/person-settings.ts';
import { noSettings } from '../../../../src/core/person-settings.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const everything: PersonSettings = {
  model: 'bfl:5@1',
  style: 'watercolour',
  count: 2,
  aspect: '16:9',
  format: 'png',
  language: 'ru',
  isPrivate: true,
  draftsFirst: true,
};

export function describeSettings({ createHome }: StorageSubject): void {
  describe('settings', () => {
    test('belong to one person each, and the last ones hold', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ settings }) => {
          expect(await settings.find('discord:7')).toBeUndefined();
          await settings.put('discord:7', noSettings);
          expect(await settings.find('discord:7')).toStrictEqual(noSettings);
          await settings.put('discord:7', everything);
          expect(await settings.find('discord:7')).toStrictEqual(everything);
          expect(await settings.find('telegram:7')).toBeUndefined();
          await settings.put('discord:7', { ...noSettings, count: 3 });
          expect(await settings.find('discord:7')).toStrictEqual({ ...noSettings, count: 3 });
        });
      }));

    test('that no database could give back as they are, are refused', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ settings }) => {
          const put = (change: Partial<PersonSettings>) =>
            settings.put('discord:7', { ...noSettings, ...change });
          await expect(put({ count: 1.5 })).rejects.toThrow(RangeError);
          await expect(put({ model: 'a\0b' })).rejects.toThrow(RangeError);
          await expect(settings.put('', noSettings)).rejects.toThrow(RangeError);
          expect(await settings.find('discord:7')).toBeUndefined();
        });
      }));
  });
}
