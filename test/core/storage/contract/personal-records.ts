import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { erase, hide } from '../../../../src/core/erasure.ts';
import { reservation } from '../../../../src/core/settlement.ts';
import type { OpenedDatabase } from '../../../../src/core/storage/dialect.ts';
import { personalTables } from '../../../../src/core/storage/personal-tables.ts';
import type { Storage } from '../../../../src/core/storage/storage.ts';
import { sampleGeneration } from './generation-samples.ts';
import { samplePicture, storePainted } from './sample-pictures.ts';
import type { StorageHome, StorageSubject } from './storage-home.ts';
import { withStorage } from './with-storage.ts';

const ada = 'discord:77001';
const adaThere = 'telegram:77002';
const ben = 'discord:88001';
const people = [ada, adaThere];
const secret = 'Xanadu';
const nowMs = 50_000;

/** Columns by these names say who somebody is. */
const namesPeople =
  /person|account_id|joined_id|user|actor|author|owner|member|reporter|admin|moderator|subject|(^|_)by_id$/;

export function describePersonalRecords({ createHome, isLasting }: StorageSubject): void {
  describe('what is stored about people', () => {
    test('is decided about for every table and every column that names somebody', () =>
      withStorage(createHome, async (_storage, home) => {
        if (!isLasting) return;
        const all = await inspect(home, ({ kysely }) => kysely.introspection.getTables());
        const tables = all.filter(({ name }) => !name.startsWith('migrations'));
        const undecided = tables.flatMap(({ columns, name }) => {
          if (!Object.hasOwn(personalTables, name)) return [name];
          const decided = Object.entries(personalTables).find(([table]) => table === name)?.[1];
          const people: readonly string[] = decided?.about === 'people' ? decided.people : [];
          const naming = columns.filter(
            (column) => namesPeople.test(column.name) && !people.includes(column.name),
          );
          return naming.map((column) => `${name}.${column.name}`);
        });
        expect(undecided, 'personal-tables.ts says nothing of these').toEqual([]);
        expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(personalTables).sort());
      }));

    test('counts a kept draft as a picture, and as no request', () =>
      withStorage(createHome, async (storage) => {
        const request = sampleGeneration({ personId: ada, state: 'failed' });
        const draft = sampleGeneration({ personId: ada, state: 'delivered', draftOf: request.id });
        const replaced = sampleGeneration({ personId: ada, state: 'delivered', draftOf: 'another' });
        await storage.transaction(async ({ generations, pictures }) => {
          for (const one of [request, draft, replaced]) await generations.insert(one);
          await pictures.add(samplePicture(draft, { role: 'draft' }));
        });
        const summary = await storage.transaction(({ personal }) => personal.summarise([ada]));
        expect(summary).toMatchObject({ requests: 1, pictures: 1, pictureBytes: 1_000 });
      }));

    test('is counted, copied and forgotten, and nobody else’s with it', () =>
      withStorage(createHome, async (storage) => {
        const mine = await fill(storage, ada);
        await fill(storage, ben);
        const ban = { scope: 'bot', reason: 'spam', atMs: 1, untilMs: undefined } as const;
        await storage.transaction(async ({ bans }) => {
          await bans.put({ ...ban, personId: ada, byId: 'discord:99001' });
          await bans.put({ ...ban, personId: ben, byId: ada });
        });
        const before = await storage.transaction(({ personal }) => personal.summarise(people));
        expect(before).toStrictEqual({
          requests: 1,
          underWay: 0,
          pictures: 1,
          pictureBytes: 2_000,
          favourites: 1,
          searches: 1,
          passing: 3,
          hasSettings: true,
          beingErased: 0,
        });
        const copied = await storage.transaction(async ({ personal }) => ({
          requests: await personal.copyRequests({ personId: ada, afterSequence: 0, limit: 10 }),
          rest: Object.fromEntries(await personal.copyRest(people)),
        }));
        expect(copied.requests.rows).toMatchObject([
          {
            id: mine.id,
            accepted_at: '1970-01-01T00:00:01.000Z',
            is_private: false,
            reserved_dollars: 0.039,
            wish: { prompt: `${secret} of ${ada}` },
            address: [{ platform: 'discord', detail: { channelId: '5' } }],
            pictures: [{ role: 'reference' }, { role: 'result' }],
            costs: [{ kind: 'reserve', reserved_dollars: 0.039 }],
          },
        ]);
        expect(JSON.stringify(copied)).not.toMatch(/folded_prompt|secret-token|generation_id":null/);
        // Neither what others did, nor who decided about the person.
        expect(JSON.stringify(copied)).not.toMatch(/88001|99001/);
        expect(Object.keys(copied.rest).sort()).toEqual([
          'balances',
          'bans',
          'chat_messages',
          'favourites',
          'missed_answers',
          'open_forms',
          'searches',
          'settings',
          'shown_pictures',
          'wrong_codes',
        ]);

        await storage.transaction(({ personal }) => personal.forget({ people, nowMs }));
        const after = await storage.transaction(({ personal }) => personal.summarise(people));
        expect(after).toStrictEqual({
          ...before,
          requests: 0,
          pictures: 0,
          pictureBytes: 0,
          favourites: 0,
          searches: 0,
          passing: 0,
          hasSettings: false,
          beingErased: 1,
        });
        expect(await storage.transaction(({ personal }) => personal.summarise([ben]))).toStrictEqual(before);
        const left = await storage.transaction(({ retention }) => retention.unneededFiles(10));
        expect(left.filter((key) => key.startsWith('playground/'))).toEqual(['playground/7001-0']);
      }));

    test('is erased to the last word once nothing is under way', () =>
      withStorage(createHome, async (storage, home) => {
        const mine = await fill(storage, ada);
        await fill(storage, ben);
        await storage.transaction(async ({ generations, personal }) => {
          await personal.forget({ people, nowMs });
          expect(await personal.erasable(10)).toEqual([mine.id]);
          const owed = { ...mine, state: 'cancelled', nextDeliveryAtMs: 5 } as const;
          for (const busy of [owed, { ...mine, holdsSlot: true }]) {
            await generations.save(busy);
            expect(await personal.erasable(10)).toEqual([]);
          }
          await generations.save(erase(hide(mine, nowMs)));
          expect(await personal.erasable(10)).toEqual([mine.id]);
          await personal.noteErased(mine.id);
          expect(await personal.isErasing()).toBe(false);
          // Said again, there is nothing left to erase.
          await personal.forget({ people, nowMs });
          expect(await personal.isErasing()).toBe(false);
        });
        if (!isLasting) return;
        const found = await inspect(home, (database) =>
          rowsWith(database, [`${secret} of ${ada}`, 'channelId']),
        );
        expect(found.filter((row) => row.includes(ada) || row.includes(mine.id))).toEqual([]);
        const naming = await inspect(home, (database) => rowsWith(database, [ada]));
        const kept = Object.entries(personalTables).flatMap(([name, table]) =>
          table.about !== 'nobody' && ['kept', 'emptied', 'passing'].includes(table.erasure) ? [name] : [],
        );
        const where = [...new Set(naming.map((row) => row.split(' ')[0] ?? ''))];
        expect(where.filter((table) => table !== 'pictures' && !kept.includes(table))).toEqual([]);
      }));

    test('is copied page by page', () =>
      withStorage(createHome, async (storage) => {
        for (let count = 0; count < 3; count += 1) await storePainted(storage, { personId: ada });
        await storage.transaction(async ({ personal }) => {
          const first = await personal.copyRequests({ personId: ada, afterSequence: 0, limit: 2 });
          expect(first.rows).toHaveLength(2);
          const afterSequence = first.lastSequence ?? 0;
          const second = await personal.copyRequests({ personId: ada, afterSequence, limit: 2 });
          expect(second.rows).toHaveLength(1);
          const last = { personId: ada, afterSequence: second.lastSequence ?? 0, limit: 2 };
          expect(await personal.copyRequests(last)).toEqual({ rows: [], lastSequence: undefined });
        });
      }));

    test('that is still arriving stays until it has', () =>
      withStorage(createHome, async (storage) => {
        await storage.transaction(async ({ personal, seenAlbums, seenPictures }) => {
          for (const [albumId, state] of [
            ['open', 'open'],
            ['over', 'begun'],
          ] as const) {
            await seenAlbums.put({ ...album, albumId, state });
            await seenPictures.put({ ...shown, albumId, messageId: albumId.length + state.length });
          }
          await personal.forget({ people, nowMs });
          expect(await seenAlbums.find({ placeId: album.placeId, albumId: 'over' })).toBeUndefined();
          expect(await seenAlbums.find({ placeId: album.placeId, albumId: 'open' })).toBeDefined();
          expect(await seenPictures.ofAlbum({ placeId: album.placeId, albumId: 'open' })).toHaveLength(1);
          expect(await seenPictures.ofAlbum({ placeId: album.placeId, albumId: 'over' })).toEqual([]);
        });
      }));
  });
}

