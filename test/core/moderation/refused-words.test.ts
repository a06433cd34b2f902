import { afterEach, expect, test } from 'vitest';
import { createWordList } from '../../../src/core/moderation/create-word-list.ts';
import type { Strictness } from '../../../src/core/moderation/strictness.ts';
import { parseWordsFile } from '../../../src/core/moderation/words-file.ts';
import { shellAuthority } from '../../../src/core/rules/authority.ts';
import type { CoreUnderTest } from '../support/core-under-test.ts';
import { createCoreUnderTest } from '../support/core-under-test.ts';
import { wishFor } from '../support/wishes.ts';

const list = createWordList(
  parseWordsFile(
    JSON.stringify({
      builtIn: false,
      entries: [
        { words: ['forbidden'], action: 'refuse', from: 'relaxed' },
        { words: ['risky'], action: 'refuse' },
        { words: ['spicy'], action: 'spoiler' },
      ],
    }),
  ),
);

let subject: CoreUnderTest;
afterEach(() => subject.close());

async function open(strictness: Strictness): Promise<void> {
  subject = await createCoreUnderTest({ words: { list, strictness } });
}

const refused = { kind: 'refused', refusal: { reason: 'words-refused' } };

test('words that are not wanted are refused before anything is set aside', async () => {
  await open('standard');
  expect(await subject.ask('test:ada', { wish: wishFor({ prompt: 'a risky fox' }) })).toEqual(refused);
  expect(await subject.ask('test:ada', { wish: wishFor({ prompt: 'a r.i.s.k.y fox' }) })).toEqual(refused);
  expect(await subject.storage.transaction(({ ledger }) => ledger.openReservations())).toBe(0);
  expect(await subject.core.generations.unfinished('test:ada')).toEqual([]);
  expect(await subject.ask('test:ada', { wish: wishFor({ prompt: 'a frisky fox' }) })).toMatchObject({
    kind: 'accepted',
  });
});

test('where only adults are, only what is wanted nowhere is refused', async () => {
  await open('standard');
  const among = { isAgeRestricted: true };
  expect(await subject.ask('test:ada', { ...among, wish: wishFor({ prompt: 'a risky fox' }) })).toMatchObject(
    {
      kind: 'accepted',
    },
  );
  expect(await subject.ask('test:ada', { ...among, wish: wishFor({ prompt: 'a forbidden fox' }) })).toEqual(
    refused,
  );
});

test('what those who run the bot decided for all of it holds among adults, too', async () => {
  await open('standard');
  const asked = { isAgeRestricted: true, wish: wishFor({ prompt: 'a risky fox' }) };
  const { rules } = subject.core;
  await rules.changePlace(shellAuthority, { placeId: 'test:place', change: { strictness: 'strict' } });
  expect(await subject.ask('test:ada', asked)).toMatchObject({ kind: 'accepted' });
  await rules.changeBot(shellAuthority, { strictness: 'standard' });
  expect(await subject.ask('test:ada', asked)).toEqual(refused);
});

test('what a style adds is read, too', async () => {
  await open('standard');
  const style = { key: 'sly', template: '{prompt}, risky' };
  expect(await subject.ask('test:ada', { wish: { ...wishFor({ prompt: 'a fox' }), style } })).toEqual(
    refused,
  );
});

test('what was accepted before is not turned down when its update comes again', async () => {
  await open('relaxed');
  const request = { sourceKey: 'test:update:1', wish: wishFor({ prompt: 'a risky fox' }) };
  expect(await subject.ask('test:ada', request)).toMatchObject({ kind: 'accepted' });
  const { storage } = subject;
  const stricter = await createCoreUnderTest({ storage, words: { list, strictness: 'strict' } });
  expect(await stricter.ask('test:ada', request)).toMatchObject({ kind: 'repeated' });
});

const house = { byId: 'shell', isAdmin: true, moderatedPlaceId: undefined };

async function isCovered(change: Parameters<CoreUnderTest['ask']>[1]): Promise<boolean> {
  const acceptance = await subject.ask('test:ada', { wish: wishFor({ prompt: 'a spicy fox' }), ...change });
  if (acceptance.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(acceptance)}`);
  await subject.core.generations.cancel({ id: acceptance.generation.id, personId: 'test:ada' });
  return acceptance.generation.isSpoiler;
}

test('pictures of some words are covered for others, not for whoever asked', async () => {
  await open('standard');
  const others = { isPrivateChat: false, isPrivate: false };
  expect(await isCovered(others)).toBe(true);
  expect(await isCovered({ ...others, wish: wishFor({ prompt: 'a fox' }) })).toBe(false);
  expect(await isCovered({ ...others, isPrivate: true })).toBe(false);
  expect(await isCovered({ ...others, isPrivateChat: true })).toBe(false);
  expect(await isCovered({ ...others, isAgeRestricted: true })).toBe(false);
});

test('a place is as strict as it decides, and as the bot decides where that is stricter', async () => {
  await open('relaxed');
  const placeId = 'test:place';
  const ask = () => subject.ask('test:ada', { placeId, wish: wishFor({ prompt: 'a risky fox' }) });
  const { rules } = subject.core;
  await rules.changePlace(house, { placeId, change: { strictness: 'standard' } });
  expect(await ask()).toEqual(refused);
  await rules.changePlace(house, { placeId, change: { strictness: 'relaxed' } });
  expect(await ask()).toMatchObject({ kind: 'accepted' });
  await rules.changeBot(house, { strictness: 'strict' });
  expect(await ask()).toEqual(refused);
});
