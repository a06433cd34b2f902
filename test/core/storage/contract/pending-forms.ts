import { describe, expect, test } from 'vitest';
import type { PendingForm } from '../../../../src/core/pending-form.ts';
import type { StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const form: PendingForm = {
  key: 'a',
  personId: 'discord:7',
  pictures: [
    { kind: 'attachment', platform: 'discord', handle: 'https://cdn.example/ü 🗼.png?ex=1&hm=2' },
    { kind: 'link', url: 'https://example.com/a.png' },
    { kind: 'kept', key: 'x/result-0' },
  ],
  button: undefined,
  expiresAtMs: 1_800_000_000_000,
};

export function describePendingForms({ createHome, isLasting }: StorageSubject): void {
  describe('pending forms', () => {
    test('come back as they were kept, each under its own key', () =>
      withStorage(createHome, async (storage) => {
        const other = { ...form, key: 'b', personId: 'discord:8', pictures: [], button: 'change:abc' };
        await storage.transaction(async ({ forms }) => {
          await forms.insert(form);
          await forms.insert(other);
        });
        await storage.transaction(async ({ forms }) => {
          expect(await forms.find('a')).toStrictEqual(form);
          expect(await forms.find('b')).toStrictEqual(other);
          expect(await forms.find('c')).toBeUndefined();
        });
      }));

    test('are forgotten when their time has come, and not before', () =>
      withStorage(createHome, async (storage) => {
        const later = { ...form, key: 'b', expiresAtMs: form.expiresAtMs + 1 };
        await storage.transaction(async ({ forms }) => {
          for (const one of [form, later]) await forms.insert(one);
          await forms.removeExpired(form.expiresAtMs - 1);
          expect(await forms.find('a')).toStrictEqual(form);
          await forms.removeExpired(form.expiresAtMs);
          expect(await forms.find('a')).toBeUndefined();
          expect(await forms.find('b')).toStrictEqual(later);
        });
      }));

    test('never replace one another', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(({ forms }) => forms.insert(form));
        const again = storage.transaction(({ forms }) => forms.insert({ ...form, personId: 'discord:9' }));
        await expect(again).rejects.toThrow();
        const kept = await storage.transaction(({ forms }) => forms.find('a'));
        expect(kept).toStrictEqual(form);
      }));

    if (!isLasting) return;
    test('outlive the process', () =>
      withStorage(createHome, async (storage, home) => {
        await storage.transaction(({ forms }) => forms.insert(form));
        await storage.close();
        const second = await home.open();
        const found = await second.transaction(({ forms }) => forms.find('a'));
        await second.close();
        expect(found).toStrictEqual(form);
      }));
  });
}
