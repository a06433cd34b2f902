import type { Transaction } from 'kysely';
import type { GalleryEntry, GalleryStep, GalleryView } from '../gallery-view.ts';
import type { GenerationState } from '../generation-state.ts';
import { countView, selectFromView } from './gallery-selection.ts';
import { toGeneration } from './generation-row.ts';
import { storableInteger } from './storable.ts';
import type { GalleryRecords } from './storage.ts';
import type { Tables } from './tables.ts';
import type { TransactionScope } from './transaction-scope.ts';

/** States in which pictures were never sent: nobody could be reached, or they came after the person had cancelled. */
const unsentStates = ['undeliverable', 'cancelled'] as const satisfies readonly GenerationState[];

export class KyselyGalleryRecords implements GalleryRecords {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  find(view: GalleryView, step: GalleryStep): Promise<GalleryEntry | undefined> {
    return this.#scope.run(async (transaction) => {
      const ofSequence = await sequenceOf(transaction, step);
      if (ofSequence === undefined) return undefined;
      const direction = step.to === 'newest' ? 'older' : step.to;
      const row = await selectFromView(transaction, view, { direction, ofSequence })
        .select('generations.sequence')
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { place, total } = await countView(transaction, view, row.sequence).executeTakeFirstOrThrow();
      return { generation: toGeneration(row), place, total };
    });
  }

  markShown({ generationId, nowMs }: { generationId: string; nowMs: number }): Promise<void> {
    return this.#scope.run(async (transaction) => {
      await transaction
        .updateTable('generations')
        .set({ shown_at_ms: storableInteger('nowMs', nowMs) })
        .where('id', '=', generationId)
        .where('state', 'in', unsentStates)
        .where('shown_at_ms', 'is', null)
        .execute();
    });
  }

  countUnseen(personId: string): Promise<number> {
    return this.#scope.run(async (transaction) => {
      const { count } = await transaction
        .selectFrom('generations')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('person_id', '=', personId)
        .where('state', 'in', unsentStates)
        .where('kept_results', '>', 0)
        .where('removed_at_ms', 'is', null)
        .where('shown_at_ms', 'is', null)
        .executeTakeFirstOrThrow();
      return count;
    });
  }
}

async function sequenceOf(transaction: Transaction<Tables>, step: GalleryStep): Promise<number | undefined> {
  if (step.to === 'newest') return Number.MAX_SAFE_INTEGER;
  const row = await transaction
    .selectFrom('generations')
    .select('sequence')
    .where('id', '=', step.to === 'same' ? step.as : step.than)
    .executeTakeFirst();
  return row?.sequence;
}
