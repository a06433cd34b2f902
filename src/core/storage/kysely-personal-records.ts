import { sql, type Transaction } from 'kysely';
import { noAddress } from '../erasure.ts';
import { unfinishedStates } from '../generation-state.ts';
import { personSubject } from '../limits/budget-subject.ts';
import type { PersonalSummary } from '../personal-summary.ts';
import { copyRow } from './copy-row.ts';
import { insertUnneeded } from './insert-unneeded.ts';
import { countPassing, countRows, personalRequests } from './personal-counts.ts';
import type { CopiedRow, PersonalRecords } from './personal-records.ts';
import { type PersonalTable, personalTables } from './personal-tables.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

type Page = Parameters<PersonalRecords['copyRequests']>[0];

/** Albums that are still arriving are a request in the making, and go when they have arrived. */
const ofOpenAlbum = sql<boolean>`exists (select 1 from seen_albums
  where seen_albums.place_id = seen_pictures.place_id and seen_albums.album_id = seen_pictures.album_id
  and seen_albums.state = 'open')`;

export class KyselyPersonalRecords implements PersonalRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  summarise(people: readonly string[]): Promise<PersonalSummary> {
    return this.#scope.run(async (transaction) => {
      const requests = await personalRequests(transaction, people).executeTakeFirstOrThrow();
      const { count: beingErased } = await transaction
        .selectFrom('erasures')
        .innerJoin('generations', 'generations.id', 'erasures.generation_id')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('person_id', 'in', people)
        .executeTakeFirstOrThrow();
      return {
        ...requests,
        beingErased,
        favourites: await countRows(transaction, 'favourites', people),
        searches: await countRows(transaction, 'searches', people),
        passing: await countPassing(transaction, people),
        hasSettings: (await countRows(transaction, 'settings', people)) > 0,
      };
    });
  }

  underWay(people: readonly string[]): Promise<readonly string[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('generations')
        .select('id')
        .where('person_id', 'in', people)
        .where('state', 'in', [...unfinishedStates, 'made'])
        .execute();
      return rows.map(({ id }) => id);
    });
  }

  forget({ nowMs, people }: { people: readonly string[]; nowMs: number }): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await noteAll(transaction, people);
      await transaction
        .updateTable('generations')
        .set({ removed_at_ms: nowMs })
        .where('person_id', 'in', people)
        .where('removed_at_ms', 'is', null)
        .execute();
      await forgetShownPictures(transaction, people);
      await noteFilesOfMessages(transaction, people);
      for (const [table, treatment] of decided()) {
        if (treatment.erasure !== 'deleted' || treatment.about !== 'people') continue;
        if (table === 'seen_pictures' || treatment.people.length === 0) continue;
        await sql`delete from ${sql.table(table)} where ${isOf(treatment, people)}`.execute(transaction);
      }
    });
  }

  erasable(limit: number): Promise<readonly string[]> {
    return this.#scope.run(async (transaction) => {
      const rows = await transaction
        .selectFrom('erasures')
        .innerJoin('generations', 'generations.id', 'erasures.generation_id')
        .select('generation_id')
        // The plus keeps the planners from beginning with all that ever ended.
        .where(sql<boolean>`+holds_slot = 0 and +next_delivery_at_ms is null and +ended_at_ms is not null`)
        .limit(limit)
        .execute();
      return rows.map(({ generation_id }) => generation_id);
    });
  }

  noteErased(generationId: string): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .updateTable('generations')
        .set({ folded_prompt: '', shown_at_ms: null })
        .where('id', '=', generationId)
        .execute();
      await transaction.deleteFrom('erasures').where('generation_id', '=', generationId).execute();
    });
  }

  isErasing(): Promise<boolean> {
    return this.#scope.run(async (transaction) => {
      const row = await transaction
        .selectFrom('erasures')
        .select('generation_id')
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    });
  }

  copyRequests({ afterSequence, limit, personId }: Page): ReturnType<PersonalRecords['copyRequests']> {
    return this.#scope.run(async (transaction) => {
      const requests = await transaction
        .selectFrom('generations')
        .selectAll()
        .where('person_id', '=', personId)
        .where('sequence', '>', afterSequence)
        .orderBy('sequence')
        .limit(limit)
        .execute();
      const ids = requests.map(({ id }) => id);
      if (ids.length === 0) return { rows: [], lastSequence: undefined };
      const of = {
        address: await transaction
          .selectFrom('addresses')
          .selectAll()
          .where('generation_id', 'in', ids)
          .execute(),
        pictures: await transaction
          .selectFrom('pictures')
          .selectAll()
          .where('generation_id', 'in', ids)
          .orderBy('role')
          .orderBy('position')
          .execute(),
        costs: await transaction
          .selectFrom('ledger')
          .selectAll()
          .where('generation_id', 'in', ids)
          .orderBy('sequence')
          .execute(),
      };
      const belonging = (id: string) =>
        Object.entries(of).map(([name, rows]) => [
          name,
          rows.filter(({ generation_id }) => generation_id === id).map(withoutRequest),
        ]);
      return {
        rows: requests.map((row) => ({ ...copyRow(row), ...Object.fromEntries(belonging(row.id)) })),
        lastSequence: requests.at(-1)?.sequence,
      };
    });
  }

  copyRest(people: readonly string[]): Promise<ReadonlyMap<string, readonly CopiedRow[]>> {
    return this.#scope.run(async (transaction) => {
      const copies = new Map<string, readonly CopiedRow[]>();
      for (const [table, treatment] of decided()) {
        const { copiedAs } = treatment;
        if (treatment.about !== 'people' || copiedAs === undefined || copiedAs === 'requests') continue;
        const select = sql<object>`select * from ${sql.table(table)} where ${isOf(treatment, people)}`;
        const { rows } = await select.execute(transaction);
        if (rows.length > 0) copies.set(copiedAs, rows.map(copyRow));
      }
      return copies;
    });
  }
}