const album = {
  placeId: 'telegram:-5',
  lead: `{"text":"${secret} of ${ada}"}`,
  holdsOthers: false,
  expiresAtMs: 90_000,
};
const shown = {
  placeId: album.placeId,
  messageId: 1,
  albumId: undefined,
  personId: ada,
  source: { kind: 'link', url: `https://example.org/${secret}` },
  byteLength: undefined,
  mediaType: undefined,
  seenAtMs: 1,
  expiresAtMs: 90_000,
} as const;

/** Leaves something of a person in every table that knows people. */
async function fill(storage: Storage, personId: string) {
  const words = `${secret} of ${personId}`;
  const sample = sampleGeneration({ personId, state: 'delivered', endedAtMs: 5_000, texts: [words] });
  const style = { key: 'ink', template: '{prompt}', prompt: words };
  const generation = {
    ...sample,
    wish: { ...sample.wish, style, prompt: words, references: [{ kind: 'link', url: words }] as const },
    address: { platform: 'discord', isDurable: false, token: 'secret-token', channelId: '5' },
  };
  await storage.transaction(async (transaction) => {
    await transaction.generations.insert(generation);
    await transaction.ledger.append(reservation(generation));
    await transaction.pictures.add(samplePicture(generation));
    await transaction.pictures.add(samplePicture(generation, { role: 'reference' }));
    await transaction.favourites.add({ personId, generationId: generation.id, starredAtMs: 1 });
    await transaction.settings.put(personId, { ...noChoice, language: 'ru' });
    await transaction.searches.put({ key: personId, personId, words, expiresAtMs: 90_000 });
    await transaction.forms.insert({
      key: personId,
      personId,
      pictures: [{ kind: 'link', url: words }],
      button: undefined,
      expiresAtMs: 90_000,
    });
    const message = Number(personId.slice(-4));
    await transaction.seenPictures.put({ ...shown, personId, messageId: message });
    await transaction.missedAnswers.add(generation);
    await transaction.linkTries.add({ personId, atMs: 1 });
    const content = JSON.stringify({ text: words });
    const files = [`playground/${message}-0`];
    await transaction.chatMessages.put({ key: `asked:${message}`, personId, content, files, atMs: 1 });
    await transaction.linkCodes.put({ hash: personId, personId, expiresAtMs: 90_000, usedById: undefined });
  });
  return generation;
}

const noChoice = {
  model: undefined,
  style: undefined,
  count: undefined,
  aspect: undefined,
  format: undefined,
  isPrivate: false,
  draftsFirst: false,
};

/** Every row of every table that holds one of these words, as its table's name and its JSON. */
async function rowsWith({ kysely }: OpenedDatabase, words: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name } of await kysely.introspection.getTables()) {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(kysely);
    const texts = rows.map((row) => `${name} ${JSON.stringify(row)}`);
    found.push(
      ...texts.filter((text) => words.some((word) => text.toLowerCase().includes(word.toLowerCase()))),
    );
  }
  return found;
}

async function inspect<Result>(
  home: StorageHome,
  look: (database: OpenedDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await home.connect();
  try {
    return await look(database);
  } finally {
    await database.kysely.destroy();
  }
}
