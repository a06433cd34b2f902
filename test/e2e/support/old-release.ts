import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { openSqlite } from '../../../src/core/storage/dialect.ts';
import { initial } from '../../../src/core/storage/migrations/0001-initial.ts';
import { pendingForms } from '../../../src/core/storage/migrations/0002-pending-forms.ts';
import { seenPictures } from '../../../src/core/storage/migrations/0003-seen-pictures.ts';
import { leases } from '../../../src/core/storage/migrations/0004-leases.ts';
import { missedAnswers } from '../../../src/core/storage/migrations/0005-missed-answers.ts';
import { results } from '../../../src/core/storage/migrations/0006-results.ts';
import { encode, quarteredPicture } from './painted-picture.ts';

/** A result as the first release with buttons left it: in its schema, with its ids and in its folders. */
export interface OldResult {
  readonly id: string;
  readonly personId: string;
  readonly placeId: string;
  readonly prompt: string;
  readonly daysAgo: number;
  readonly address: Readonly<Record<string, unknown>> & { readonly platform: string };
}

const migrations = {
  '0001-initial': initial,
  '0002-pending-forms': pendingForms,
  '0003-seen-pictures': seenPictures,
  '0004-leases': leases,
  '0005-missed-answers': missedAnswers,
  '0006-results': results,
};

const dayMs = 24 * 60 * 60_000;

/** The two pictures of every old result. */
export const oldPictures = [quarteredPicture(2), quarteredPicture(5)] as const;

/** Makes a database and a folder of pictures as that release would have left them when it ended. */
export async function leaveOldRelease(
  environment: Readonly<Record<string, string>>,
  oldResults: readonly OldResult[],
): Promise<void> {
  const { DATABASE_URL: database = '', PICTURES_URL: folder = '' } = environment;
  const { kysely } = await openSqlite(database);
  try {
    const migrator = new Migrator({
      db: kysely,
      provider: { getMigrations: async () => migrations },
      migrationTableName: 'migrations',
      migrationLockTableName: 'migrations_lock',
    });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
    // The tables as they were, not as their types are now.
    const tables = kysely as unknown as Kysely<Record<string, Record<string, unknown>>>;
    for (const [index, result] of oldResults.entries()) {
      await tables.insertInto('generations').values(generationRow(result, index)).execute();
      await tables.insertInto('addresses').values(addressRow(result)).execute();
      for (const [position, picture] of oldPictures.entries()) {
        const bytes = await encode(picture, 'jpeg');
        const key = `${result.id}/result-${position}`;
        await tables
          .insertInto('pictures')
          .values({ ...pictureRow({ key, position, byte_length: bytes.length }), generation_id: result.id })
          .execute();
        await writeOldFile(folder, key, bytes);
      }
    }
  } finally {
    await kysely.destroy();
  }
}

function generationRow({ daysAgo, id, personId, placeId, prompt }: OldResult, index: number) {
  const atMs = Date.now() - daysAgo * dayMs;
  return {
    id,
    sequence: index + 1,
    source_key: `old:${index}`,
    origin: null,
    person_id: personId,
    place_id: placeId,
    language: 'en',
    is_private: 0,
    wish: JSON.stringify({ prompt, model: 'google:4@1', count: 2, format: 'jpeg', references: [] }),
    state: 'delivered',
    accepted_at_ms: atMs,
    expires_at_ms: atMs + 3_600_000,
    started_at_ms: atMs,
    first_sent_at_ms: atMs,
    deadline_at_ms: atMs + 300_000,
    ended_at_ms: atMs + 9_000,
    answered_at_ms: atMs + 10_000,
    removed_at_ms: null,
    holds_slot: 0,
    attempt: 1,
    lease_until_ms: null,
    budget_day: new Date(atMs).toISOString().slice(0, 10),
    reserved_micros: 78_000,
    cost_micros: 78_000,
    failure: null,
    missing_pictures: 0,
    delivery_attempts: 0,
    next_delivery_at_ms: null,
  };
}

function addressRow({ address: { platform, isDurable, ...detail }, id }: OldResult) {
  return {
    generation_id: id,
    platform,
    is_durable: isDurable === true ? 1 : 0,
    detail: JSON.stringify(detail),
  };
}

function pictureRow(picture: { key: string; position: number; byte_length: number }) {
  const { height, width } = oldPictures[picture.position] ?? oldPictures[0];
  const unknown = { cost_micros: 39_000, vendor_id: null };
  return { ...picture, ...unknown, role: 'result', media_type: 'image/jpeg', width, height, seed: 7 };
}

async function writeOldFile(folder: string, key: string, bytes: Buffer): Promise<void> {
  const shard = createHash('sha256').update(key).digest('hex').slice(0, 2);
  const path = join(folder, shard, key.replaceAll('/', '~'));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