type Decided = readonly [string, Exclude<PersonalTable, { readonly about: 'nobody' }>];

function decided(): readonly Decided[] {
  const tables: readonly (readonly [string, PersonalTable])[] = Object.entries(personalTables);
  return tables.flatMap(([name, table]): readonly Decided[] =>
    table.about === 'nobody' ? [] : [[name, table]],
  );
}

/** Whether a row is that of one of these people. */
function isOf(
  {
    people: columns,
    whose = columns,
  }: { readonly people: readonly string[]; readonly whose?: readonly string[] },
  people: readonly string[],
) {
  const conditions = whose.map((column) => {
    const ids = column === 'subject' ? [...people, ...people.map(personSubject)] : people;
    return sql<boolean>`${sql.ref(column)} in (${sql.join(ids)})`;
  });
  return sql<boolean>`(${sql.join(conditions, sql` or `)})`;
}

/** What was dropped into a chat goes with its messages. */
async function noteFilesOfMessages(
  transaction: Transaction<Tables>,
  people: readonly string[],
): Promise<void> {
  const rows = await transaction
    .selectFrom('chat_messages')
    .select('files')
    .where('person_id', 'in', people)
    .execute();
  const keys = rows.flatMap(({ files }): readonly string[] => JSON.parse(files));
  await insertUnneeded(transaction, keys);
}

/** Those that were erased before have nothing left to erase. */
async function noteAll(transaction: Transaction<Tables>, people: readonly string[]): Promise<void> {
  await transaction
    .insertInto('erasures')
    .columns(['generation_id'])
    .expression((expression) =>
      expression
        .selectFrom('generations')
        .innerJoin('addresses', 'addresses.generation_id', 'generations.id')
        .select('generations.id')
        .where('person_id', 'in', people)
        .where('platform', '<>', noAddress.platform),
    )
    .onConflict((conflict) => conflict.column('generation_id').doNothing())
    .execute();
}

async function forgetShownPictures(
  transaction: Transaction<Tables>,
  people: readonly string[],
): Promise<void> {
  await transaction
    .deleteFrom('seen_albums')
    .where('state', '<>', 'open')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('seen_pictures')
          .select('seen_pictures.person_id')
          .whereRef('seen_pictures.place_id', '=', 'seen_albums.place_id')
          .whereRef('seen_pictures.album_id', '=', 'seen_albums.album_id')
          .where('seen_pictures.person_id', 'in', people),
      ),
    )
    .execute();
  await transaction
    .deleteFrom('seen_pictures')
    .where('person_id', 'in', people)
    .where(({ not }) => not(ofOpenAlbum))
    .execute();
}

function withoutRequest({ generation_id: _request, ...row }: { readonly generation_id: string }): CopiedRow {
  return copyRow(row);
}
