import type { Transaction } from 'kysely';
import { type GenerationState, queuedStates } from '../generation-state.ts';
import type { Load } from '../load.ts';
import { holdsSlot } from './generation-selection.ts';
import { recountWaiting } from './line-waiting.ts';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

const countOfAccount = prepared((transaction, { accountId }: { accountId: string }) =>
  transaction.selectNoFrom(({ fn, selectFrom }) => {
    const theirs = selectFrom('generations')
      .select(fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId);
    return [
      theirs.where(holdsSlot).$asScalar().as('running'),
      theirs.where('state', 'in', queuedStates).where('draft_of', 'is', null).$asScalar().as('queued'),
    ];
  }),
);

const countOfAll = prepared((transaction) =>
  transaction.selectNoFrom(({ fn, selectFrom }) => [
    selectFrom('generations').select(fn.countAll<number>().as('count')).where(holdsSlot).as('running'),
    selectFrom('tallies').select('value').where('name', '=', 'queued').as('queued'),
  ]),
);

const addToQueued = prepared((transaction, { difference }: { difference: number }) =>
  transaction
    .updateTable('tallies')
    .set(({ eb }) => ({ value: eb('value', '+', difference) }))
    .where('name', '=', 'queued'),
);

/**
 * Counts what holds a slot and what is queued: for one account, whose drafts do not count as queued, or for everybody when
 * `accountId` is undefined.
 */
export async function countLoad(
  transaction: Transaction<Tables>,
  accountId: string | undefined,
): Promise<Load> {
  const [load] = await (accountId === undefined
    ? countOfAll(transaction, {})
    : countOfAccount(transaction, { accountId }));
  return { running: load?.running ?? 0, queued: load?.queued ?? 0 };
}

/** Keeps the counts beside the generations in step with a change of state. */
export async function followState(
  transaction: Transaction<Tables>,
  change: { accountId: string; before: GenerationState | undefined; after: GenerationState },
): Promise<void> {
  const difference = Number(isQueued(change.after)) - Number(isQueued(change.before));
  const isCounted = (change.before === 'waiting') !== (change.after === 'waiting');
  await Promise.all([
    difference === 0 ? undefined : addToQueued(transaction, { difference }),
    isCounted ? recountWaiting(transaction, change.accountId) : undefined,
  ]);
}

function isQueued(state: GenerationState | undefined): boolean {
  return queuedStates.some((queued) => queued === state);
}
