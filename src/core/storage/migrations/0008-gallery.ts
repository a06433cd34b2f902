import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { foldWords } from '../../fold-words.ts';

/** Lets people look through what was painted for them, and lets pictures go that nobody needs any more. */
export const gallery: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .alterTable('generations')
      .addColumn('folded_prompt', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await schema
      .alterTable('generations')
      .addColumn('kept_results', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await schema
      .alterTable('generations')
      .addColumn('kept_bytes', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
    await schema.alterTable('generations').addColumn('shown_at_ms', 'bigint').execute();
    await foldEveryPrompt(database);
    await countKeptPictures(database);
    await schema
      .createIndex('generations_in_gallery')
      .on('generations')
      .columns(['person_id', 'sequence'])
      .where(sql<boolean>`kept_results > 0 and removed_at_ms is null`)
      .execute();
    await schema
      .createIndex('generations_with_pictures')
      .on('generations')
      .columns(['ended_at_ms', 'kept_bytes'])
      .where(sql<boolean>`kept_bytes > 0`)
      .execute();
    await schema
      .createIndex('generations_half_removed')
      .on('generations')
      .column('removed_at_ms')
      .where(sql<boolean>`kept_bytes > 0 and removed_at_ms is not null`)
      .execute();
    await schema.createIndex('favourites_of_generation').on('favourites').column('generation_id').execute();
    await schema
      .createTable('searches')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('person_id', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('searches_by_expiry').on('searches').column('expires_at_ms').execute();
    await schema
      .createTable('unneeded_files')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .execute();
  },
};

const batchSize = 500;

async function foldEveryPrompt(database: Kysely<unknown>): Promise<void> {
  const generations = database.withTables<{
    generations: { id: string; sequence: number; wish: string; folded_prompt: string };
  }>();
  let last = 0;
  for (;;) {
    const batch = await generations
      .selectFrom('generations')
      .select(['id', 'sequence', 'wish'])
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(batchSize)
      .execute();
    for (const { id, sequence, wish } of batch) {
      const { prompt }: { readonly prompt: string } = JSON.parse(wish);
      await generations
        .updateTable('generations')
        .set({ folded_prompt: foldWords(prompt) })
        .where('id', '=', id)
        .execute();
      last = sequence;
    }
    if (batch.length < batchSize) return;
  }
}

async function countKeptPictures(database: Kysely<unknown>): Promise<void> {
  const kept = sql`from pictures where pictures.generation_id = generations.id`;
  await sql`
    update generations set
      kept_results = (select count(*) ${kept} and role = 'result'),
      kept_bytes = (select coalesce(sum(byte_length), 0) ${kept})
    where id in (select generation_id from pictures)
  `.execute(database);
}
